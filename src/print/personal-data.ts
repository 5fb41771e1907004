import { notesOfCases } from '../cases/notes.ts'
import type { Customer } from '../customers/customer.ts'
import { recordsOf } from '../customers/one-person.ts'
import { type Db, marks, read } from '../db.ts'
import { callRecords, namelessCalls } from './personal-calls.ts'
import {
  ACTION,
  APPROVAL,
  CASE,
  CASE_MERGE,
  CUSTOMER,
  EVENT,
  EXPORT,
  FLAG,
  HANDOVER,
  LINK,
  MANUAL_STOP,
  PHONE,
  PREFERENCES,
  PROMISE,
  RECORD_MERGE,
  SIGNAL,
  TASK,
} from './personal-columns.ts'
import { customerCardRows, type Row, rowsBehind, rowsOf, Staff } from './personal-rows.ts'

/** What is given out, in this order; `cases`, `calls` and `events` are long and come record by record. */
export const SECTIONS = [
  'customer',
  'phones',
  'cards',
  'flags',
  'preferences',
  'exports',
  'cases',
  'calls',
  'events',
] as const
export type Section = (typeof SECTIONS)[number]

/** One thing that is held, in the words of the schema. */
export interface PersonalRecord {
  readonly section: Section
  readonly record: Row
}

/**
 * Everything that is held on one person, record by record, so that a long history is never in memory at once.
 *
 * Schema `annai.personal-data/1`, instants in UTC, empty values as null:
 * - `customer`: customerRef, memberNo, nameKanji, nameKana, birthDate, flags (as the card system tells them), createdAt, updatedAt
 * - `phones`: number, kind, primary · `cards`: label, network, last4 (no more of a number is held)
 * - `flags`, `preferences` (every version), `exports` (each time this was given out)
 * - `cases`: number, status, reason, cause, disposition, card, summary texts, times, and of each case its `notes`,
 *   `promises`, `actions` (with what was sent to the card system), `approvals`, `tasks`, `manualStops`, `signals`,
 *   `handovers`, `merges`, `links`, `events`
 * - `calls`: startedAt, endedAt, fromNumber, staff, `notes` and `entries`: what was asked, answered, typed, seen and done
 * - `events`: what was read and done about the person outside of a case: at, staff, name
 *
 * Nobody else is in it: those who worked for the person are `staff-1 (role)` and so on, for their names are not the
 * person's data; an entry about another customer, who was found first and corrected, is left out, and so are look-ups by
 * name, whose results may be others. Ids, sessions, keys and hashes of the program are no data on the person. What an
 * operator wrote in free text is given as it was written.
 */
export async function* personalData(db: Db, customer: Customer): AsyncGenerator<PersonalRecord> {
  const ids = await recordsOf(db, customer.id)
  const staff = await Staff.read(db)
  const short = async (section: Section, rows: Promise<readonly Row[]>) =>
    (await rows).map((row) => ({ section, record: row }))
  yield* await short('customer', customerRows(db, staff, ids))
  yield* await short('phones', rowsOf(db, 'customer_phones', 'customer_id', ids, PHONE))
  yield* await short('cards', customerCardRows(db, ids))
  yield* await short('flags', staff.named(rowsOf(db, 'customer_flags', 'customer_id', ids, FLAG)))
  yield* await short(
    'preferences',
    staff.named(rowsOf(db, 'customer_preferences', 'customer_id', ids, PREFERENCES)),
  )
  yield* await short(
    'exports',
    staff.named(rowsOf(db, 'privacy_exports', 'customer_id', ids, EXPORT)),
  )
  for await (const row of rowsBehind(db, 'cases', ids, { ...CASE, id: 'id' }))
    yield { section: 'cases', record: await wholeCase(db, staff, row) }
  // Of nobody who was known, until they were merged into a case of this person.
  const nameless = await namelessIn(db, ids)
  for (const row of await rowsOf(db, 'cases', 'id', nameless, { ...CASE, id: 'id' }))
    yield { section: 'cases', record: await wholeCase(db, staff, row) }
  for await (const row of callRecords(db, staff, ids)) yield { section: 'calls', record: row }
  for (const row of await namelessCalls(db, staff, nameless))
    yield { section: 'calls', record: row }
  for await (const row of rowsBehind(db, 'audit_events', ids, { ...EVENT, caseId: 'case_id' }))
    if (row.caseId === null) {
      const { caseId: _, ...event } = staff.name(row)
      yield { section: 'events', record: event }
    }
}

async function customerRows(db: Db, staff: Staff, ids: readonly string[]): Promise<Row[]> {
  const rows = await rowsOf(db, 'customers', 'id', ids, { ...CUSTOMER, id: 'id' })
  return Promise.all(
    rows.map(async ({ id, ...row }) => ({
      ...row,
      merges: await staff.named(
        rowsOf(db, 'customer_merges', 'from_customer', [String(id)], RECORD_MERGE),
      ),
    })),
  )
}

/** The cases without a customer that go on in a case of these customers. */
async function namelessIn(db: Db, customerIds: readonly string[]): Promise<readonly string[]> {
  const rows = await read<{ id: string }>(db, {
    sql: `with recursive below(id, customer_id) as (
            select merged.id, merged.customer_id from cases whose
            join cases merged on merged.merged_into = whose.id
            where whose.customer_id in (${marks(customerIds)})
            union select merged.id, merged.customer_id from below
            join cases merged on merged.merged_into = below.id
          ) select id from below where customer_id is null order by id`,
    bindings: customerIds,
  })
  return rows.map(({ id }) => id)
}

async function wholeCase(db: Db, staff: Staff, { id, ...row }: Row): Promise<Row> {
  const of = (table: string, columns: Readonly<Record<string, string>>) =>
    staff.named(rowsOf(db, table, 'case_id', [String(id)], columns))
  return {
    ...staff.name(row),
    notes: (await notesOfCases(db, [String(id)])).map(({ createdAt, operatorId, body }) => ({
      at: createdAt,
      staff: staff.sign(operatorId),
      body,
    })),
    promises: await of('commitments', PROMISE),
    actions: await of('card_actions', ACTION),
    approvals: await of('approvals', APPROVAL),
    tasks: await of('tasks', TASK),
    manualStops: await of('manual_stops', MANUAL_STOP),
    signals: await of('trouble_signals', SIGNAL),
    handovers: await of('case_handovers', HANDOVER),
    merges: await staff.named(rowsOf(db, 'case_merges', 'from_case', [String(id)], CASE_MERGE)),
    links: [
      ...(await staff.named(rowsOf(db, 'case_links', 'one_case', [String(id)], LINK))),
      ...(await staff.named(rowsOf(db, 'case_links', 'other_case', [String(id)], LINK))),
    ],
    events: await of('audit_events', EVENT),
  }
}
