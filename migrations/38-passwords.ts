import type { Knex } from 'knex'

/** Passwords are changed, not repeated; and who tries too often waits, on every instance and over restarts. */
export async function up(db: Knex): Promise<void> {
  /** Whoever signs in through the company has none. */
  await db.raw('alter table operators alter column password_hash drop not null')
  await db.schema.alterTable('operators', (table) => {
    table.integer('must_change_password').notNullable().defaultTo(0)
  })
  await db.schema.createTable('old_passwords', (table) => {
    table.uuid('operator_id').notNullable().references('operators.id')
    table.string('left_at', 24).notNullable()
    table.string('password_hash', 200).notNullable()
    table.primary(['operator_id', 'left_at', 'password_hash'])
  })
  await db.schema.createTable('sign_in_tries', (table) => {
    /** A keyed hash of the user name that was typed, or of the network address. */
    table.string('key', 64).primary()
    table.integer('tries').notNullable()
    table.string('until', 24).notNullable().index()
  })
}
export async function down(db: Knex): Promise<void> {
  await db.schema.dropTable('sign_in_tries')
  await db.schema.dropTable('old_passwords')
  await db.raw('alter table operators drop column must_change_password')
}
