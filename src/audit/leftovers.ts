import { type Db, read } from '../db.ts'
import { type Finding, finding } from './finding.ts'
import { wrongGuard } from './guards.ts'

/**
 * What no seal stands for: an event that neither a seal nor the queue knows, and what is wrong in the queue. Each
 * question is one statement, so that what is written meanwhile is either in the queue or sealed for it.
 */
export async function findLeftover(db: Db, waiting: Waiting): Promise<Finding | null> {
  return (await wrongInQueue(db, waiting)) ?? (await unknownEvent(db))
}

/** Since when what waits may wait: not since longer ago, and not since what is still to come. */
export interface Waiting {
  readonly since: string
  readonly until: string
}

interface QueueRow {
  readonly event_id: string
  readonly since: string
  readonly at: string | null
  readonly seq: number | string | null
}

const QUEUE = `from audit_unsealed q left join audit_events e on e.id = q.event_id
  left join audit_seals s on s.event_id = q.event_id left join audit_kept k on k.event_id = q.event_id`

/** What stands where the queue is never taken from is kept from being sealed. */
async function wrongInQueue(db: Db, { since, until }: Waiting): Promise<Finding | null> {
  const [row] = await read<QueueRow>(db, {
    sql: `select q.event_id, q.since, e.at, s.seq ${QUEUE}
          where e.id is null or s.seq is not null or k.seq is not null or q.place < 1 or q.since < ?
            or q.since > ? order by q.place limit 1`,
    bindings: [since, until],
  })
  if (row) return finding(row.at === null ? 'missing' : 'unsealed', ofQueue(row))
  const [again] = await read<QueueRow>(db, {
    sql: `select q.event_id, min(q.since) as since, min(e.at) as at, null as seq ${QUEUE}
          group by q.event_id having count(*) > 1 limit 1`,
    bindings: [],
  })
  return again ? finding('unsealed', ofQueue(again)) : null
}

const ofQueue = ({ event_id, at, seq }: QueueRow) => ({
  eventId: event_id,
  at,
  seq: seq === null ? null : Number(seq),
})

/** The counts tell whether there is one at all; to say which takes a look at each. */
async function unknownEvent(db: Db): Promise<Finding | null> {
  const [counts] = await read<{ events: number | string; known: number | string }>(db, {
    sql: `select (select count(*) from audit_events) as events,
                 (select count(*) from audit_seals) + (select count(*) from audit_unsealed)
                 + (select count(*) from audit_kept) as known`,
    bindings: [],
  })
  if (Number(counts?.events) === Number(counts?.known)) return null
  const [row] = await read<{ id: string; at: string }>(db, {
    sql: `select e.id, e.at from audit_events e
          where not exists (select 1 from audit_seals s where s.event_id = e.id)
            and not exists (select 1 from audit_unsealed q where q.event_id = e.id)
            and not exists (select 1 from audit_kept k where k.event_id = e.id)
          order by e.id limit 1`,
    bindings: [],
  })
  return row ? finding('put_in', { eventId: row.id, at: row.at }) : null
}

/** Whether the triggers that keep the log are as they should be. */
export async function findUnguarded(db: Db): Promise<Finding | null> {
  const name = await wrongGuard(db)
  return name === null ? null : finding('unguarded', { about: name })
}
