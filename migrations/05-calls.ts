import type { Knex } from 'knex'
import { makeAppendOnly } from '../src/db.ts'

export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('calls', (table) => {
    table.uuid('id').primary()
    table.uuid('script_version_id').notNullable().references('script_versions.id')
    table.uuid('operator_id').notNullable().references('operators.id')
    table.string('from_number', 20)
    table.uuid('customer_id').references('customers.id').index()
    table.string('state', 10).notNullable()
    table.string('started_at', 24).notNullable()
    table.string('ended_at', 24)
    table.index(['operator_id', 'state'])
    table.index(['state'])
    table.index(['operator_id', 'started_at'])
  })
  await db.schema.createTable('matters', (table) => {
    table.uuid('call_id').notNullable().references('calls.id')
    table.integer('number').notNullable()
    table.uuid('case_id').references('cases.id').index()
    table.string('opened_at', 24).notNullable()
    table.primary(['call_id', 'number'])
  })
  await db.schema.createTable('call_entries', (table) => {
    table.uuid('id').primary()
    table.uuid('call_id').notNullable().references('calls.id')
    table.integer('seq').notNullable()
    table.string('kind', 16).notNullable()
    table.integer('matter').notNullable()
    table.string('step', 60)
    table.integer('visit')
    table.string('outcome', 60)
    table.string('by_whom', 10).notNullable()
    table.uuid('operator_id').references('operators.id')
    table.string('at', 24).notNullable()
    table.string('submission_id', 60).unique()
    /** Ids and codes only: whom the answer is about, what a look-up gave, which actions it started. */
    table.text('facts').notNullable().defaultTo('{}')
    table.string('content_hash', 64)
    table.unique(['call_id', 'seq'])
  })
  await makeAppendOnly(db, 'call_entries')
  await db.schema.createTable('entry_contents', (table) => {
    table.uuid('entry_id').primary().references('call_entries.id')
    table.string('salt', 32).notNullable()
    table.text('body').notNullable()
  })
  await db.schema.createTable('call_notes', (table) => {
    table.uuid('call_id').notNullable().references('calls.id')
    table.integer('matter').notNullable()
    table.text('body').notNullable()
    table.integer('version').notNullable()
    table.uuid('operator_id').notNullable().references('operators.id')
    table.string('updated_at', 24).notNullable()
    table.primary(['call_id', 'matter'])
  })
}
export async function down(db: Knex): Promise<void> {
  for (const table of ['call_notes', 'entry_contents', 'call_entries', 'matters', 'calls'])
    await db.schema.dropTable(table)
}
