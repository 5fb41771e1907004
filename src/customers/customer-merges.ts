import { type EventName, recordEvent } from '../audit/events.ts'
import { type Db, read } from '../db.ts'
import { isSamePerson, lockPeople, recordsOf } from './one-person.ts'
import {
  ask,
  type By,
  type Decision,
  decide,
  type Request,
  requestsOf,
  stateOf,
} from './requests.ts'

/** That two records of the card system are one person: one asks, another one decides, and it can be taken back. */
export interface CustomerMerge extends Request {
  readonly fromCustomer: string
  readonly intoCustomer: string
  readonly state: 'waiting' | 'approved' | 'rejected' | 'undone'
  readonly decisionReason: string | null
  readonly undoneBy: string | null
}
const merges = requestsOf<CustomerMerge>(
  'customer_merges',
  `from_customer as "fromCustomer", into_customer as "intoCustomer",
   decision_reason as "decisionReason", undone_by as "undoneBy"`,
)
/** One by its id; and what waits for a second person, the oldest first. */
export const { find: findCustomerMerge, waiting: waitingMerges } = merges

/** Asks for two records to be one person; false when that is asked for already, or so. */
export async function requestMerge(
  trx: Db,
  { from, into, reason }: { readonly from: string; readonly into: string; readonly reason: string },
  by: By,
): Promise<boolean> {
  if (await isSamePerson(trx, from, into)) return false
  const once_key = [from, into].sort().join(':')
  const about = { from_customer: from, into_customer: into, once_key, reason }
  const id = await ask(trx, 'customer_merges', about, by)
  if (id !== null) await recordOfBoth(trx, 'customer_merge_requested', from, into, by, id)
  return id !== null
}

export type MergeDecision = 'decided' | 'own_request' | 'already_decided' | 'already_one'

/** Decides; never who asked (four eyes), and never twice. What was approved is so from now on: nothing is moved. */
export async function decideMerge(
  trx: Db,
  merge: CustomerMerge,
  decision: Decision,
  by: By,
): Promise<MergeDecision> {
  const { id, fromCustomer: from, intoCustomer: into } = merge
  if (merge.requestedBy === by.operatorId) return 'own_request'
  await lockPeople(trx, [from, into])
  if (decision.approved && !(await mayBeOne(trx, from, into))) return 'already_one'
  if (!(await decide(trx, 'customer_merges', id, decision, by))) return 'already_decided'
  if (decision.approved) await trx('customers').where({ id: from }).update({ merged_into: into })
  await recordOfBoth(trx, `customer_merge_${stateOf(decision)}`, from, into, by, id)
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

/** The requests and merges of these records that wait or stand, the oldest first. */
export async function mergesOfCustomers(db: Db, ids: readonly string[]): Promise<CustomerMerge[]> {
  const all = await merges.about(db, ['from_customer', 'into_customer'], ids)
  return all
    .filter(({ state }) => state === 'waiting' || state === 'approved')
    .toSorted((a, b) => (`${a.requestedAt} ${a.id}` < `${b.requestedAt} ${b.id}` ? -1 : 1))
}
