import type { Knex } from 'knex'

/** Since when a newer action has taken an action's place: what was not done of it is not sent any more. */
export async function up(db: Knex): Promise<void> {
  await db.schema.alterTable('card_actions', (table) => {
    table.string('replaced_at', 24)
  })
}
export async function down(db: Knex): Promise<void> {
  await db.schema.alterTable('card_actions', (table) => {
    table.dropColumn('replaced_at')
  })
}
