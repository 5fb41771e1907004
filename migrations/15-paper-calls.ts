import type { Knex } from 'knex'

/** Calls that were taken on paper while the program was down: who entered the slip, when, and with which form. */
export async function up(db: Knex): Promise<void> {
  await db.schema.alterTable('calls', (table) => {
    table.string('entered_at', 24)
    table.uuid('entered_by').references('operators.id')
    table.string('entry_id', 60)
  })
  await db.schema.alterTable('calls', (table) => {
    table.unique(['entry_id'])
  })
}
export async function down(db: Knex): Promise<void> {
  await db.schema.alterTable('calls', (table) => {
    table.dropUnique(['entry_id'])
  })
  for (const column of ['entered_at', 'entered_by', 'entry_id'])
    await db.schema.alterTable('calls', (table) => {
      table.dropColumn(column)
    })
}
