import type { Knex } from 'knex'

/** Which press of "the next case" was served which case: the same press sent again is led to the same one. */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('served_cases', (table) => {
    table.uuid('operator_id').notNullable().references('operators.id')
    table.uuid('submission').notNullable()
    table.uuid('case_id').notNullable().references('cases.id')
    table.primary(['operator_id', 'submission'])
  })
}
export async function down(db: Knex): Promise<void> {
  await db.schema.dropTable('served_cases')
}
