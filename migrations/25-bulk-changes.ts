import type { Knex } from 'knex'

/** What was done to many cases at once, and what became of it in each. */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('bulk_changes', (table) => {
    /** The form that was sent: sent again it is the same change. */
    table.uuid('id').primary()
    table.uuid('operator_id').notNullable().references('operators.id')
    table.string('kind', 20).notNullable()
    table.string('at', 24).notNullable()
    /** The list that it came from, as the words of an address. */
    table.text('list').notNullable().defaultTo('')
    /** What was typed, so that what was refused can be tried again. */
    table.text('typed').notNullable().defaultTo('{}')
  })
  await db.schema.createTable('bulk_change_rows', (table) => {
    table.uuid('change_id').notNullable().references('bulk_changes.id')
    table.integer('nth').notNullable()
    table.uuid('case_id').notNullable().references('cases.id')
    /** `left` until its turn has come; then `done`, `refused` or `conflict`. */
    table.string('outcome', 10).notNullable()
    /** Why it was refused, as it was told. */
    table.text('why').notNullable().defaultTo('')
    table.primary(['change_id', 'nth'])
  })
}
export async function down(db: Knex): Promise<void> {
  await db.schema.dropTable('bulk_change_rows')
  await db.schema.dropTable('bulk_changes')
}
