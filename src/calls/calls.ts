import { createHash, randomBytes } from 'node:crypto'
import { validate as isUuid, v7 as uuid } from 'uuid'
import { type Db, isAlreadyTaken } from '../db.ts'
import type {
  ByWhom,
  Call,
  CallEntry,
  CallState,
  EntryContent,
  EntryFacts,
  EntryKind,
  Matter,
} from './call.ts'

/** Somebody else wrote to this call first; nothing of the later submission was recorded. */
export class CallConflict extends Error {
  override readonly name = 'CallConflict'
}

export async function insertCall(
  db: Db,
  call: { scriptVersionId: string; operatorId: string; fromNumber: string | null; at: Date },
): Promise<string> {
  const id = uuid()
  await db('calls').insert({
    id,
    script_version_id: call.scriptVersionId,
    operator_id: call.operatorId,
    from_number: call.fromNumber,
    state: 'live',
    started_at: call.at.toISOString(),
  })
  await insertMatter(db, id, 1, call.at)
  return id
}

export async function insertMatter(
  db: Db,
  callId: string,
  number: number,
  at: Date,
): Promise<void> {
  await db('matters')
    .insert({ call_id: callId, number, opened_at: at.toISOString() })
    .onConflict(['call_id', 'number'])
    .ignore()
}

/** A whole call with its log; null when there is none. */
export async function findCall(db: Db, id: string): Promise<Call | null> {
  if (!isUuid(id)) return null
  const [call] = await findCalls(db, [id.toLowerCase()])
  return call ?? null
}

/** Whole calls with their logs, in the order in which they began: three reads, however many there are. */
export async function findCalls(db: Db, ids: readonly string[]): Promise<Call[]> {
  if (ids.length === 0) return []
  const calls: CallRow[] = await db('calls').whereIn('id', ids).orderBy(['started_at', 'id'])
  const entries: EntryRow[] = await db('call_entries')
    .leftJoin('entry_contents', 'entry_contents.entry_id', 'call_entries.id')
    .whereIn('call_id', ids)
    .orderBy('seq')
    .select('call_entries.*', 'entry_contents.body')
  const matters: MatterRow[] = await db('matters').whereIn('call_id', ids).orderBy('number')
  const entriesOf = byCall(entries)
  const mattersOf = byCall(matters)
  return calls.map((row) => ({
    id: row.id,
    scriptVersionId: row.script_version_id,
    operatorId: row.operator_id,
    fromNumber: row.from_number,
    customerId: row.customer_id,
    state: row.state,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    entries: (entriesOf.get(row.id) ?? []).map(toEntry),
    matters: (mattersOf.get(row.id) ?? []).map(toMatter),
  }))
}

function byCall<T extends { readonly call_id: string }>(rows: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    const group = groups.get(row.call_id)
    if (group) group.push(row)
    else groups.set(row.call_id, [row])
  }
  return groups
}

interface CallRow {
  id: string
  script_version_id: string
  operator_id: string
  from_number: string | null
  customer_id: string | null
  state: CallState
  started_at: string
  ended_at: string | null
}
interface MatterRow {
  call_id: string
  number: number
  case_id: string | null
  opened_at: string
}
const toMatter = (row: MatterRow): Matter => ({
  number: row.number,
  caseId: row.case_id,
  openedAt: row.opened_at,
})

interface EntryRow {
  id: string
  call_id: string
  seq: number
  kind: EntryKind
  matter: number
  step: string | null
  visit: number | null
  outcome: string | null
  by_whom: ByWhom
  operator_id: string | null
  at: string
  facts: string
  body: string | null
}
const toEntry = (row: EntryRow): CallEntry => ({
  id: row.id,
  seq: row.seq,
  kind: row.kind,
  matter: row.matter,
  step: row.step,
  visit: row.visit,
  outcome: row.outcome,
  byWhom: row.by_whom,
  operatorId: row.operator_id,
  at: row.at,
  facts: JSON.parse(row.facts),
  content: row.body === null ? {} : JSON.parse(row.body),
})

export interface NewEntry {
  readonly kind: EntryKind
  readonly matter: number
  readonly step?: string
  readonly visit?: number
  readonly outcome?: string
  readonly byWhom: ByWhom
  readonly operatorId: string | null
  readonly at: Date
  readonly submission?: string
  readonly facts?: EntryFacts
  readonly content?: EntryContent
}

/**
 * Adds entries behind `lastSeq`. Whoever comes second for the same place gets a `CallConflict`: the log itself is
 * what keeps two writers apart.
 */
export async function appendEntries(
  db: Db,
  callId: string,
  lastSeq: number,
  entries: readonly NewEntry[],
): Promise<void> {
  const rows = entries.map((entry, index) => toRows(callId, lastSeq + 1 + index, entry))
  try {
    await db('call_entries').insert(rows.map(({ entry }) => entry))
  } catch (error) {
    if (isAlreadyTaken(error)) throw new CallConflict()
    throw error
  }
  const contents = rows.flatMap(({ content }) => (content ? [content] : []))
  if (contents.length > 0) await db('entry_contents').insert(contents)
}

function toRows(callId: string, seq: number, entry: NewEntry) {
  const id = uuid()
  const body = JSON.stringify(entry.content ?? {})
  const content =
    body === '{}' ? null : { entry_id: id, salt: randomBytes(16).toString('hex'), body }
  return {
    content,
    entry: {
      id,
      call_id: callId,
      seq,
      kind: entry.kind,
      matter: entry.matter,
      step: entry.step ?? null,
      visit: entry.visit ?? null,
      outcome: entry.outcome ?? null,
      by_whom: entry.byWhom,
      operator_id: entry.operatorId,
      at: entry.at.toISOString(),
      submission_id: entry.submission ?? null,
      facts: JSON.stringify(entry.facts ?? {}),
      content_hash:
        content &&
        createHash('sha256')
          .update(content.salt + content.body)
          .digest('hex'),
    },
  }
}

export const lastSeq = (call: Pick<Call, 'entries'>): number => call.entries.at(-1)?.seq ?? 0

/** Whether this very submission has been recorded before: a double click, a reload, the back button. */
export async function isRecorded(db: Db, submission: string): Promise<boolean> {
  return (await db('call_entries').where({ submission_id: submission }).first('id')) !== undefined
}

export async function setCallState(
  db: Db,
  id: string,
  state: CallState,
  endedAt: Date | null = null,
): Promise<void> {
  await db('calls')
    .where({ id })
    .update({ state, ended_at: endedAt?.toISOString() ?? null })
}
export async function setCallCustomer(
  db: Db,
  id: string,
  customerId: string | null,
): Promise<void> {
  await db('calls').where({ id }).update({ customer_id: customerId })
}
export async function setCallOperator(db: Db, id: string, operatorId: string): Promise<void> {
  await db('calls').where({ id }).update({ operator_id: operatorId })
}
export async function setMatterCase(
  db: Db,
  callId: string,
  number: number,
  caseId: string | null,
): Promise<void> {
  await db('matters').where({ call_id: callId, number }).update({ case_id: caseId })
}
