import type { EntryContent, EntryFacts } from '../calls/call.ts'
import { type Db, marks, read } from '../db.ts'
import { listed, opened, type Row } from './personal-rows.ts'
import type { HeldTable } from './personal-tables.ts'
import type { Staff } from './staff.ts'

const AT_ONCE = 10

type CallRow = Row & {
  readonly callId: string
  readonly customerId: string | null
  readonly script: string
  readonly scriptVersion: number
  readonly versionId: string
}
type OfCall = Row & { readonly callId: string }
type EntryRow = Row & {
  readonly callId: string
  readonly facts: string
  readonly body: string | null
}

/**
 * The calls of a person with all that was recorded in them: those that were theirs, those that came to one of their
 * cases (or to one of nobody that was merged into them), and those in which they were found and somebody else turned out to call. No more than ten are in memory at once.
 */
export async function* callRecords(
  db: Db,
  staff: Staff,
  customerIds: readonly string[],
  namelessCases: readonly string[],
): AsyncGenerator<Row> {
  const of = `in (${marks(customerIds)})`
  const nameless = namelessCases.length === 0 ? 'null' : marks(namelessCases)
  let last = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const calls = await read<CallRow>(db, {
      sql: `select c.id as "callId", c.customer_id as "customerId", c.script_version_id as "versionId",
              v.script_id as script, v.version as "scriptVersion", ${listed('calls', 'c.')}
            from calls c join script_versions v on v.id = c.script_version_id
            where c.id > ? and c.id in (
              select id from calls where customer_id ${of}
              union select call_id from matters where case_id in (select id from cases where customer_id ${of})
              union select call_id from matters where case_id in (${nameless})
              union select call_id from audit_events where customer_id ${of} and call_id is not null)
            order by c.id limit ${AT_ONCE}`,
      bindings: [last, ...customerIds, ...customerIds, ...namelessCases, ...customerIds],
    })
    const held = await heldOn(
      db,
      calls.map(({ callId }) => callId),
    )
    for (const call of calls) {
      const record = wholeCall(held, staff, call, new Set(customerIds))
      if (record !== null) yield record
    }
    last = calls.at(-1)?.callId ?? last
    if (calls.length < AT_ONCE) return
  }
}

interface Held {
  readonly entries: readonly EntryRow[]
  readonly notes: readonly OfCall[]
  readonly actions: readonly OfCall[]
  readonly signals: readonly OfCall[]
  readonly prints: readonly OfCall[]
}

/** What hangs on some calls; what came to a case stands there. */
async function heldOn(db: Db, ids: readonly string[]): Promise<Held> {
  if (ids.length === 0) return { entries: [], notes: [], actions: [], signals: [], prints: [] }
  const of = (table: HeldTable, where = '') =>
    read<OfCall>(db, {
      sql: `select call_id as "callId", ${listed(table)} from ${table}
            where ${where} call_id in (${marks(ids)})`,
      bindings: ids,
    })
  const withoutCase = (table: HeldTable) => of(table, 'case_id is null and')
  return {
    entries: await read<EntryRow>(db, {
      sql: `select e.call_id as "callId", e.facts, c.body, ${listed('call_entries', 'e.')}
            from call_entries e left join entry_contents c on c.entry_id = e.id
            where e.call_id in (${marks(ids)}) order by e.call_id, e.seq`,
      bindings: ids,
    }),
    notes: await of('call_notes'),
    actions: await withoutCase('card_actions'),
    signals: await withoutCase('trouble_signals'),
    prints: await withoutCase('prints'),
  }
}

function wholeCall(
  held: Held,
  staff: Staff,
  { callId, customerId, versionId: _, ...call }: CallRow,
  own: ReadonlySet<string>,
): Row | null {
  // In a call of somebody else only what is said to be about this person is theirs.
  const isOther = customerId !== null && !own.has(customerId)
  const given = held.entries
    .filter((each) => each.callId === callId)
    .flatMap((each) => entryRecord(each, staff, own, isOther))
  if (isOther && given.length === 0) return null
  if (isOther) return { startedAt: call.startedAt, staff: staff.sign(call.staff), entries: given }
  const of = (rows: readonly OfCall[]) =>
    rows
      .filter((each) => each.callId === callId)
      .map(({ callId: _id, ...row }) => staff.name(opened(row)))
  return {
    ...staff.name(call),
    notes: of(held.notes).filter(({ body }) => body !== ''),
    entries: given,
    actions: of(held.actions),
    signals: of(held.signals),
    prints: of(held.prints),
  }
}

/** An entry about another customer is theirs. */
function entryRecord(
  { callId: _, facts: text, body, ...entry }: EntryRow,
  staff: Staff,
  own: ReadonlySet<string>,
  isOther: boolean,
): Row[] {
  const facts: EntryFacts = JSON.parse(text)
  const subject = facts.about?.customer ?? null
  if (subject === null ? isOther : !own.has(subject)) return []
  const content: EntryContent = body === null ? {} : JSON.parse(body)
  const { fields, reason, said, values, seen } = content
  const isAboutOwn = subject !== null
  const found = seen?.gives.customer
  return [
    {
      ...staff.name(entry),
      ...(fields ? { fields } : {}),
      ...(reason ? { reason } : {}),
      ...(said ? { said } : {}),
      ...(values && isAboutOwn ? { readOut: values } : {}),
      // Before somebody is named a look may have seen several people.
      ...(seen && isAboutOwn ? { seen: seen.facts, values: seen.values } : {}),
      ...(found && isAboutOwn ? { registered: found } : {}),
    },
  ]
}
