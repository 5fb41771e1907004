import type { Knex } from 'knex'

/** What was erased before there was a ledger of it comes into the ledger with the next round: see `retention/scrub.ts`. */
export async function up(db: Knex): Promise<void> {
  await db('erasures').where({ state: 'approved' }).update({ scrubbed_at: null })
}
/** What is in the ledger stays there. */
export async function down(): Promise<void> {}
