import { recordEvents } from '../audit/events.ts'
import { type Db, marks, read } from '../db.ts'
import { indexCases } from '../search/index.ts'
import { eraseRows, eraseRowsOf } from './erasing-rows.ts'
import { OF_CALLS, OF_CASES, OF_ENTRIES, OF_MATTERS, OF_REFS } from './fate.ts'

/** Who erases, and when; nobody where the time had come. */
export interface Eraser {
  readonly operatorId: string | null
  readonly at: Date
  /** By which request, or that the time had come. */
  readonly by: Readonly<Record<string, string>>
}

interface MatterKey {
  readonly call_id: string
  readonly number: number
}

/**
 * Erases what was said and done in these cases, which are whole families and locked: numbers, codes, outcomes and times
 * stay, so that they still count and their calls still replay.
 */
export async function eraseCases(trx: Db, ids: readonly string[], eraser: Eraser): Promise<void> {
  if (ids.length === 0) return
  const at = eraser.at.toISOString()
  const refs = await refsOf(trx, ids)
  const matters = await mattersOf(trx, ids)
  // Pages that are open are drawn anew, and forms on them are stale.
  const version = trx.raw('version + 1')
  await trx('cases').whereIn('id', ids).update({ erased_at: at, version })
  await eraseBulk(trx, ids)
  await eraseRows(trx, OF_CASES, ids)
  await eraseRows(trx, OF_REFS, refs)
  await eraseMatters(trx, matters, eraser.at)
  await eraseWhole(trx, [...new Set(matters.map(({ call_id }) => call_id))], eraser.at)
  await indexCases(trx, ids)
  await recordEvents(
    trx,
    ids.map((caseId) => ({ name: 'case_erased', ...eraser, caseId, detail: eraser.by })),
  )
}

/** What was typed and seen in these matters of calls. */
export async function eraseMatters(
  trx: Db,
  matters: readonly MatterKey[],
  at: Date,
): Promise<void> {
  const keys = matters.map(({ call_id, number }) => [call_id, number] as const)
  for (const key of keys)
    await eraseRows(
      trx,
      OF_ENTRIES,
      await trx('call_entries').where({ call_id: key[0], matter: key[1] }).pluck('id'),
    )
  await eraseRowsOf(trx, OF_MATTERS, keys)
  await markCalls(
    trx,
    keys.map(([callId]) => callId),
    at,
  )
}

/** Whoever has the log of such a call in memory reads it anew: see `calls/entries.ts`. */
export async function markCalls(trx: Db, ids: readonly string[], at: Date): Promise<void> {
  for (const id of new Set(ids))
    await trx('calls').where({ id }).update({ erased_at: at.toISOString() })
}

/** A call of which no case is left goes whole: its other matters, and the number that it came from. */
export async function eraseWhole(trx: Db, callIds: readonly string[], at: Date): Promise<void> {
  const left = trx('matters')
    .join('cases', 'cases.id', 'matters.case_id')
    .whereIn('matters.call_id', callIds)
    .whereNull('cases.erased_at')
  const kept = new Set<string>(await left.pluck('matters.call_id'))
  await eraseCalls(
    trx,
    callIds.filter((id) => !kept.has(id)),
    at,
  )
}

/** All that was said in these calls, whatever it was about. */
export async function eraseCalls(trx: Db, ids: readonly string[], at: Date): Promise<void> {
  const matters = await trx('matters').whereIn('call_id', ids).select('call_id', 'number')
  await eraseMatters(trx, matters, at)
  await markCalls(trx, ids, at)
  await eraseRows(trx, OF_CALLS, ids)
}

const mattersOf = (db: Db, ids: readonly string[]): Promise<MatterKey[]> =>
  read<MatterKey>(db, {
    sql: `select call_id, number from matters where case_id in (${marks(ids)})`,
    bindings: ids,
  })

/** What the orders and cards of these cases are called at the card system. */
async function refsOf(db: Db, ids: readonly string[]): Promise<string[]> {
  const within = `case_id in (${marks(ids)})`
  const rows = await read<{ ref: string | null }>(db, {
    sql: `select receipt as ref from card_actions where ${within}
          union select target_ref from card_actions where ${within}
          union select subject_ref from commitments where ${within}
          union select subject_ref from tasks where ${within}
          union select card_ref from cases where id in (${marks(ids)})`,
    bindings: [...ids, ...ids, ...ids, ...ids, ...ids],
  })
  return rows.flatMap(({ ref }) => ref || [])
}

/** What was typed for many cases at once, and the list that they were ticked in. */
async function eraseBulk(trx: Db, ids: readonly string[]): Promise<void> {
  const changes = trx('bulk_change_rows').whereIn('case_id', ids).select('change_id')
  await trx('bulk_changes').whereIn('id', changes).update({ list: '', typed: '{}' })
  await trx('bulk_change_rows').whereIn('case_id', ids).update({ why: '' })
}
