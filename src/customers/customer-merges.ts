import { validate as isUuid, v7 as uuid } from 'uuid'
import { type EventName, recordEvent } from '../audit/events.ts'
import { type Db, marks, read } from '../db.ts'
import { isSamePerson, lockPeople, recordsOf } from './one-person.ts'

/** That two records of the card system are one person: one asks, another one decides, and it can be taken back. */
export interface CustomerMerge {
  readonly id: string
  readonly fromCustomer: string
  readonly intoCustomer: string
  readonly state: 'waiting' | 'approved' | 'rejected' | 'undone'
  readonly reason: string
  readonly requestedAt: string
  readonly requestedBy: string
  readonly decidedAt: string | null
  readonly decidedBy: string | null
  readonly decisionReason: string | null
  readonly undoneBy: string | null
}
interface Row {
  readonly id: string
  readonly from_customer: string
  readonly into_customer: string
  readonly state: CustomerMerge['state']
  readonly reason: string
  readonly requested_at: string
  readonly requested_by: string
  readonly decided_at: string | null
  readonly decided_by: string | null
  readonly decision_reason: string | null
  readonly undone_by: string | null
}
const toMerge = (row: Row): CustomerMerge => ({
  id: row.id,
  fromCustomer: row.from_customer,
  intoCustomer: row.into_customer,
  state: row.state,
  reason: row.reason,
  requestedAt: row.requested_at,
  requestedBy: row.requested_by,
  decidedAt: row.decided_at,
  decidedBy: row.decided_by,
  decisionReason: row.decision_reason,
  undoneBy: row.undone_by,
})

interface By {
  readonly operatorId: string
  readonly at: Date
}

/** Asks for two records to be one person; false when that is asked for already, or so. */
export async function requestMerge(
  trx: Db,
  { from, into, reason }: { readonly from: string; readonly into: string; readonly reason: string },
  by: By,
): Promise<boolean> {
  if (await isSamePerson(trx, from, into)) return false
  const id = uuid()
  const inserted = await trx('customer_merges')
    .insert({
      id,
      from_customer: from,
      into_customer: into,
      once_key: [from, into].sort().join(':'),
      state: 'waiting',
      reason,
      requested_at: by.at.toISOString(),
      requested_by: by.operatorId,
    })
    .onConflict('once_key')
    .ignore()
    .returning('id')
  if (inserted.length > 0) await recordOfBoth(trx, 'customer_merge_requested', from, into, by, id)
  return inserted.length > 0
}

export const stateOf = ({ approved }: { readonly approved: boolean }) =>
  approved ? ('approved' as const) : ('rejected' as const)

export type MergeDecision = 'decided' | 'own_request' | 'already_decided' | 'already_one'

/** Decides; never who asked (four eyes), and never twice. What was approved is so from now on: nothing is moved. */
export async function decideMerge(
  trx: Db,
  merge: CustomerMerge,
  decision: { readonly approved: boolean; readonly reason: string },
  by: By,
): Promise<MergeDecision> {
  const { id, fromCustomer: from, intoCustomer: into } = merge
  if (merge.requestedBy === by.operatorId) return 'own_request'
  await lockPeople(trx, [from, into])
  if (decision.approved && !(await mayBeOne(trx, from, into))) return 'already_one'
  const state = stateOf(decision)
  const changed = await trx('customer_merges')
    .where({ id, state: 'waiting' })
    .update({
      state,
      decided_at: by.at.toISOString(),
      decided_by: by.operatorId,
      decision_reason: decision.reason,
      ...(decision.approved ? {} : { once_key: null }),
    })
  if (changed === 0) return 'already_decided'
  if (decision.approved) await trx('customers').where({ id: from }).update({ merged_into: into })
  await recordOfBoth(trx, `customer_merge_${state}`, from, into, by, id)
  return 'decided'
}

/** One of the two may have been merged since: into a third, or the other way round. */
async function mayBeOne(trx: Db, from: string, into: string): Promise<boolean> {
  const row = await trx('customers').where({ id: from }).first('merged_into')
  return row?.merged_into === null && !(await isSamePerson(trx, from, into))
}

/** The numbers of the cases of one of two people that go on in a case of the other one. */
export type SharedCases = (
  db: Db,
  one: readonly string[],
  other: readonly string[],
) => Promise<readonly string[]>

/** Why a merge was not taken back: cases of the two are one as well, and would tell each of the other. */
export type Undoing =
  | { readonly kind: 'undone' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'shared'; readonly numbers: readonly string[] }

/** They are two after all. What was made one because of it has to be taken apart before. */
export async function undoCustomerMerge(
  trx: Db,
  { id, fromCustomer, intoCustomer }: CustomerMerge,
  reason: string,
  by: By,
  sharedCases: SharedCases,
): Promise<Undoing> {
  await lockPeople(trx, [fromCustomer, intoCustomer])
  const all = await recordsOf(trx, intoCustomer)
  const theirs = await recordsBelow(trx, fromCustomer)
  const others = all.filter((each) => !theirs.includes(each))
  const numbers = await sharedCases(trx, theirs, others)
  if (numbers.length > 0) return { kind: 'shared', numbers }
  const undone = await trx('customer_merges').where({ id, state: 'approved' }).update({
    state: 'undone',
    once_key: null,
    undone_at: by.at.toISOString(),
    undone_by: by.operatorId,
    undo_reason: reason,
  })
  if (undone === 0) return { kind: 'gone' }
  await trx('customers').where({ id: fromCustomer }).update({ merged_into: null })
  await recordOfBoth(trx, 'customer_merge_undone', fromCustomer, intoCustomer, by, id)
  return { kind: 'undone' }
}

/** A record, and those that lead to it: they go with it when it stands for itself again. */
async function recordsBelow(db: Db, customerId: string): Promise<readonly string[]> {
  const rows = await read<{ id: string }>(db, {
    sql: `with recursive below(id) as (
            select id from customers where id = ?
            union select next.id from below join customers next on next.merged_into = below.id
          ) select id from below`,
    bindings: [customerId],
  })
  return rows.map(({ id }) => id)
}

async function recordOfBoth(
  trx: Db,
  name: EventName,
  from: string,
  into: string,
  { operatorId, at }: By,
  id: string,
): Promise<void> {
  const detail = { id, from, into }
  for (const customerId of [from, into])
    await recordEvent(trx, { name, at, operatorId, customerId, detail })
}

export async function findCustomerMerge(db: Db, id: string): Promise<CustomerMerge | null> {
  if (!isUuid(id)) return null
  const row = await db<Row>('customer_merges').where({ id: id.toLowerCase() }).first()
  return row ? toMerge(row) : null
}

/** The requests and merges of these records that wait or stand, the oldest first. */
export async function mergesOfCustomers(db: Db, ids: readonly string[]): Promise<CustomerMerge[]> {
  const rows = await read<Row>(db, {
    sql: `select * from customer_merges
          where from_customer in (${marks(ids)}) and state in ('waiting', 'approved')
          union
          select * from customer_merges
          where into_customer in (${marks(ids)}) and state in ('waiting', 'approved')
          order by requested_at, id`,
    bindings: [...ids, ...ids],
  })
  return rows.map(toMerge)
}

const MOST = 100

/** What waits for a second person, the oldest first. */
export async function waitingMerges(db: Db): Promise<CustomerMerge[]> {
  const rows = await read<Row>(db, {
    sql: `select * from customer_merges where state = 'waiting' order by requested_at limit ${MOST}`,
    bindings: [],
  })
  return rows.map(toMerge)
}
export async function countWaitingMerges(db: Db): Promise<number> {
  const [row] = await read<{ count: number | string }>(db, {
    sql: "select count(*) as count from customer_merges where state = 'waiting'",
    bindings: [],
  })
  return Number(row?.count)
}
