import type { Knex } from 'knex'

/** What was found and done stands with the calls that wrote it, each its own; the case kept only what the last one said. */
const WORDS = ['found', 'done']

export async function up(db: Knex): Promise<void> {
  for (const name of WORDS) await db.raw(`alter table cases drop column ${name}`)
}
export async function down(db: Knex): Promise<void> {
  for (const name of WORDS)
    await db.raw(`alter table cases add column ${name} text not null default ''`)
}
