import type { Knex } from 'knex'

const INDEXES = {
  cases_retaining:
    "cases (closed_at, id) where erased_at is null and status = 'closed' and merged_into is null",
  calls_retaining: "calls (ended_at, id) where erased_at is null and state = 'ended'",
  customers_retaining: 'customers (updated_at, id) where erased_at is null',
  calls_from: 'calls (from_number) where from_number is not null',
  calls_erased: 'calls (erased_at) where erased_at is not null',
  bulk_change_rows_case: 'bulk_change_rows (case_id)',
}

/** What is old enough to go is found by its age, whatever the tables hold. */
export async function up(db: Knex): Promise<void> {
  for (const [name, of] of Object.entries(INDEXES)) await db.raw(`create index ${name} on ${of}`)
}
export async function down(db: Knex): Promise<void> {
  for (const name of Object.keys(INDEXES)) await db.raw(`drop index ${name}`)
}
