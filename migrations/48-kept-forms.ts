import type { Knex } from 'knex'

/** A form that was sent while its screen was locked: sealed, and gone with its session at the latest. */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('kept_forms', (table) => {
    table.string('session_id', 64).notNullable().references('sessions.id').onDelete('CASCADE')
    /** A keyed hash of what was sent: the same form sent twice is kept once. */
    table.string('mark', 64).notNullable()
    table.text('sealed').notNullable()
    table.string('kept_at', 24).notNullable()
    /** When it was given back; a while later it is gone. */
    table.string('given_at', 24).index()
    table.primary(['session_id', 'mark'])
  })
}
export async function down(db: Knex): Promise<void> {
  await db.schema.dropTable('kept_forms')
}
