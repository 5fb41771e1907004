import type { Knex } from 'knex'

/** Which matters of which calls rely on an action: that of the call which started it, and any that found it standing. */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('confirmed_actions', (table) => {
    table.uuid('action_id').notNullable().references('card_actions.id')
    table.uuid('call_id').notNullable().references('calls.id').index()
    table.integer('matter').notNullable()
    table.primary(['action_id', 'call_id', 'matter'])
  })
  const entries = await db('call_entries').where({ kind: 'confirmed' })
  for (const { call_id, matter, facts } of entries) {
    const ids: string[] = JSON.parse(facts).actions ?? []
    for (const action_id of ids)
      await db('confirmed_actions').insert({ action_id, call_id, matter }).onConflict().ignore()
  }
}
export async function down(db: Knex): Promise<void> {
  await db.schema.dropTable('confirmed_actions')
}
