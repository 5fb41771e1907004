import type { Knex } from 'knex'
import { makeAppendOnly } from '../src/db.ts'

/** What operators note down about dealing with a customer, and what was given out to them of what is held. */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('customer_flags', (table) => {
    table.uuid('id').primary()
    table.uuid('customer_id').notNullable().references('customers.id').index()
    table.string('kind', 20).notNullable()
    table.text('reason').notNullable()
    table.uuid('set_by').notNullable().references('operators.id')
    table.string('set_at', 24).notNullable()
    table.string('expires_at', 24).notNullable()
    table.uuid('removed_by').references('operators.id')
    table.string('removed_at', 24)
    table.text('removal_reason').notNullable().defaultTo('')
    table.string('submission_id', 60).unique()
  })
  await db.schema.createTable('customer_preferences', (table) => {
    table.uuid('customer_id').notNullable().references('customers.id')
    /** Every version stays; the highest is the one that holds. */
    table.integer('version').notNullable()
    table.string('language', 2)
    table.integer('relay_service').notNullable().defaultTo(0)
    table.uuid('preferred_operator_id').references('operators.id')
    table.string('best_time', 200).notNullable().defaultTo('')
    table.uuid('changed_by').notNullable().references('operators.id')
    table.string('changed_at', 24).notNullable()
    table.primary(['customer_id', 'version'])
  })
  await makeAppendOnly(db, 'customer_preferences')
  await db.schema.createTable('privacy_exports', (table) => {
    table.uuid('id').primary()
    table.uuid('customer_id').notNullable().references('customers.id').index()
    table.text('purpose').notNullable()
    table.string('reference', 200).notNullable()
    table.uuid('requested_by').notNullable().references('operators.id')
    table.string('requested_at', 24).notNullable()
    table.string('submission_id', 60).unique()
  })
  await makeAppendOnly(db, 'privacy_exports')
}
export async function down(db: Knex): Promise<void> {
  for (const table of ['privacy_exports', 'customer_preferences', 'customer_flags'])
    await db.schema.dropTable(table)
}
