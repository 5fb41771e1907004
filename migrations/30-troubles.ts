import type { Knex } from 'knex'

/** What customers met (an error, a shop, a site), so that the third of them is told from the first. */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('trouble_signals', (table) => {
    table.uuid('call_id').notNullable().references('calls.id')
    table.integer('matter').notNullable()
    table.string('kind', 20).notNullable()
    /** Folded for comparing: see cases/trouble.ts. */
    table.string('value_key', 120).notNullable()
    table.string('shown_value', 120).notNullable()
    /** None while the matter has no case yet. */
    table.uuid('case_id').references('cases.id').index()
    table.uuid('customer_id').references('customers.id').index()
    /** Whom it counts for: the customer, or the call while nobody is known. */
    table.uuid('reporter').notNullable()
    table.string('at', 24).notNullable()
    table.primary(['call_id', 'matter', 'kind', 'value_key'])
    table.index(['kind', 'value_key', 'at', 'reporter'])
  })
  await db.schema.createTable('trouble_waves', (table) => {
    table.uuid('id').primary()
    table.string('kind', 20).notNullable()
    table.string('value_key', 120).notNullable()
    table.string('shown_value', 120).notNullable()
    /** `kind:value` while it goes on, so that there is one; null when it is over. */
    table.string('once_key', 150).unique()
    table.string('began_at', 24).notNullable()
    table.string('last_at', 24).notNullable()
    table.integer('customers').notNullable()
    table.string('acknowledged_at', 24)
    table.uuid('acknowledged_by').references('operators.id')
    table.text('note').notNullable().defaultTo('')
    table.string('ended_at', 24)
    table.integer('version').notNullable().defaultTo(1)
    table.index(['ended_at', 'began_at'])
  })
  await db.schema.createTable('trouble_mutes', (table) => {
    table.uuid('id').primary()
    table.string('kind', 20).notNullable()
    table.string('value_key', 120).notNullable()
    table.string('shown_value', 120).notNullable()
    /** `kind:value` until it is lifted. */
    table.string('once_key', 150).unique()
    table.text('reason').notNullable()
    table.uuid('muted_by').notNullable().references('operators.id')
    table.string('muted_at', 24).notNullable()
    table.string('until', 24).notNullable()
    table.string('lifted_at', 24)
    table.uuid('lifted_by').references('operators.id')
  })
}
export async function down(db: Knex): Promise<void> {
  for (const table of ['trouble_mutes', 'trouble_waves', 'trouble_signals'])
    await db.schema.dropTable(table)
}
