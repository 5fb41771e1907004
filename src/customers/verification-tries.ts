import { v7 as uuid } from 'uuid'
import type { Db } from '../db.ts'
import type { Level } from '../scripts/script.ts'
import { lockPeople, recordsOf } from './one-person.ts'

/** How often a customer may be tried for, over all calls and operators, before they are left in peace for a while. */
export interface TryLimits {
  readonly tries: number
  readonly coolDownMs: number
}
export const TRY_LIMITS: TryLimits = { tries: 5, coolDownMs: 30 * 60_000 }

/**
 * What may be compared now. `stop_only`: after too many failed tries nothing but name and birth date, which lead to a stop
 * at most. The true holder of a stolen card often calls while it is being tried for: wrongly stopping can be repaired,
 * not stopping cannot. `nothing`: as many failed again; then another route has to be found.
 */
export type Allowed = 'all' | 'stop_only' | 'nothing'

export interface NewTry {
  readonly customerId: string
  readonly callId: string
  readonly operatorId: string
  readonly means: 'verification' | 'third_party'
  readonly at: Date
}
export interface TryResult {
  readonly level: Level
  readonly compared: number
  readonly failed: boolean
}

/**
 * Takes a try before anything is compared, so that two at once count as two; it counts as failed until it has ended
 * well. `id` is null where nothing may be compared, which costs no try.
 */
export async function beginTry(
  db: Db,
  limits: TryLimits,
  { customerId, callId, operatorId, means, at }: NewTry,
): Promise<{ readonly id: string | null; readonly allowed: Allowed }> {
  return await db.transaction(async (trx) => {
    await lockPeople(trx, [customerId])
    const allowed = allowedAfter(await failedLately(trx, limits, customerId, at), limits)
    if (allowed === 'nothing') return { id: null, allowed }
    const id = uuid()
    const open = { level: null, compared: 0, failed: 1, at: at.toISOString() }
    const about = { customer_id: customerId, call_id: callId, operator_id: operatorId }
    await trx('verification_tries').insert({ id, ...about, means, ...open })
    return { id, allowed }
  })
}

/** What may be compared of a customer now, without taking a try. */
export const allowedNow = async (
  db: Db,
  limits: TryLimits,
  customerId: string,
  now: Date,
): Promise<Allowed> => allowedAfter(await failedLately(db, limits, customerId, now), limits)

const allowedAfter = (failed: number, { tries }: TryLimits): Allowed =>
  failed < tries ? 'all' : failed < 2 * tries ? 'stop_only' : 'nothing'

async function failedLately(
  db: Db,
  { coolDownMs }: TryLimits,
  customerId: string,
  now: Date,
): Promise<number> {
  const since = new Date(now.getTime() - coolDownMs)
  return (await failedSince(db, await recordsOf(db, customerId), since)).count
}

/** How a try has ended; null takes it back, for nothing was compared. */
export async function endTry(db: Db, id: string, result: TryResult | null): Promise<void> {
  const row = db('verification_tries').where({ id })
  if (result === null) await row.delete()
  else await row.update({ ...result, failed: result.failed ? 1 : 0 })
}

/** Failed tries for any record of a person, and when the last one was. A success wipes out nothing. */
export async function failedSince(
  db: Db,
  records: readonly string[],
  since: Date,
): Promise<{ readonly count: number; readonly last: string | null }> {
  const [row] = await db('verification_tries')
    .whereIn('customer_id', records)
    .where('at', '>', since.toISOString())
    .where({ failed: 1 })
    .count({ count: '*' })
    .max({ last: 'at' })
  return { count: Number(row?.count ?? 0), last: row?.last ?? null }
}
