import type { Knex } from 'knex'
import { makeAppendOnly } from '../src/db.ts'

export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('script_versions', (table) => {
    table.uuid('id').primary()
    table.string('script_id', 60).notNullable()
    table.integer('version').notNullable()
    table.string('digest', 64).notNullable()
    table.text('sources').notNullable()
    table.string('published_at', 24).notNullable()
    table.uuid('published_by').references('operators.id')
    table.unique(['script_id', 'version'])
    table.unique(['script_id', 'digest'])
  })
  await makeAppendOnly(db, 'script_versions')
}
export async function down(db: Knex): Promise<void> {
  await db.schema.dropTable('script_versions')
}
