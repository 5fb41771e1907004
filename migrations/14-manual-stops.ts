import type { Knex } from 'knex'

/** Stops that were asked for by another route, one row a card, until the card system shows them. */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('manual_stops', (table) => {
    table.uuid('id').primary()
    /** What was written down on the call: the reference, who took it, when it was asked for. */
    table.uuid('action_id').notNullable().references('card_actions.id').index()
    table.uuid('case_id').notNullable().references('cases.id').index()
    /** Null while nobody knows which card it is. */
    table.string('card_ref', 100).index()
    table.uuid('recorded_by').notNullable().references('operators.id')
    table.string('recorded_at', 24).notNullable()
    table.string('state', 10).notNullable()
    table.string('checked_at', 24)
    table.string('stop_ref', 100)
    table.string('ended_at', 24)
    table.uuid('ended_by').references('operators.id')
    table.text('end_reason')
    table.index(['state', 'recorded_at'])
  })
}
export async function down(db: Knex): Promise<void> {
  await db.schema.dropTable('manual_stops')
}
