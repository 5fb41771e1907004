import type { Knex } from 'knex'
import { addMergedInto, dropMergedInto } from './22-merged-cases.ts'

/** That two records of the card system are one person: asked for by one, decided by another, and never moved. */
export async function up(db: Knex): Promise<void> {
  await addMergedInto(db, 'customers')
  await db.schema.createTable('customer_merges', (table) => {
    table.uuid('id').primary()
    table.uuid('from_customer').notNullable().references('customers.id').index()
    table.uuid('into_customer').notNullable().references('customers.id').index()
    /** The two ids in their order while it is asked for or stands. */
    table.string('once_key', 80).unique()
    table.string('state', 10).notNullable()
    table.text('reason').notNullable()
    table.string('requested_at', 24).notNullable()
    table.uuid('requested_by').notNullable().references('operators.id')
    table.string('decided_at', 24)
    table.uuid('decided_by').references('operators.id')
    table.text('decision_reason')
    table.string('undone_at', 24)
    table.uuid('undone_by').references('operators.id')
    table.text('undo_reason')
    table.index(['state', 'requested_at'])
  })
}
export async function down(db: Knex): Promise<void> {
  await db.schema.dropTable('customer_merges')
  await dropMergedInto(db, 'customers')
}
