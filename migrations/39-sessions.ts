import type { Knex } from 'knex'

/** A session knows when it was last used, from where, and how far its sign-in has come. Everybody signs in again. */
export async function up(db: Knex): Promise<void> {
  await db('sessions').delete()
  await db.schema.alterTable('sessions', (table) => {
    table.string('used_at', 24).notNullable().defaultTo('')
    table.string('locked_at', 24)
    table.string('stage', 10).notNullable().defaultTo('done')
    table.string('method', 10).notNullable().defaultTo('password')
    table.string('address', 45).notNullable().defaultTo('')
    table.string('browser', 20).notNullable().defaultTo('')
  })
}
export async function down(db: Knex): Promise<void> {
  for (const column of ['used_at', 'locked_at', 'stage', 'method', 'address', 'browser'])
    await db.raw(`alter table sessions drop column ${column}`)
}
