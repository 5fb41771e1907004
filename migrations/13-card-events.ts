import type { Knex } from 'knex'

/** What the card system sends by itself, and what it last told of the things that a promise waits for. */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('card_events', (table) => {
    /** The sender's id: the same event sent again is the same row. */
    table.string('id', 64).primary()
    table.string('type', 30).notNullable()
    /** What it is about, as references of the card system. */
    table.text('refs').notNullable()
    table.string('occurred_at', 24).notNullable()
    table.string('received_at', 24).notNullable()
    /** Null while what follows from it has not been done. */
    table.string('handled_at', 24).index()
    table.integer('tries').notNullable().defaultTo(0)
  })
  await db.raw(
    'create index card_events_left on card_events (tries, received_at) where handled_at is null',
  )
  /** A row a day and reason, however often it is tried. */
  await db.schema.createTable('webhook_refusals', (table) => {
    table.string('day', 10).notNullable()
    table.string('reason', 20).notNullable()
    table.integer('count').notNullable()
    table.primary(['day', 'reason'])
  })
  await db.schema.createTable('card_sightings', (table) => {
    /** `shipment` of an order, `holds` of a card. */
    table.string('kind', 10).notNullable()
    table.string('ref', 100).notNullable()
    /** When the card system was asked. */
    table.string('asked_at', 24).notNullable()
    /** Codes, dates and references. */
    table.text('state').notNullable()
    table.primary(['kind', 'ref'])
  })
  await db.schema.alterTable('commitments', (table) => table.index(['subject_ref']))
  await db.schema.alterTable('card_actions', (table) => {
    table.index(['receipt'])
    table.index(['target_ref'])
  })
}
export async function down(db: Knex): Promise<void> {
  await db.schema.alterTable('card_actions', (table) => {
    table.dropIndex(['receipt'])
    table.dropIndex(['target_ref'])
  })
  await db.schema.alterTable('commitments', (table) => table.dropIndex(['subject_ref']))
  for (const table of ['card_sightings', 'webhook_refusals', 'card_events'])
    await db.schema.dropTable(table)
}
