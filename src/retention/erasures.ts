import { recordEvent } from '../audit/events.ts'
import { findCustomers } from '../customers/customers.ts'
import { ask, type By, type Decision, decide, requestsOf, stateOf } from '../customers/requests.ts'
import type { Db } from '../db.ts'
import { erasePerson, lockPerson, personOf } from './erased-people.ts'
import type { Erasure, Ground, Obstacle } from './erasure.ts'
import { obstaclesOfPerson } from './obstacles.ts'

const erasures = requestsOf<Erasure>('erasures', 'customer_id as "customerId", ground')
/** One by its id; and what waits for a second person, the oldest first. */
export const { find: findErasure, waiting: waitingErasures } = erasures

export interface Asked {
  readonly customerId: string
  readonly ground: Ground
  readonly reason: string
}

export type Requested =
  | { readonly kind: 'requested' }
  /** It is asked for already. */
  | { readonly kind: 'already' }
  | { readonly kind: 'in_the_way'; readonly obstacles: readonly Obstacle[] }

/** Asks for a person to be erased, by any of the records that are them. */
export async function requestErasure(
  trx: Db,
  { customerId, ground, reason }: Asked,
  by: By,
): Promise<Requested> {
  const person = await personOf(trx, customerId)
  const obstacles = await obstaclesOfPerson(trx, person)
  if (obstacles.length > 0) return { kind: 'in_the_way', obstacles }
  if ((await waitingFor(trx, person.customerIds)).length > 0) return { kind: 'already' }
  const about = { customer_id: customerId, once_key: customerId, ground, reason }
  const id = await ask(trx, 'erasures', about, by)
  if (id === null) return { kind: 'already' }
  const detail = { erasure: id, ground }
  await recordEvent(trx, { name: 'erasure_requested', ...by, customerId, detail })
  return { kind: 'requested' }
}

export type Decided =
  | { readonly kind: 'decided' }
  | { readonly kind: 'own_request' }
  | { readonly kind: 'already_decided' }
  /** Not the member number of whom it is about. */
  | { readonly kind: 'not_confirmed' }
  | { readonly kind: 'in_the_way'; readonly obstacles: readonly Obstacle[] }

/** `last4`: of the member number, typed by who approves. */
export type ErasureDecision = Decision & { readonly last4: string }

/** Decides, never who asked. What is approved is done in this transaction, whole or not at all. */
export async function decideErasure(
  trx: Db,
  { id, customerId, requestedBy }: Erasure,
  decision: ErasureDecision,
  by: By,
): Promise<Decided> {
  const { approved, last4 } = decision
  if (requestedBy === by.operatorId) return { kind: 'own_request' }
  const person = await lockPerson(trx, customerId)
  if (approved && !(await isConfirmed(trx, person.customerIds, last4)))
    return { kind: 'not_confirmed' }
  const obstacles = approved ? await obstaclesOfPerson(trx, person) : []
  if (obstacles.length > 0) return { kind: 'in_the_way', obstacles }
  if (!(await decide(trx, 'erasures', id, decision, by))) return { kind: 'already_decided' }
  await recordEvent(trx, {
    name: `erasure_${stateOf(decision)}`,
    ...by,
    customerId,
    detail: { erasure: id },
  })
  if (approved) await erasePerson(trx, person, { ...by, by: { erasure: id } })
  return { kind: 'decided' }
}

/** Of merged records any one names the person. */
async function isConfirmed(db: Db, ids: readonly string[], last4: string): Promise<boolean> {
  const customers = await findCustomers(db, ids)
  return last4.length === 4 && customers.some(({ memberNo }) => memberNo.endsWith(last4))
}

/** What was asked for about these records, the newest first. */
export async function erasuresOf(db: Db, customerIds: readonly string[]): Promise<Erasure[]> {
  const all = await erasures.about(db, ['customer_id'], customerIds)
  return all.toSorted((a, b) => (a.requestedAt > b.requestedAt ? -1 : 1))
}
const waitingFor = async (db: Db, customerIds: readonly string[]) =>
  (await erasuresOf(db, customerIds)).filter(({ state }) => state === 'waiting')
