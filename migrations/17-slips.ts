import type { Knex } from 'knex'

/** What the form of a paper call held: the same form may come back with another slip typed into it. */
export async function up(db: Knex): Promise<void> {
  await db.schema.alterTable('calls', (table) => {
    table.string('entry_digest', 43)
  })
}
export async function down(db: Knex): Promise<void> {
  await db.schema.alterTable('calls', (table) => {
    table.dropColumn('entry_digest')
  })
}
