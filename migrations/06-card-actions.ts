import type { Knex } from 'knex'

export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('card_actions', (table) => {
    /** Also the idempotency key of the card system. */
    table.uuid('id').primary()
    table.uuid('call_id').notNullable().references('calls.id').index()
    table.uuid('case_id').references('cases.id').index()
    table.integer('matter').notNullable()
    table.string('step', 60).notNullable()
    table.integer('visit').notNullable()
    table.string('action', 40).notNullable()
    table.string('operation', 40).notNullable()
    table.string('target_ref', 100).notNullable()
    /** `operation:target` while this attempt stands; null once it was certainly not done, so that it may be tried again. */
    table.string('once_key', 130).unique()
    table.text('input').notNullable()
    table.string('state', 10).notNullable().index()
    table.string('outcome', 40)
    table.string('receipt', 100)
    table.string('error', 40)
    table.text('result')
    table.integer('attempts').notNullable().defaultTo(0)
    table.uuid('confirmed_by').notNullable().references('operators.id')
    table.string('confirmed_at', 24).notNullable()
    table.string('sent_at', 24)
    table.string('ended_at', 24)
  })
  await db.schema.createTable('approvals', (table) => {
    table.uuid('id').primary()
    table.string('kind', 30).notNullable()
    table.uuid('case_id').notNullable().references('cases.id').index()
    table.uuid('action_id').notNullable().references('card_actions.id').unique()
    table.uuid('requested_by').notNullable().references('operators.id')
    table.string('requested_at', 24).notNullable()
    table.string('state', 10).notNullable().index()
    table.uuid('decided_by').references('operators.id')
    table.string('decided_at', 24)
    table.text('reason')
  })
}
export async function down(db: Knex): Promise<void> {
  await db.schema.dropTable('approvals')
  await db.schema.dropTable('card_actions')
}
