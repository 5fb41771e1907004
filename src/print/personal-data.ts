import type { Customer } from '../customers/customer.ts'
import { recordsOf } from '../customers/one-person.ts'
import { type Db, marks, read } from '../db.ts'
import { callRecords } from './personal-calls.ts'
import { wholeCase } from './personal-cases.ts'
import { type Row, rowsBehind, rowsOf } from './personal-rows.ts'
import { Staff } from './staff.ts'

/** What is given out, in this order; `cases`, `calls` and `events` are long and come record by record. */
export const SECTIONS = [
  'customer',
  'phones',
  'cards',
  'flags',
  'preferences',
  'merges',
  'exports',
  'prints',
  'sightings',
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
 * Everything that is held on one person, record by record, so that a long history is never in memory at once; where
 * several records are that person, of all of them.
 *
 * Schema `annai.personal-data/1`, instants in UTC, empty values as null; which columns are in it: `GIVEN_OUT`.
 * - `customer`, `phones`, `cards` (label, network and last 4 digits: no more of a number is held)
 * - `flags`, `preferences` (every version), `merges` (that records are one person), `exports` and `prints` (each time
 *   this was given out)
 * - `sightings`: where new cards and holds were when the card system was last asked
 * - `cases`, of each its `tags`, `notes`, `drafts`, `promises`, `actions` (with what was sent to the card system),
 *   `attempts`, `approvals`, `tasks`, `manualStops`, `signals`, `handovers`, `merges`, `links`, `prints`, `events`
 * - `calls`, of each its `notes`, `entries` (what was asked, answered, typed, seen and done), and what came to no case
 * - `events`: what was read and done about the person outside of these cases: at, staff, name
 *
 * Nobody else is in it: those who worked for the person are `staff-1 (role)` and so on, for their names are not the
 * person's data; an entry about another customer, who was found first and corrected, is left out, and so are look-ups by
 * name, whose results may be others. Ids, sessions, keys and hashes of the program are no data on the person. What an
 * operator wrote in free text is given as it was written.
 */
export async function* personalData(db: Db, customer: Customer): AsyncGenerator<PersonalRecord> {
  const ids = await recordsOf(db, customer.id)
  const staff = await Staff.read(db)
  for (const [section, table, columns] of SHORT)
    for (const record of await rowsOf(db, staff, table, columns, ids)) yield { section, record }
  const refs = await refsOf(db, ids)
  for (const record of await rowsOf(db, staff, 'card_sightings', SEEN, refs))
    yield { section: 'sightings', record }
  const cases = new Set<string>()
  for await (const { id, row } of rowsBehind(db, 'cases', ids)) {
    cases.add(id)
    yield { section: 'cases', record: await wholeCase(db, staff, id, staff.name(row)) }
  }
  const nameless = await namelessIn(db, ids)
  for (const id of nameless)
    for (const row of await rowsOf(db, staff, 'cases', 'id', [id]))
      yield { section: 'cases', record: await wholeCase(db, staff, id, row) }
  for await (const record of callRecords(db, staff, ids, nameless))
    yield { section: 'calls', record }
  for await (const { caseId, row } of rowsBehind(db, 'audit_events', ids))
    if (caseId === null || !cases.has(caseId)) yield { section: 'events', record: staff.name(row) }
}

const SEEN = `kind in ('shipment', 'holds') and ref`
const SHORT = [
  ['customer', 'customers', 'id'],
  ['phones', 'customer_phones', 'customer_id'],
  ['cards', 'customer_cards', 'customer_id'],
  ['flags', 'customer_flags', 'customer_id'],
  ['preferences', 'customer_preferences', 'customer_id'],
  ['merges', 'customer_merges', ['from_customer', 'into_customer']],
  ['exports', 'privacy_exports', 'customer_id'],
  // Those of its cases stand there.
  ['prints', 'prints', 'case_id is null and call_id is null and customer_id'],
] as const

/** Cases of nobody who was known, until they were merged into one of these people. */
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

/** By what the card system's orders and cards of the person are called. */
async function refsOf(db: Db, ids: readonly string[]): Promise<string[]> {
  const own = `case_id in (select id from cases where customer_id in (${marks(ids)}))`
  const rows = await read<{ ref: string | null }>(db, {
    sql: `select card_ref as ref from customer_cards where customer_id in (${marks(ids)})
          union select receipt from card_actions where ${own}
          union select subject_ref from commitments where ${own}`,
    bindings: [...ids, ...ids, ...ids],
  })
  return rows.flatMap(({ ref }) => ref ?? [])
}
