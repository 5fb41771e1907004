import type { Customer } from '../customers/customer.ts'
import { recordsOf } from '../customers/one-person.ts'
import type { Db } from '../db.ts'
import { callRecords } from './personal-calls.ts'
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
 *   `promises`, `actions` (with what was sent to the card system), `approvals`, `tasks`, `manualStops`, `signals`, `events`
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
  yield* await short('customer', rowsOf(db, 'customers', 'id', ids, CUSTOMER))
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
  for await (const row of callRecords(db, staff, ids)) yield { section: 'calls', record: row }
  for await (const row of rowsBehind(db, 'audit_events', ids, { ...EVENT, caseId: 'case_id' }))
    if (row.caseId === null) {
      const { caseId: _, ...event } = staff.name(row)
      yield { section: 'events', record: event }
    }
}

async function wholeCase(db: Db, staff: Staff, { id, ...row }: Row): Promise<Row> {
  const of = (table: string, columns: Readonly<Record<string, string>>) =>
    staff.named(rowsOf(db, table, 'case_id', [String(id)], columns))
  return {
    ...staff.name(row),
    notes: await of('case_notes', NOTE),
    promises: await of('commitments', PROMISE),
    actions: await of('card_actions', ACTION),
    approvals: await of('approvals', APPROVAL),
    tasks: await of('tasks', TASK),
    manualStops: await of('manual_stops', MANUAL_STOP),
    signals: await of('trouble_signals', SIGNAL),
    events: await of('audit_events', EVENT),
  }
}

const CUSTOMER = {
  customerRef: 'customer_ref',
  memberNo: 'member_no',
  nameKanji: 'name_kanji',
  nameKana: 'name_kana',
  birthDate: 'birth_date',
  flags: 'flags',
  createdAt: 'created_at',
  updatedAt: 'updated_at',
}
const PHONE = { number: 'number', kind: 'kind', primary: 'is_primary' }
const FLAG = {
  kind: 'kind',
  reason: 'reason',
  setAt: 'set_at',
  staffSetBy: 'set_by',
  expiresAt: 'expires_at',
  removedAt: 'removed_at',
  staffRemovedBy: 'removed_by',
  removalReason: 'removal_reason',
}
const PREFERENCES = {
  version: 'version',
  language: 'language',
  relayService: 'relay_service',
  staffPreferred: 'preferred_operator_id',
  bestTime: 'best_time',
  staffChangedBy: 'changed_by',
  changedAt: 'changed_at',
}
const EXPORT = {
  purpose: 'purpose',
  reference: 'reference',
  staffRequestedBy: 'requested_by',
  requestedAt: 'requested_at',
}
const CASE = {
  number: 'number',
  status: 'status',
  reason: 'reason',
  cause: 'cause',
  disposition: 'disposition',
  cardLabel: 'card_label',
  cardLast4: 'card_last4',
  wanted: 'wanted',
  nextSteps: 'next_steps',
  staffOwner: 'owner_id',
  openedAt: 'opened_at',
  staffOpenedBy: 'opened_by',
  closedAt: 'closed_at',
  staffClosedBy: 'closed_by',
}
const NOTE = { at: 'created_at', staff: 'operator_id', body: 'body' }
const PROMISE = {
  kind: 'kind',
  wording: 'wording',
  madeAt: 'made_at',
  staffMadeBy: 'made_by',
  dueAt: 'due_at',
  state: 'state',
  endedAt: 'ended_at',
  staffEndedBy: 'ended_by',
  endReason: 'end_reason',
}
const ACTION = {
  action: 'action',
  sent: 'input',
  state: 'state',
  outcome: 'outcome',
  receipt: 'receipt',
  result: 'result',
  confirmedAt: 'confirmed_at',
  staffConfirmedBy: 'confirmed_by',
  endedAt: 'ended_at',
}
const APPROVAL = {
  kind: 'kind',
  state: 'state',
  requestedAt: 'requested_at',
  staffRequestedBy: 'requested_by',
  decidedAt: 'decided_at',
  staffDecidedBy: 'decided_by',
  reason: 'reason',
}
const TASK = {
  kind: 'kind',
  detail: 'detail',
  state: 'state',
  raisedAt: 'raised_at',
  dueAt: 'due_at',
  endedAt: 'ended_at',
  endReason: 'end_reason',
}
const MANUAL_STOP = {
  last4Told: 'told_last4',
  state: 'state',
  recordedAt: 'recorded_at',
  checkedAt: 'checked_at',
  receipt: 'stop_ref',
  endReason: 'end_reason',
}
const SIGNAL = { kind: 'kind', value: 'shown_value', at: 'at' }
const EVENT = { at: 'at', name: 'name', staff: 'operator_id' }
