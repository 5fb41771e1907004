import { validate as isUuid, v7 as uuid } from 'uuid'
import { recordEvent } from '../audit/events.ts'
import { findCustomers } from '../customers/customers.ts'
import { recordsOf } from '../customers/one-person.ts'
import { type Db, marks, read } from '../db.ts'
import { erasePerson, lockPerson, personOf } from './erased-people.ts'
import type { Erasure, Ground, Obstacle } from './erasure.ts'
import { obstaclesOfPerson } from './obstacles.ts'

const COLUMNS = `id, customer_id as "customerId", state, ground, reason, requested_at as "requestedAt",
  requested_by as "requestedBy", decided_at as "decidedAt", decided_by as "decidedBy"`

interface By {
  readonly operatorId: string
  readonly at: Date
}
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
  const id = uuid()
  const inserted = await trx('erasures')
    .insert({
      id,
      customer_id: customerId,
      once_key: customerId,
      state: 'waiting',
      ground,
      reason,
      requested_at: by.at.toISOString(),
      requested_by: by.operatorId,
    })
    .onConflict('once_key')
    .ignore()
    .returning('id')
  if (inserted.length === 0) return { kind: 'already' }
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

export interface Decision {
  readonly approved: boolean
  readonly reason: string
  /** The last 4 digits of the member number, typed by who approves. */
  readonly last4: string
}

/** Decides, never who asked. What is approved is done in this transaction, whole or not at all. */
export async function decideErasure(
  trx: Db,
  { id, customerId, requestedBy }: Erasure,
  { approved, reason, last4 }: Decision,
  by: By,
): Promise<Decided> {
  if (requestedBy === by.operatorId) return { kind: 'own_request' }
  const person = await lockPerson(trx, customerId)
  if (approved && !(await isConfirmed(trx, person.customerIds, last4)))
    return { kind: 'not_confirmed' }
  const obstacles = approved ? await obstaclesOfPerson(trx, person) : []
  if (obstacles.length > 0) return { kind: 'in_the_way', obstacles }
  const state = approved ? ('approved' as const) : ('rejected' as const)
  const changed = await trx('erasures')
    .where({ id, state: 'waiting' })
    .update({
      state,
      decided_at: by.at.toISOString(),
      decided_by: by.operatorId,
      decision_reason: reason,
      once_key: approved ? customerId : null,
    })
  if (changed === 0) return { kind: 'already_decided' }
  await recordEvent(trx, {
    name: `erasure_${state}`,
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

export async function findErasure(db: Db, id: string): Promise<Erasure | null> {
  if (!isUuid(id)) return null
  const sql = `select ${COLUMNS} from erasures where id = ?`
  const [erasure] = await read<Erasure>(db, { sql, bindings: [id.toLowerCase()] })
  return erasure ?? null
}

/** What was asked for about these records, the newest first. */
export const erasuresOf = (db: Db, customerIds: readonly string[]): Promise<Erasure[]> =>
  read<Erasure>(db, {
    sql: `select ${COLUMNS} from erasures where customer_id in (${marks(customerIds)})
          order by requested_at desc, id`,
    bindings: customerIds,
  })
const waitingFor = async (db: Db, customerIds: readonly string[]) =>
  (await erasuresOf(db, customerIds)).filter(({ state }) => state === 'waiting')

/** By what the person of a record was erased; null where the time had come. */
export async function erasureOf(db: Db, customerId: string): Promise<Erasure | null> {
  const all = await erasuresOf(db, await recordsOf(db, customerId))
  return all.find(({ state }) => state === 'approved') ?? null
}

const MOST = 100
/** What waits for a second person, the oldest first. */
export const waitingErasures = (db: Db): Promise<Erasure[]> =>
  read<Erasure>(db, {
    sql: `select ${COLUMNS} from erasures where state = 'waiting' order by requested_at limit ${MOST}`,
    bindings: [],
  })

export async function countWaitingErasures(db: Db): Promise<number> {
  const [row] = await read<{ count: number | string }>(db, {
    sql: "select count(*) as count from erasures where state = 'waiting'",
    bindings: [],
  })
  return Number(row?.count)
}
