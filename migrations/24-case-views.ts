import type { Knex } from 'knex'

const OPEN = `status <> 'closed' and merged_into is null`

/** Orders in which the cases of one owner, or of nobody, are looked through beside that of their due times. */
const INDEXES = [
  ['cases_open_owner_priority', `owner_id, priority, (coalesce(due_at, '9')), number`],
  ['cases_open_owner_updated', 'owner_id, updated_at, number'],
] as const

/** Views of the list of cases that people keep by name, and who does not want to be served which case for a while. */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('case_views', (table) => {
    table.uuid('id').primary()
    table.uuid('owner_id').notNullable().references('operators.id').index()
    table.string('name', 60).notNullable()
    table.integer('is_shared').notNullable().index()
    /** What it asks for, as the words of an address. */
    table.text('query').notNullable()
    table.string('updated_at', 24).notNullable()
  })
  await db.schema.createTable('case_skips', (table) => {
    table.uuid('case_id').notNullable().references('cases.id')
    table.uuid('operator_id').notNullable().references('operators.id')
    table.string('until', 24).notNullable()
    table.primary(['operator_id', 'case_id'])
  })
  for (const [name, columns] of INDEXES)
    await db.raw(`create index ${name} on cases (${columns}) where ${OPEN}`)
}
export async function down(db: Knex): Promise<void> {
  for (const [name] of INDEXES) await db.raw(`drop index ${name}`)
  await db.schema.dropTable('case_skips')
  await db.schema.dropTable('case_views')
}
