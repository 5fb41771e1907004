import type { Knex } from 'knex'
import { makeAppendOnly } from '../src/db.ts'

/** Every sheet that was made for printing, under one running number of the whole installation. */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('prints', (table) => {
    table.integer('number').primary()
    table.string('kind', 12).notNullable()
    table.string('form', 8)
    table.string('language', 2).notNullable()
    table.string('paper', 8).notNullable()
    table.uuid('operator_id').notNullable().references('operators.id')
    table.uuid('case_id').references('cases.id')
    table.uuid('call_id').references('calls.id')
    table.uuid('version_id').references('script_versions.id')
    /** The check value that stands on the sheet. */
    table.string('proof', 12)
    table.string('at', 24).notNullable()
    table.index(['case_id', 'number'])
  })
  await makeAppendOnly(db, 'prints')
}
export async function down(db: Knex): Promise<void> {
  await db.schema.dropTable('prints')
}
