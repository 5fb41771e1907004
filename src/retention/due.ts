import { familiesOf } from '../cases/families.ts'
import { peopleBehind } from '../customers/one-person.ts'
import { type Db, marks, read } from '../db.ts'
import { obstaclesOfCases, obstaclesOfCustomers } from './obstacles.ts'
import type { Cutoffs } from './time-limits.ts'

/** What may keep something that is old enough. */
export type HeldBack = 'legal_hold' | 'open'

/** Something whose time is over: what goes with it, and what keeps it. */
export interface Due {
  readonly id: string
  /** From when its time is reckoned. */
  readonly at: string
  readonly ids: readonly string[]
  readonly heldBack: HeldBack | null
}
/** Where a walk through what is due stands. */
export interface Place {
  readonly at: string
  readonly id: string
}
export const START: Place = { at: '', id: '00000000-0000-0000-0000-000000000000' }
/** What was read, and where it goes on: null at the end. */
export interface Page {
  readonly due: readonly Due[]
  readonly next: Place | null
}
const AT_ONCE = 50

/** Rows that are old, of which not all need be due. */
async function old(db: Db, sql: string, before: string, behind: Place): Promise<Place[]> {
  return await read<Place>(db, {
    sql: `${sql} limit ${AT_ONCE}`,
    bindings: [before, behind.at, behind.id],
  })
}
const nextOf = (rows: readonly Place[]): Place | null =>
  rows.length < AT_ONCE ? null : (rows.at(-1) ?? null)

const CASES = `select id, closed_at as at from cases
  where erased_at is null and status = 'closed' and merged_into is null
    and closed_at < ? and (closed_at, id) > (?, ?) order by closed_at, id`
const CALLS = `select id, ended_at as at from calls
  where erased_at is null and state = 'ended' and ended_at < ? and (ended_at, id) > (?, ?)
    and not exists (select 1 from matters where call_id = calls.id and case_id is not null)
  order by ended_at, id`
const CUSTOMERS = `select id, updated_at as at from customers
  where erased_at is null and updated_at < ? and (updated_at, id) > (?, ?) order by updated_at, id`

/** Closed cases whose time is over, each with those that were merged into it. */
export async function dueCases(db: Db, cutoffs: Cutoffs, behind: Place): Promise<Page> {
  const rows = await old(db, CASES, cutoffs.cases, behind)
  return { due: await ofCases(db, cutoffs, rows), next: nextOf(rows) }
}

/** What of these cases is due; asked again when they are locked. */
export async function ofCases(db: Db, cutoffs: Cutoffs, rows: readonly Place[]): Promise<Due[]> {
  if (rows.length === 0) return []
  const families = await familiesOf(
    db,
    rows.map(({ id }) => id),
  )
  const all = [...families.values()].flat()
  const claims = await claimsIn(db, all)
  const held = await heldByPerson(db, all)
  const open = await obstaclesOfCases(db, all)
  return rows.flatMap(({ id, at }) => {
    const ids = families.get(id) ?? [id]
    if (ids.some((each) => claims.has(each)) && at >= cutoffs.claims) return []
    const kinds = open.filter((each) => ids.includes(each.id)).map(({ kind }) => kind)
    const isHeld = kinds.includes('legal_hold') || ids.some((each) => held.has(each))
    return [{ id, at, ids, heldBack: isHeld ? 'legal_hold' : kinds.length > 0 ? 'open' : null }]
  })
}

async function claimsIn(db: Db, caseIds: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await read<{ id: string }>(db, {
    sql: `select case_id as id from card_actions where case_id in (${marks(caseIds)})
          and action = 'open_claim' and state <> 'refused'`,
    bindings: caseIds,
  })
  return new Set(rows.map(({ id }) => id))
}

/** The cases among these whose customer, by any record, is under a hold. */
async function heldByPerson(db: Db, caseIds: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await read<{ id: string; customer: string }>(db, {
    sql: `select id, customer_id as customer from cases
          where id in (${marks(caseIds)}) and customer_id is not null`,
    bindings: caseIds,
  })
  const held = await heldPeople(
    db,
    rows.map(({ customer }) => customer),
  )
  return new Set(rows.filter(({ customer }) => held.has(customer)).map(({ id }) => id))
}
async function heldPeople(db: Db, customerIds: readonly string[]): Promise<ReadonlySet<string>> {
  const people = await peopleBehind(db, customerIds)
  const found = await obstaclesOfCustomers(db, [...new Set([...people.values()].flat())])
  const held = new Set(found.filter(({ kind }) => kind === 'legal_hold').map(({ id }) => id))
  return new Set(
    [...people].filter(([, family]) => family.some((id) => held.has(id))).map(([id]) => id),
  )
}

/** Calls that came to no case. */
export async function dueCalls(db: Db, { cases }: Cutoffs, behind: Place): Promise<Page> {
  const rows = await old(db, CALLS, cases, behind)
  return { due: await ofCalls(db, rows), next: nextOf(rows) }
}
export async function ofCalls(db: Db, rows: readonly Place[]): Promise<Due[]> {
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const whose = await read<{ id: string; customer: string }>(db, {
    sql: `select id, customer_id as customer from calls
          where id in (${marks(ids)}) and customer_id is not null`,
    bindings: ids,
  })
  const held = await heldPeople(
    db,
    whose.map(({ customer }) => customer),
  )
  const customerOf = new Map(whose.map(({ id, customer }) => [id, customer]))
  return rows.map(({ id, at }) => ({
    id,
    at,
    ids: [id],
    heldBack: held.has(customerOf.get(id) ?? '') ? 'legal_hold' : null,
  }))
}

/** Customers of whom nothing younger is left than what goes; one for all records of a person. */
export async function dueCustomers(db: Db, cutoffs: Cutoffs, behind: Place): Promise<Page> {
  const rows = await old(db, CUSTOMERS, cutoffs.cases, behind)
  const people = await peopleBehind(
    db,
    rows.map(({ id }) => id),
  )
  const heads = rows.filter(({ id }) => (people.get(id)?.[0] ?? id) === id)
  const due: Due[] = []
  for (const { id, at } of heads)
    due.push(...(await ofPerson(db, cutoffs, { id, at }, people.get(id) ?? [id])))
  return { due, next: nextOf(rows) }
}

/** Whether a person goes whole: every case, call and record of theirs is gone or goes. */
export async function ofPerson(
  db: Db,
  cutoffs: Cutoffs,
  { id, at }: Place,
  ids: readonly string[],
): Promise<Due[]> {
  if (!(await areOld(db, cutoffs, ids))) return []
  const cases = await read<Place & { status: string }>(db, {
    sql: `select id, coalesce(closed_at, '9') as at, status from cases
          where customer_id in (${marks(ids)}) and erased_at is null and merged_into is null`,
    bindings: ids,
  })
  const open = cases.filter(({ status }) => status !== 'closed')
  const closed = cases.filter(({ status }) => status === 'closed')
  const young = closed.filter((each) => each.at >= cutoffs.cases)
  const due = await ofCases(
    db,
    cutoffs,
    closed.filter((each) => each.at < cutoffs.cases),
  )
  if (young.length > 0 || due.length < closed.length - young.length) return []
  const own = (await obstaclesOfCustomers(db, ids)).map(({ kind }) => kind)
  const isHeld = own.includes('legal_hold') || due.some((each) => each.heldBack === 'legal_hold')
  const isOpen = open.length > 0 || own.length > 0 || due.some((each) => each.heldBack === 'open')
  return [{ id, at, ids, heldBack: isHeld ? 'legal_hold' : isOpen ? 'open' : null }]
}

/** No record was told of since, no call came since, and no flag holds still. */
async function areOld(db: Db, { cases }: Cutoffs, ids: readonly string[]): Promise<boolean> {
  const within = `in (${marks(ids)})`
  const rows = await read<{ id: string }>(db, {
    sql: `select id from customers where id ${within} and updated_at >= ?
          union all select customer_id from calls where customer_id ${within} and started_at >= ?
          union all select customer_id from customer_flags
            where customer_id ${within} and removed_at is null and expires_at >= ?`,
    bindings: [...ids, cases, ...ids, cases, ...ids, cases],
  })
  return rows.length === 0
}
