import type { Knex } from 'knex'

/** What a person has to see to on a case, because the program cannot. */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('tasks', (table) => {
    table.uuid('id').primary()
    table.uuid('case_id').notNullable().references('cases.id').index()
    table.string('kind', 30).notNullable()
    /** What it is about: an action, a shipment, a card. */
    table.string('subject_ref', 100).notNullable()
    /** `kind:subject` while it is open, so that it is raised once; null when it has ended. */
    table.string('once_key', 140).unique()
    /** Codes only. */
    table.text('detail').notNullable().defaultTo('{}')
    table.uuid('owner_id').notNullable().references('operators.id')
    table.string('raised_at', 24).notNullable()
    table.string('due_at', 24).notNullable()
    table.string('state', 10).notNullable()
    table.string('ended_at', 24)
    table.uuid('ended_by').references('operators.id')
    table.text('end_reason')
    table.index(['owner_id', 'state', 'due_at'])
    table.index(['state', 'due_at'])
  })
}
export async function down(db: Knex): Promise<void> {
  await db.schema.dropTable('tasks')
}
