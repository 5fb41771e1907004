import { alone, type Db, insertMany, marks, read } from '../db.ts'
import { COLUMNS, type EventColumns, sealOf } from './chain.ts'
import { beginningOf, readCheckpoint } from './checkpoint.ts'
import type { AuditKey } from './key.ts'

/** How far the log is sealed. */
export interface Head {
  readonly entries: number
  readonly mac: string
}

/** One process at a time seals or anchors: whoever comes second goes on from where the first one ended. */
export const SEALING = 'annai audit seals'

/** How far the log is sealed now. */
export async function readHead(db: Db): Promise<Head> {
  const [last] = await read<{ seq: number | string; mac: string }>(db, {
    sql: 'select seq, mac from audit_seals where seq > ? order by seq desc limit 1',
    bindings: [0],
  })
  return last ? { entries: Number(last.seq), mac: last.mac } : beginningOf(await readCheckpoint(db))
}

/** Where the chain stood after so many entries, as their last seal says, or where it begins. */
export async function headAt(db: Db, entries: number): Promise<Head> {
  const [row] = await read<{ mac: string }>(db, {
    sql: 'select mac from audit_seals where seq = ?',
    bindings: [entries],
  })
  return row ? { entries, mac: row.mac } : beginningOf(await readCheckpoint(db))
}

interface Waiting {
  readonly place: number | string
  readonly event_id: string
}
export interface Batch {
  /** How many were taken from the queue; fewer than were asked for means that no more are waiting. */
  readonly taken: number
  readonly head: Head
  /** Queued a second time: nothing in Annai does that. */
  readonly again: readonly string[]
}

/** Seals what waits, at most so many: a short transaction, for others want to write. */
export const sealBatch = (db: Db, key: AuditKey, most: number): Promise<Batch> =>
  alone(db, SEALING, async (trx) => {
    const queued = await read<Waiting>(trx, {
      sql: `delete from audit_unsealed where place in
            (select place from audit_unsealed where place > ? order by place limit ?) returning place, event_id`,
      bindings: [0, most],
    })
    const head = await readHead(trx)
    if (queued.length === 0) return { taken: 0, head, again: [] }
    const ids = queued
      .sort((one, other) => Number(one.place) - Number(other.place))
      .map((each) => each.event_id)
    const [events, sealed] = await Promise.all([eventsByIds(trx, ids), sealedAmong(trx, ids)])
    const own = new Set(ids.filter((id) => !sealed.has(id)))
    const rows: [number, string, string, string][] = []
    let [seq, prev] = [head.entries, head.mac]
    for (const id of own) {
      seq += 1
      prev = sealOf(key, { seq, prev }, id, events.get(id) ?? null)
      rows.push([seq, id, key.id, prev])
    }
    await insertMany(trx, 'audit_seals', ['seq', 'event_id', 'key_id', 'mac'], rows)
    const again = ids.filter((id, index) => sealed.has(id) || ids.indexOf(id) < index)
    return { taken: queued.length, head: { entries: seq, mac: prev }, again }
  })

type EventRow = EventColumns & { readonly id: string }

async function eventsByIds(trx: Db, ids: readonly string[]): Promise<Map<string, EventRow>> {
  const rows = await read<EventRow>(trx, {
    sql: `select ${COLUMNS.join(', ')} from audit_events where id in (${marks(ids)})`,
    bindings: ids,
  })
  return new Map(rows.map((row) => [row.id, row]))
}

async function sealedAmong(trx: Db, ids: readonly string[]): Promise<Set<string>> {
  const rows = await read<{ event_id: string }>(trx, {
    sql: `select event_id from audit_seals where event_id in (${marks(ids)})
          union select event_id from audit_kept where event_id in (${marks(ids)})`,
    bindings: [...ids, ...ids],
  })
  return new Set(rows.map((row) => row.event_id))
}

/** Places begin at 1; whoever tampers may put something before. */
const BEFORE_ALL = -9_000_000_000_000
/** How many wait to be sealed, counted up to a limit. */
export async function countUnsealed(db: Db, most: number): Promise<number> {
  const [row] = await read<{ n: number | string }>(db, {
    sql: `select count(*) as n from (select place from audit_unsealed where place > ? order by place limit ?) as waiting`,
    bindings: [BEFORE_ALL, most],
  })
  return Number(row?.n ?? 0)
}
