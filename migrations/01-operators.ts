import type { Knex } from 'knex'

export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('operators', (table) => {
    table.uuid('id').primary()
    table.string('login', 60).notNullable().unique()
    table.string('name', 100).notNullable()
    table.string('role', 20).notNullable()
    table.string('language', 2).notNullable().defaultTo('ja')
    table.integer('single_keys').notNullable().defaultTo(1)
    table.string('password_hash', 200).notNullable()
    table.string('created_at', 24).notNullable()
    table.string('disabled_at', 24)
  })
  await db.schema.createTable('sessions', (table) => {
    table.string('id', 64).primary()
    table.uuid('operator_id').notNullable().references('operators.id').index()
    table.string('created_at', 24).notNullable()
    table.string('expires_at', 24).notNullable().index()
  })
}
export async function down(db: Knex): Promise<void> {
  await db.schema.dropTable('sessions')
  await db.schema.dropTable('operators')
}
