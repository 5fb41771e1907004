import { type Db, isPostgres } from '../db.ts'
import { mergeStep } from '../search/index.ts'
import { writeLedger } from './ledger.ts'

/**
 * Sees to what erasing leaves in the files of the database: words in parts of the index of search that are kept beside
 * newer ones, and the log of changes; and to it that the erasure stands in the ledger. In small steps, and only where
 * something was erased since the last time.
 */
export async function scrub(db: Db, now: Date, ledger: string | null): Promise<void> {
  const waiting = db('erasures').where({ state: 'approved' }).whereNull('scrubbed_at')
  const ids: string[] = await waiting.pluck('id')
  if (ids.length === 0) return
  if (ledger !== null) await writeLedger(db, ledger)
  await scrubFiles(db)
  await db('erasures').whereIn('id', ids).update({ scrubbed_at: now.toISOString() })
}

/** The same whatever was erased. */
export async function scrubFiles(db: Db): Promise<void> {
  for (const indexed of ['customers', 'cases'] as const) {
    let isFirst = true
    while (await db.transaction((trx) => mergeStep(trx, indexed, isFirst))) isFirst = false
  }
  // SQLite's log of changes would hold what they were until it is written over.
  if (!isPostgres(db)) await db.raw('pragma wal_checkpoint(truncate)')
}
