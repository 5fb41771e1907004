import type { Knex } from 'knex'

/** News about a card is followed in its cases; and what is done once for its target names more than the target. */
export async function up(db: Knex): Promise<void> {
  await db.schema.alterTable('cases', (table) => table.index(['card_ref']))
  // SQLite keeps texts of any length.
  if (db.client.config.client === 'pg')
    await db.schema.alterTable('card_actions', (table) => {
      table.string('once_key', 200).alter()
    })
}
export async function down(db: Knex): Promise<void> {
  await db.schema.alterTable('cases', (table) => table.dropIndex(['card_ref']))
}
