import type { Knex } from 'knex'

/**
 * When the program has to look at an open promise again, and what it has raised; who has which page open; what somebody
 * has begun to write; and whether a person has put the words of a case right.
 */
export async function up(db: Knex): Promise<void> {
  for (const name of ['rises_at', 'late_at', 'raised_at'])
    await db.raw(`alter table commitments add column ${name} varchar(24)`)
  await db.raw(`update commitments set rises_at = due_at`)
  await db.raw(
    `create index commitments_rising on commitments (rises_at) where state = 'open' and rises_at is not null`,
  )
  await db.raw(
    `create index commitments_raised on commitments (state, due_at) where state = 'open' and raised_at is not null`,
  )
  await db.raw('alter table cases add column worded_at varchar(24)')
  await db.schema.createTable('presences', (table) => {
    table.uuid('stream_id').notNullable()
    /** `case/<id>`, `customer/<id>`, `call/<id>`. */
    table.string('subject', 60).notNullable()
    /** On which kind of page. */
    table.string('page', 10).notNullable()
    table.uuid('operator_id').notNullable().references('operators.id')
    /** Which running program holds the stream: its rows live as long as it does. */
    table.uuid('instance_id').notNullable().index()
    table.string('since', 24).notNullable()
    table.string('seen_at', 24).notNullable().index()
    table.string('left_at', 24)
    table.primary(['subject', 'stream_id'])
    table.index(['stream_id'])
  })
  await db.schema.createTable('drafts', (table) => {
    table.uuid('operator_id').notNullable().references('operators.id')
    table.uuid('case_id').notNullable().references('cases.id')
    /** Which text of the case's page. */
    table.string('form', 60).notNullable()
    table.text('body').notNullable()
    /** What the text looked like that it is to replace. */
    table.string('base', 40).notNullable().defaultTo('')
    table.string('updated_at', 24).notNullable().index()
    table.primary(['case_id', 'operator_id', 'form'])
  })
}
export async function down(db: Knex): Promise<void> {
  await db.schema.dropTable('drafts')
  await db.schema.dropTable('presences')
  await db.raw('alter table cases drop column worded_at')
  for (const name of ['commitments_rising', 'commitments_raised'])
    await db.raw(`drop index ${name}`)
  for (const name of ['rises_at', 'late_at', 'raised_at'])
    await db.raw(`alter table commitments drop column ${name}`)
}
