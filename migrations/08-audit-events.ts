import type { Knex } from 'knex'
import { makeAppendOnly } from '../src/db.ts'

export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('audit_events', (table) => {
    table.uuid('id').primary()
    table.string('at', 24).notNullable()
    table.uuid('operator_id').references('operators.id')
    table.string('name', 40).notNullable()
    table.uuid('customer_id')
    table.uuid('case_id')
    table.uuid('call_id')
    /** Ids and codes only. */
    table.text('detail').notNullable().defaultTo('{}')
    table.index(['case_id', 'at'])
    table.index(['customer_id', 'at'])
    table.index(['at'])
  })
  await makeAppendOnly(db, 'audit_events')
}
export async function down(db: Knex): Promise<void> {
  await db.schema.dropTable('audit_events')
}
