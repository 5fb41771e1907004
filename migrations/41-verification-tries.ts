import type { Knex } from 'knex'

/**
 * Each time that what a caller said was compared with a customer's record: how far it led, how much was compared, and
 * whether it fell short. No value, and not which item failed. A row is there before anything is compared; what has not
 * ended counts as failed.
 */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('verification_tries', (table) => {
    table.uuid('id').primary()
    // Null: a search that found nobody, or more than one.
    table.uuid('customer_id').references('customers.id')
    table.uuid('call_id').notNullable().references('calls.id')
    table.uuid('operator_id').notNullable().references('operators.id')
    table.text('means').notNullable()
    table.text('level')
    table.integer('compared').notNullable()
    table.integer('failed').notNullable()
    table.text('at').notNullable()
    table.index(['customer_id', 'at'], 'verification_tries_customer')
    table.index(['operator_id', 'at'], 'verification_tries_operator')
  })
}
export async function down(db: Knex): Promise<void> {
  await db.schema.dropTable('verification_tries')
}
