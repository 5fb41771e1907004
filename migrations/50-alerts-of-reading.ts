import type { Knex } from 'knex'

/** What a supervisor is told of: tries that failed, as before, or many people who were searched for or opened. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`alter table verification_alerts add column kind text not null default 'tries'`)
}
export async function down(db: Knex): Promise<void> {
  await db.raw('alter table verification_alerts drop column kind')
}
