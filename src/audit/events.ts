import { setImmediate } from 'node:timers/promises'
import type { Knex } from 'knex'
import { v7 as uuid } from 'uuid'
import { type Db, insertMany, marks, read } from '../db.ts'
import type { EventName } from '../i18n/ja/audit-names.ts'
import { COLUMNS } from './chain.ts'
import { originNow } from './origin.ts'

export type { EventName }

/** Something that was done or read. Ids and codes only: no names, no words. */
export interface AuditEvent {
  readonly name: EventName
  readonly at: Date
  readonly operatorId: string | null
  readonly customerId?: string | null
  readonly caseId?: string | null
  readonly callId?: string | null
  readonly detail?: Readonly<Record<string, unknown>>
  /** Somebody wanted it and was not let. */
  readonly refused?: boolean
}

/** What an event is kept as, with the origin of the request that it was recorded in. */
type NewRow = Omit<EventRow, 'case_id'> & {
  readonly customer_id: string | null
  readonly case_id: string | null
  readonly call_id: string | null
  readonly address: string | null
  readonly session: string | null
  readonly refused: number
}

function toRow(event: AuditEvent): NewRow {
  const origin = originNow()
  return {
    id: uuid(),
    at: event.at.toISOString(),
    operator_id: event.operatorId,
    name: event.name,
    customer_id: event.customerId ?? null,
    case_id: event.caseId ?? null,
    call_id: event.callId ?? null,
    detail: JSON.stringify(event.detail ?? {}),
    address: origin?.address ?? null,
    session: origin?.session ?? null,
    refused: event.refused ? 1 : 0,
  }
}

/** Records events; a change passes its own transaction, so that the two stand or fall together. */
export async function recordEvents(db: Db, events: readonly AuditEvent[]): Promise<void> {
  if (events.length === 0) return
  await writeRows(db, events.map(toRow))
  onceItStands(db, countedHere(events))
}

/** SQLite takes no more than 500 rows in one statement, and one statement for any number of rows is prepared once. */
const A_FEW = 5
async function writeRows(db: Db, rows: readonly NewRow[]): Promise<void> {
  if (rows.length <= A_FEW) await db('audit_events').insert(rows)
  else if (db.isTransaction) await writeMany(db, rows)
  else await db.transaction((trx) => writeMany(trx, rows))
}
const writeMany = (trx: Db, rows: readonly NewRow[]): Promise<void> =>
  insertMany(
    trx,
    'audit_events',
    COLUMNS,
    rows.map((row) => COLUMNS.map((column) => row[column])),
  )

/** What the request counts as recorded by it: whatever it does not count is recorded for it. */
function countedHere(events: readonly AuditEvent[]): () => void {
  const origin = originNow()
  return () => {
    if (!origin) return
    origin.recorded += events.length
    origin.refused ||= events.some(({ refused }) => refused === true)
  }
}

/** A transaction that is undone takes its events with it. */
function onceItStands(db: Db, count: () => void): void {
  if (!('executionPromise' in db)) count()
  else {
    const { executionPromise } = db as Knex.Transaction // nothing else has one
    executionPromise.then(count, () => undefined)
  }
}

interface Batch {
  readonly rows: NewRow[]
  readonly written: Promise<void>
}
const gathering = new WeakMap<Db, Batch>()

/** Records one event. Those that come in at the same moment are written together: the disk is waited for once. */
export function recordEvent(db: Db, event: AuditEvent): Promise<void> {
  if (db.isTransaction) return recordEvents(db, [event])
  const batch = gathering.get(db) ?? newBatch(db)
  // Its origin is read here: the batch is written within whichever request came first.
  batch.rows.push(toRow(event))
  return batch.written.then(countedHere([event]))
}

function newBatch(db: Db): Batch {
  const rows: NewRow[] = []
  const written = setImmediate().then(async () => {
    gathering.delete(db)
    await writeRows(db, rows)
  })
  const batch = { rows, written }
  gathering.set(db, batch)
  return batch
}

export interface StoredEvent {
  readonly id: string
  readonly at: string
  readonly name: string
  readonly operatorId: string | null
  readonly caseId: string
  readonly detail: Record<string, unknown>
}

interface EventRow {
  readonly id: string
  readonly at: string
  readonly name: string
  readonly operator_id: string | null
  readonly detail: string
  readonly case_id: string
}

/** On the record, but nothing that happened to a case. */
const SEEN_ONLY: readonly EventName[] = [
  'audit_exported',
  'audit_viewed',
  'call_viewed',
  'case_viewed',
  'customer_viewed',
  'form_taken',
  'list_shown',
  'page_viewed',
  'refused',
]

/** Pages that were opened, whose calls others have told of. */
const VIEWS: readonly EventName[] = ['call_viewed', 'case_viewed', 'customer_viewed']

/**
 * Whether the pages still read of an event, however old it is: what happened to a case, and in which call somebody was
 * found.
 */
export const isStillRead = (event: {
  readonly name: unknown
  readonly case_id: unknown
  readonly customer_id: unknown
  readonly call_id: unknown
}): boolean => {
  const { name, case_id, customer_id, call_id } = event
  if (case_id !== null && !SEEN_ONLY.some((each) => each === name)) return true
  const isOfCall = customer_id !== null && call_id !== null
  return isOfCall && !VIEWS.some((each) => each === name)
}

/** What happened to a case, oldest first. Being viewed is on the record, but changes nothing in it. */
export const eventsOfCase = (db: Db, caseId: string): Promise<StoredEvent[]> =>
  eventsOfCases(db, [caseId])

/** The same of several cases by one read; each event tells whose it is. */
export async function eventsOfCases(db: Db, caseIds: readonly string[]): Promise<StoredEvent[]> {
  if (caseIds.length === 0) return []
  const rows = await read<EventRow>(db, {
    sql: `select id, at, name, operator_id, detail, case_id from audit_events
          where case_id in (${marks(caseIds)}) and name not in (${marks(SEEN_ONLY)}) order by at, id`,
    bindings: [...caseIds, ...SEEN_ONLY],
  })
  return rows.map((row) => ({
    id: row.id,
    at: row.at,
    name: row.name,
    operatorId: row.operator_id,
    detail: JSON.parse(row.detail),
    caseId: row.case_id,
  }))
}
