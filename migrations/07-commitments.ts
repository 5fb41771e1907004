import type { Knex } from 'knex'

export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('commitments', (table) => {
    table.uuid('id').primary()
    table.uuid('case_id').notNullable().references('cases.id').index()
    table.uuid('call_id').references('calls.id')
    table.integer('matter')
    table.string('kind', 30).notNullable()
    /** What was told, word by word. */
    table.text('wording').notNullable()
    table.string('due_at', 24).notNullable()
    table.uuid('owner_id').notNullable().references('operators.id')
    table.uuid('made_by').notNullable().references('operators.id')
    table.string('made_at', 24).notNullable()
    table.string('state', 10).notNullable()
    table.string('ended_at', 24)
    table.uuid('ended_by').references('operators.id')
    table.text('end_reason')
    table.string('subject_ref', 100)
    table.index(['owner_id', 'state', 'due_at'])
    table.index(['state', 'due_at'])
  })
}
export async function down(db: Knex): Promise<void> {
  await db.schema.dropTable('commitments')
}
