import type { Knex } from 'knex'

/** What happened to a case is read with each view of it; that it was viewed is not, and is written far more often. */
export async function up(db: Knex): Promise<void> {
  await db.raw(
    `create index audit_events_case_history on audit_events (case_id, at, id) where name <> 'case_viewed'`,
  )
}
export async function down(db: Knex): Promise<void> {
  await db.raw('drop index audit_events_case_history')
}
