import type { Knex } from 'knex'

/** Cases that are one, that belong together or change hands. Nothing of a case is moved by any of it. */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('case_merges', (table) => {
    table.uuid('id').primary()
    table.uuid('from_case').notNullable().references('cases.id').index()
    table.uuid('into_case').notNullable().references('cases.id').index()
    table.string('merged_at', 24).notNullable()
    table.uuid('merged_by').notNullable().references('operators.id')
    table.text('reason').notNullable()
    table.string('undone_at', 24)
    table.uuid('undone_by').references('operators.id')
    table.text('undo_reason')
  })
  await db.schema.createTable('case_links', (table) => {
    table.uuid('id').primary()
    table.uuid('one_case').notNullable().references('cases.id').index()
    table.uuid('other_case').notNullable().references('cases.id').index()
    /** The two ids in their order while the link stands, so that it stands once; null when it was removed. */
    table.string('once_key', 80).unique()
    table.text('reason').notNullable()
    table.string('linked_at', 24).notNullable()
    table.uuid('linked_by').notNullable().references('operators.id')
    table.string('removed_at', 24)
    table.uuid('removed_by').references('operators.id')
  })
  await db.schema.createTable('case_handovers', (table) => {
    table.uuid('id').primary()
    table.uuid('case_id').notNullable().references('cases.id').index()
    table.uuid('from_operator').notNullable().references('operators.id')
    /** A person, or a desk: one of the two. */
    table.uuid('to_operator').references('operators.id')
    table.string('to_queue', 30)
    table.text('words').notNullable()
    table.string('asked_at', 24).notNullable()
    table.string('due_at', 24).notNullable()
    table.string('state', 10).notNullable()
    /** The case while it waits for an answer: one waits at a time. */
    table.uuid('waiting_key').unique()
    /** When the supervisor was told that nobody has taken it. */
    table.string('raised_at', 24)
    table.string('ended_at', 24)
    table.uuid('ended_by').references('operators.id')
    table.text('end_reason')
    table.index(['to_operator', 'state', 'due_at'])
    table.index(['to_queue', 'state', 'due_at'])
  })
  await db.raw(
    "create index case_handovers_late on case_handovers (due_at) where state = 'waiting' and raised_at is null",
  )
  /** Notes are never rewritten: where one belongs since its call was filed with another case. */
  await db.schema.createTable('refiled_notes', (table) => {
    table.uuid('note_id').primary().references('case_notes.id')
    table.uuid('case_id').notNullable().references('cases.id').index()
  })
}

export async function down(db: Knex): Promise<void> {
  for (const table of ['refiled_notes', 'case_handovers', 'case_links', 'case_merges'])
    await db.schema.dropTable(table)
}
