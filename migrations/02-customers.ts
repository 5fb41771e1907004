import type { Knex } from 'knex'

export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('customers', (table) => {
    table.uuid('id').primary()
    table.string('customer_ref', 100).notNullable().unique()
    table.string('member_no', 20).notNullable().index()
    table.string('name_kanji', 120).notNullable()
    table.string('name_kana', 120).notNullable()
    /** Folded for searching: see customers/customer.ts. */
    table.string('name_key', 120).notNullable().index()
    table.string('kana_key', 120).notNullable().index()
    table.string('birth_date', 10).notNullable().index()
    table.string('flags', 200).notNullable().defaultTo('[]')
    table.string('preferred_operator', 60)
    table.string('created_at', 24).notNullable()
    table.string('updated_at', 24).notNullable()
  })
  await db.schema.createTable('customer_phones', (table) => {
    table.uuid('customer_id').notNullable().references('customers.id')
    table.string('number', 20).notNullable().index()
    table.string('kind', 10).notNullable()
    table.integer('is_primary').notNullable()
    table.primary(['customer_id', 'number'])
  })
  await db.schema.createTable('customer_cards', (table) => {
    table.string('card_ref', 100).primary()
    table.uuid('customer_id').notNullable().references('customers.id').index()
    table.string('label', 80).notNullable()
    table.string('network', 12).notNullable()
    table.string('last4', 4).notNullable().index()
  })
}
export async function down(db: Knex): Promise<void> {
  for (const table of ['customer_cards', 'customer_phones', 'customers'])
    await db.schema.dropTable(table)
}
