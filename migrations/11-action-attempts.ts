import type { Knex } from 'knex'

/** Every time that an action was sent or asked after, and who is at it just now. */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('card_action_attempts', (table) => {
    table.uuid('id').primary()
    table.uuid('action_id').notNullable().references('card_actions.id').index()
    /** `send`, or `ask` for a look-up by its key. */
    table.string('kind', 10).notNullable()
    table.string('at', 24).notNullable()
    /** Null while no answer has come: the program may have died over it. */
    table.string('ended_at', 24)
    /** What the card system said: `done`, `running`, `unknown`, or the code of its error. */
    table.string('answer', 40)
  })
  await db.schema.alterTable('card_actions', (table) => {
    /** Which instance works on it, and until when the others leave it alone. */
    table.uuid('lease_owner')
    table.string('lease_until', 24)
    /** When it is asked after again; later and later. */
    table.string('next_try_at', 24)
    table.integer('tries').notNullable().defaultTo(0)
    /** Since when a person has been asked to find it out. */
    table.string('given_up_at', 24)
  })
}
export async function down(db: Knex): Promise<void> {
  for (const column of ['lease_owner', 'lease_until', 'next_try_at', 'tries', 'given_up_at'])
    await db.raw(`alter table card_actions drop column ${column}`)
  await db.schema.dropTable('card_action_attempts')
}
