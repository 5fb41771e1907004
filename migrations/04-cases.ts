import type { Knex } from 'knex'
import { makeAppendOnly } from '../src/db.ts'

export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('case_serials', (table) => {
    table.string('day', 10).primary()
    table.integer('last').notNullable()
  })
  await db.schema.createTable('cases', (table) => {
    table.uuid('id').primary()
    table.string('number', 14).notNullable().unique()
    table.uuid('customer_id').references('customers.id').index()
    table.string('status', 20).notNullable()
    table.string('reason', 30).notNullable()
    table.string('cause', 40)
    table.string('disposition', 20)
    table.string('card_ref', 100)
    table.string('card_label', 80)
    table.string('card_last4', 4)
    table.uuid('owner_id').notNullable().references('operators.id')
    table.text('wanted').notNullable().defaultTo('')
    table.text('found').notNullable().defaultTo('')
    table.text('done').notNullable().defaultTo('')
    table.text('next_steps').notNullable().defaultTo('')
    table.string('opened_at', 24).notNullable()
    table.uuid('opened_by').notNullable().references('operators.id')
    table.string('updated_at', 24).notNullable()
    table.string('closed_at', 24)
    table.uuid('closed_by').references('operators.id')
    table.integer('version').notNullable().defaultTo(1)
    table.index(['owner_id', 'status', 'updated_at'])
    table.index(['status', 'updated_at'])
    table.index(['updated_at'])
  })
  await db.schema.createTable('case_notes', (table) => {
    table.uuid('id').primary()
    table.uuid('case_id').notNullable().references('cases.id').index()
    table.uuid('call_id')
    table.uuid('operator_id').notNullable().references('operators.id')
    table.text('body').notNullable()
    table.string('created_at', 24).notNullable()
  })
  await makeAppendOnly(db, 'case_notes')
}
export async function down(db: Knex): Promise<void> {
  for (const table of ['case_notes', 'cases', 'case_serials']) await db.schema.dropTable(table)
}
