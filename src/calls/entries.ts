import { createHash, randomBytes } from 'node:crypto'
import { v7 as uuid } from 'uuid'
import { recordEvents } from '../audit/events.ts'
import { type Db, isAlreadyTaken, read } from '../db.ts'
import { indexCases } from '../search/index.ts'
import type { ByWhom, Call, CallEntry, EntryContent, EntryFacts, EntryKind } from './call.ts'

/** Somebody else wrote to this call first; nothing of the later submission was recorded. */
export class CallConflict extends Error {
  override readonly name = 'CallConflict'
}

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
export const toEntry = (row: EntryRow): CallEntry => ({
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

type Log = readonly CallEntry[]
/** Of which call a log is asked for; what was erased is not read from what was known before. */
export interface LogOf {
  readonly id: string
  readonly erased_at: string | null
}
interface Known {
  readonly log: Log
  readonly erasedAt: string | null
}
/** Logs that were read before: they only grow, so only what came since has to be read. */
const known = new WeakMap<Db, Map<string, Known>>()
const MOST_LOGS = 500

/** The whole logs of calls, by one read. Inside a transaction nothing is kept, for it may be rolled back. */
export async function readLogs(db: Db, calls: readonly LogOf[]): Promise<ReadonlyMap<string, Log>> {
  if (calls.length === 0) return new Map()
  const logs = db.isTransaction ? new Map<string, Known>() : (known.get(db) ?? new Map())
  if (!db.isTransaction) known.set(db, logs)
  const before = calls.map(({ id, erased_at }): [string, Log] => {
    const one = logs.get(id)
    return [id, one && one.erasedAt === erased_at ? one.log : []]
  })
  const newer = await entriesBehind(db, before)
  const whole = before.map(([id, log]): [string, Log] => {
    const added = newer.get(id)
    return [id, added ? [...log, ...added] : log]
  })
  for (const [nth, [id, log]] of whole.entries())
    keep(logs, id, { log, erasedAt: calls[nth]?.erased_at ?? null })
  return new Map(whole)
}

/** Lets go of what is known of calls whose contents were erased since, maybe by another instance. Gives those calls. */
export async function forgetErased(db: Db, since: Date): Promise<readonly string[]> {
  const rows = await read<LogOf>(db, {
    sql: 'select id, erased_at from calls where erased_at >= ?',
    bindings: [since.toISOString()],
  })
  const logs = known.get(db)
  for (const { id, erased_at } of rows) if (logs?.get(id)?.erasedAt !== erased_at) logs?.delete(id)
  return rows.map(({ id }) => id)
}

/** Entries with what was typed and seen, in their order, behind those that are known of each log. */
async function entriesBehind(
  db: Db,
  logs: readonly (readonly [string, Log])[],
): Promise<Map<string, CallEntry[]>> {
  const rows = await read<EntryRow>(db, {
    sql: `select call_entries.*, entry_contents.body
          from call_entries left join entry_contents on entry_contents.entry_id = call_entries.id
          where ${logs.map(() => '(call_id = ? and seq > ?)').join(' or ')} order by seq`,
    bindings: logs.flatMap(([id, log]) => [id, log.at(-1)?.seq ?? 0]),
  })
  const found = new Map<string, CallEntry[]>()
  for (const row of rows) {
    const entries = found.get(row.call_id)
    if (entries) entries.push(toEntry(row))
    else found.set(row.call_id, [toEntry(row)])
  }
  return found
}

function keep(logs: Map<string, Known>, id: string, one: Known): void {
  logs.delete(id)
  logs.set(id, one)
  const oldest = logs.keys().next()
  if (logs.size > MOST_LOGS && !oldest.done) logs.delete(oldest.value)
}

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
  const confirmed = entries.filter(({ kind }) => kind === 'confirmed')
  const relied = confirmed.flatMap(({ facts, matter }) =>
    (facts?.actions ?? []).map((action_id) => ({ action_id, call_id: callId, matter })),
  )
  if (relied.length > 0) await db('confirmed_actions').insert(relied).onConflict().ignore()
  await recordAnswers(db, callId, rows)
  const contents = rows.flatMap(({ content }) => (content ? [content] : []))
  if (contents.length > 0) await db('entry_contents').insert(contents)
  const typed = entries.filter(({ content }) => content?.fields || content?.reason)
  if (typed.length === 0) return
  const matters = typed.map(({ matter }) => matter)
  const cases = db('matters').where({ call_id: callId }).whereIn('number', matters)
  await indexCases(db, await cases.pluck('case_id'))
}

/** What an operator has answered or confirmed is on the record; turns of the call have events of their own. */
async function recordAnswers(
  db: Db,
  callId: string,
  rows: readonly ReturnType<typeof toRows>[],
): Promise<void> {
  const answers = rows.map(({ entry }) => entry).filter(({ kind }) => ANSWERS.has(kind))
  await recordEvents(
    db,
    answers.map(({ at, operator_id, seq, step, outcome }) => ({
      name: 'call_answered' as const,
      at: new Date(at),
      operatorId: operator_id,
      callId,
      detail: { seq, step, outcome },
    })),
  )
}
const ANSWERS: ReadonlySet<EntryKind> = new Set<EntryKind>(['answer', 'overview', 'confirmed'])

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
      content_hash: content && contentHash(content.salt, content.body),
    },
  }
}

/** Binds what was typed, seen or said to its entry. */
export const contentHash = (salt: string, body: string): string =>
  createHash('sha256')
    .update(salt + body)
    .digest('hex')

export const lastSeq = (call: Pick<Call, 'entries'>): number => call.entries.at(-1)?.seq ?? 0

/** Whether this very submission has been recorded before: a double click, a reload, the back button. */
export async function isRecorded(db: Db, submission: string): Promise<boolean> {
  return (await db('call_entries').where({ submission_id: submission }).first('id')) !== undefined
}
