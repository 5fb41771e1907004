import type { EntryContent, EntryFacts } from '../calls/call.ts'
import { type Db, marks, read } from '../db.ts'
import type { Row, Staff } from './personal-rows.ts'

const AT_ONCE = 10

interface CallRow {
  readonly id: string
  readonly startedAt: string
  readonly endedAt: string | null
  readonly fromNumber: string | null
  readonly operatorId: string
}
interface EntryRow {
  readonly callId: string
  readonly at: string
  readonly kind: string
  readonly matter: number
  readonly step: string | null
  readonly outcome: string | null
  readonly byWhom: string
  readonly operatorId: string | null
  readonly facts: string
  readonly body: string | null
}

/** The calls of a person with all that was recorded in them; no more than ten calls are in memory at once. */
export async function* callRecords(
  db: Db,
  staff: Staff,
  customerIds: readonly string[],
): AsyncGenerator<Row> {
  const own = new Set(customerIds)
  let last = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const calls = await read<CallRow>(db, {
      sql: `select id, started_at as "startedAt", ended_at as "endedAt", from_number as "fromNumber",
              operator_id as "operatorId" from calls
            where customer_id in (${marks(customerIds)}) and id > ? order by id limit ${AT_ONCE}`,
      bindings: [...customerIds, last],
    })
    yield* await withEntries(db, staff, calls, own)
    last = calls.at(-1)?.id ?? last
    if (calls.length < AT_ONCE) return
  }
}

/** The calls of nobody who was known in these cases. */
export async function namelessCalls(
  db: Db,
  staff: Staff,
  caseIds: readonly string[],
): Promise<Row[]> {
  if (caseIds.length === 0) return []
  const calls = await read<CallRow>(db, {
    sql: `select id, started_at as "startedAt", ended_at as "endedAt", from_number as "fromNumber",
            operator_id as "operatorId" from calls where customer_id is null and id in (
              select call_id from matters where case_id in (${marks(caseIds)})) order by id`,
    bindings: caseIds,
  })
  return await withEntries(db, staff, calls, new Set())
}

async function withEntries(
  db: Db,
  staff: Staff,
  calls: readonly CallRow[],
  own: ReadonlySet<string>,
): Promise<Row[]> {
  if (calls.length === 0) return []
  const ids = calls.map(({ id }) => id)
  const entries = await read<EntryRow>(db, {
    sql: `select e.call_id as "callId", e.at, e.kind, e.matter, e.step, e.outcome, e.by_whom as "byWhom",
            e.operator_id as "operatorId", e.facts, c.body
          from call_entries e left join entry_contents c on c.entry_id = e.id
          where e.call_id in (${marks(ids)}) order by e.call_id, e.seq`,
    bindings: ids,
  })
  const notes = await read<{ callId: string; body: string; at: string; operatorId: string }>(db, {
    sql: `select call_id as "callId", body, updated_at as at, operator_id as "operatorId"
          from call_notes where call_id in (${marks(ids)}) order by call_id, matter`,
    bindings: ids,
  })
  return calls.map(({ id, operatorId, ...call }) => ({
    ...call,
    staff: staff.sign(operatorId),
    notes: notes
      .filter((each) => each.callId === id && each.body !== '')
      .map(({ at, body, operatorId: by }) => ({ at, staff: staff.sign(by), body })),
    entries: entries
      .filter((each) => each.callId === id)
      .flatMap((each) => entryRecord(each, staff, own)),
  }))
}

/** An entry about another customer is theirs. */
function entryRecord(entry: EntryRow, staff: Staff, own: ReadonlySet<string>): Row[] {
  const facts: EntryFacts = JSON.parse(entry.facts)
  const subject = facts.about?.customer ?? null
  if (subject !== null && !own.has(subject)) return []
  const content: EntryContent = entry.body === null ? {} : JSON.parse(entry.body)
  const { at, kind, matter, step, outcome, byWhom, operatorId } = entry
  const isAboutOwn = subject !== null
  return [
    {
      at,
      kind,
      matter,
      step,
      outcome,
      byWhom,
      staff: staff.sign(operatorId),
      ...(content.fields ? { fields: content.fields } : {}),
      ...(content.reason ? { reason: content.reason } : {}),
      ...(content.said ? { said: content.said } : {}),
      ...(content.values && isAboutOwn ? { readOut: content.values } : {}),
      // Before somebody is named a look may have seen several people.
      ...(content.seen && isAboutOwn
        ? { seen: content.seen.facts, values: content.seen.values }
        : {}),
    },
  ]
}
