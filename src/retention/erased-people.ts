import { recordEvents } from '../audit/events.ts'
import { lockCases } from '../cases/cases.ts'
import { familiesOf } from '../cases/families.ts'
import { lockPeople, recordsOf } from '../customers/one-person.ts'
import { type Db, marks, read } from '../db.ts'
import { indexCustomer } from '../search/index.ts'
import { type Eraser, eraseCalls, eraseCases, markCalls } from './erased-cases.ts'
import { eraseRows } from './erasing-rows.ts'
import { OF_CUSTOMERS, OF_ENTRIES, OF_REFS } from './fate.ts'
import { type Needles, needlesOf } from './needles.ts'

/** A person as far as erasing goes: all records that are this person, and all cases that are theirs. */
export interface Person {
  readonly customerIds: readonly string[]
  readonly caseIds: readonly string[]
}

/** All that is one person, taken so that nobody writes to it until the transaction ends. */
export async function lockPerson(trx: Db, customerId: string): Promise<Person> {
  const before = await personOf(trx, customerId)
  await lockCases(trx, before.caseIds)
  await lockPeople(trx, before.customerIds)
  return await personOf(trx, customerId)
}
export async function personOf(db: Db, customerId: string): Promise<Person> {
  const customerIds = await recordsOf(db, customerId)
  const own: string[] = await db('cases').whereIn('customer_id', customerIds).pluck('id')
  const families = await familiesOf(db, own)
  return { customerIds, caseIds: [...new Set([...families.values()].flat())].sort() }
}

/**
 * Erases a person: who they were, and what was said and done in all of their cases and calls. The record that stays is
 * nobody's; the card system's name for it goes as well, so that the person begins anew should they ever call again.
 */
export async function erasePerson(
  trx: Db,
  { customerIds, caseIds }: Person,
  eraser: Eraser,
): Promise<void> {
  const needles = await needlesOf(trx, customerIds)
  const refs: string[] = await trx('customer_cards')
    .whereIn('customer_id', customerIds)
    .pluck('card_ref')
  const whole = await callsOf(trx, customerIds, needles.phones)
  const others = await notYourCalls(trx, customerIds, whole)
  const fresh: string[] = await trx('cases')
    .whereIn('id', caseIds)
    .whereNull('erased_at')
    .orderBy('id')
    .pluck('id')
  await eraseCases(trx, fresh, eraser)
  await eraseCalls(trx, whole, eraser.at)
  await eraseAmongOthers(trx, others, customerIds, needles, eraser.at)
  await eraseViews(trx, needles)
  await trx('customers')
    .whereIn('id', customerIds)
    .update({ erased_at: eraser.at.toISOString(), customer_ref: trx.raw("'erased:' || id") })
  await eraseRows(trx, OF_CUSTOMERS, customerIds)
  await eraseRows(trx, OF_REFS, refs)
  for (const id of customerIds) await indexCustomer(trx, id)
  await recordEvents(
    trx,
    customerIds.map((customerId) => ({
      name: 'customer_erased',
      ...eraser,
      customerId,
      detail: { ...eraser.by, cases: fresh.length },
    })),
  )
}

/** Calls that were theirs, and those that came from one of their numbers before anybody was found. */
async function callsOf(
  db: Db,
  customerIds: readonly string[],
  phones: readonly string[],
): Promise<string[]> {
  const nobodys = db('calls').whereNull('customer_id').whereIn('from_number', phones)
  const unnamed = nobodys.where({ state: 'ended' }).select('id')
  const rows: { id: string }[] = await db('calls')
    .whereIn('customer_id', customerIds)
    .select('id')
    .union(unnamed)
  return rows.map(({ id }) => id)
}

/** Calls of others in which they were found first. */
async function notYourCalls(
  db: Db,
  customerIds: readonly string[],
  own: readonly string[],
): Promise<string[]> {
  const rows = await read<{ call_id: string }>(db, {
    sql: `select call_id from audit_events
          where customer_id in (${marks(customerIds)}) and call_id is not null
          union select call_id from verification_tries where customer_id in (${marks(customerIds)})`,
    bindings: [...customerIds, ...customerIds],
  })
  const known = new Set(own)
  return rows.map(({ call_id }) => call_id).filter((id) => !known.has(id))
}

interface Content {
  readonly id: string
  readonly facts: string
  readonly body: string
}
/** Of a call of somebody else only what is about this person goes. */
async function eraseAmongOthers(
  trx: Db,
  callIds: readonly string[],
  customerIds: readonly string[],
  needles: Needles,
  at: Date,
): Promise<void> {
  for (const callId of callIds) {
    const contents: Content[] = await trx('call_entries')
      .join('entry_contents', 'entry_contents.entry_id', 'call_entries.id')
      .where({ call_id: callId })
      .select('call_entries.id', 'facts', 'body')
    const theirs = contents.filter(
      ({ facts, body }) => [...customerIds].some((id) => facts.includes(id)) || needles.isIn(body),
    )
    if (theirs.length === 0) continue
    await eraseRows(
      trx,
      OF_ENTRIES,
      theirs.map(({ id }) => id),
    )
    await markCalls(trx, [callId], at)
  }
}

/** Lists that somebody keeps which look for this person, or are called after them. */
async function eraseViews(trx: Db, { isIn }: Needles): Promise<void> {
  const views: { id: string; name: string; query: string }[] = await trx('case_views').select(
    'id',
    'name',
    'query',
  )
  for (const { id, name, query } of views) {
    const asked = [...new URLSearchParams(query).values()]
    if (asked.some(isIn)) await trx('case_views').where({ id }).update({ query: '' })
    if (isIn(name)) await trx('case_views').where({ id }).update({ name: NAMELESS })
  }
}
const NAMELESS = '—'
