import { v7 as uuid } from 'uuid'
import { recordEvent } from '../audit/events.ts'
import { alone, type Db, read } from '../db.ts'

/** More tries than this that fail at one desk within an hour are no bad day: a supervisor is told. Nobody is kept from working. */
export const MOST_FAILED_AN_HOUR = 20
const HOUR_MS = 3_600_000

/** Tries that failed, searches for people, or people who were opened. */
export type AlertKind = 'tries' | 'searches' | 'people'

export interface VerificationAlert {
  readonly id: string
  readonly kind: AlertKind
  readonly operatorId: string
  readonly tries: number
  readonly at: string
}

interface Hand {
  readonly operatorId: string
  readonly at: Date
}
interface Searcher extends Hand {
  readonly callId: string
}

/** A search in a call that found nobody, or more than one. */
export const recordFailedSearch = (db: Db, { operatorId, callId, at }: Searcher): Promise<void> =>
  db('verification_tries').insert({
    id: uuid(),
    customer_id: null,
    call_id: callId,
    operator_id: operatorId,
    means: 'search',
    level: 'none',
    compared: 0,
    failed: 1,
    at: at.toISOString(),
  })

/** Tells the supervisors once an hour when many tries have failed at one desk. */
export async function alertAfterFailure(db: Db, { operatorId, at }: Searcher): Promise<void> {
  const since = new Date(at.getTime() - HOUR_MS).toISOString()
  const tries = await failedOf(db, operatorId, since)
  if (tries > MOST_FAILED_AN_HOUR) await raiseAlert(db, { operatorId, at }, 'tries', tries)
}

/** Tells the supervisors of one person, once an hour of each kind. */
export async function raiseAlert(
  db: Db,
  { operatorId, at }: Hand,
  kind: AlertKind,
  tries: number,
): Promise<void> {
  const since = new Date(at.getTime() - HOUR_MS).toISOString()
  const told = (on: Db) =>
    on('verification_alerts')
      .where({ operator_id: operatorId, kind })
      .where('at', '>', since)
      .first('id')
  if (await told(db)) return
  await alone(db, `verification alert ${operatorId}`, async (trx) => {
    if (await told(trx)) return
    const alert = { id: uuid(), operator_id: operatorId, kind, tries, at: at.toISOString() }
    await trx('verification_alerts').insert(alert)
    const name = kind === 'tries' ? 'many_tries_failed' : 'many_looked_at'
    await recordEvent(trx, { name, at, operatorId, detail: { tries } })
  })
}

async function failedOf(db: Db, operatorId: string, since: string): Promise<number> {
  const [row] = await db('verification_tries')
    .where({ operator_id: operatorId, failed: 1 })
    .where('at', '>', since)
    .count({ count: '*' })
  return Number(row?.count ?? 0)
}

/** Those that no supervisor has looked at yet, the newest first. */
export const openAlerts = (db: Db): Promise<VerificationAlert[]> =>
  read<VerificationAlert>(db, {
    sql: `select id, kind, operator_id as "operatorId", tries, at from verification_alerts
          where noted_at is null order by at desc limit 20`,
    bindings: [],
  })

/** One of them, noted already or not. */
export const findAlert = async (db: Db, id: string): Promise<VerificationAlert | null> =>
  (await db('verification_alerts')
    .where({ id })
    .first('id', 'kind', { operatorId: 'operator_id' }, 'tries', 'at')) ?? null

/** A supervisor has looked at it; false when somebody had before. */
export async function noteAlert(
  db: Db,
  id: string,
  note: string,
  by: { readonly operatorId: string; readonly at: Date },
): Promise<boolean> {
  return await db.transaction(async (trx) => {
    const at = by.at.toISOString()
    const noted = await trx('verification_alerts')
      .where({ id })
      .whereNull('noted_at')
      .update({ noted_by: by.operatorId, noted_at: at, note })
    if (noted > 0) await recordEvent(trx, { name: 'tries_alert_noted', ...by, detail: { id } })
    return noted > 0
  })
}
