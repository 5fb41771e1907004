import { Secret, TOTP } from 'otpauth'
import { recordEvent } from '../audit/events.ts'
import type { Db } from '../db.ts'
import type { Entrance } from './entrance.ts'
import { readableCode } from './passwords.ts'
import { endSessions } from './sessions.ts'

type FactorDeps = Pick<Entrance, 'db' | 'wallClock' | 'seals'>

const PERIOD = 30
/** A clock may be this many steps away from ours. */
const WINDOW = 1
const SECRET_BYTES = 20
const RECOVERY_CODES = 10

const purpose = (operatorId: string) => `second factor of ${operatorId}`
const issuer = 'Annai'

const totpOf = (secret: string, login: string) =>
  new TOTP({ issuer, label: login, secret: Secret.fromBase32(secret), period: PERIOD })

/** What a device is given, before it has shown that it has it: sealed, so that the page that shows it carries it along. */
export interface NewFactor {
  readonly secret: string
  readonly uri: string
  readonly sealed: string
}
export function newFactor(deps: FactorDeps, operator: { id: string; login: string }): NewFactor {
  const secret = new Secret({ size: SECRET_BYTES }).base32
  return describeFactor(operator, secret, deps.seals.seal(secret, purpose(operator.id)))
}
const describeFactor = ({ login }: { login: string }, secret: string, sealed: string) => ({
  secret,
  uri: totpOf(secret, login).toString(),
  sealed,
})
/** The same one again, for a page that asks once more; null when it is none of this operator's. */
export function sameFactor(
  { seals }: FactorDeps,
  operator: { id: string; login: string },
  sealed: string,
): NewFactor | null {
  const secret = seals.open(sealed, purpose(operator.id))
  return secret === null ? null : describeFactor(operator, secret, sealed)
}

/** Which step a code belongs to, after the last one that was used; null for none. */
function stepOf({ wallClock }: FactorDeps, secret: string, typed: string, last: number) {
  const token = typed.normalize('NFKC').replace(/\s/g, '')
  if (!/^\d{6}$/.test(token)) return null
  const timestamp = wallClock.now().getTime()
  const delta = totpOf(secret, '').validate({ token, timestamp, window: WINDOW })
  if (delta === null) return null
  const step = Math.floor(timestamp / 1000 / PERIOD) + delta
  return step > last ? step : null
}

/**
 * Takes a device as the second factor once it has shown a code; gives the recovery codes, which are shown once. Null:
 * the code is not that device's, or another one is there already. Whoever came in without a code is out: all sessions
 * but this one end.
 */
export async function enrol(
  deps: FactorDeps & Pick<Entrance, 'clock'>,
  trx: Db,
  operatorId: string,
  {
    sealed,
    code,
    session,
  }: { readonly sealed: string; readonly code: string; readonly session: string },
): Promise<readonly string[] | null> {
  const secret = deps.seals.open(sealed, purpose(operatorId))
  const step = secret === null ? null : stepOf(deps, secret, code, 0)
  if (step === null) return null
  const enrolled = await trx('operators')
    .where({ id: operatorId, totp_secret: null })
    .update({ totp_secret: sealed, totp_step: step })
  if (enrolled === 0) return null
  const sessionsEnded = await endSessions(trx, operatorId, { but: session })
  const by = { at: deps.clock.now(), operatorId }
  await recordEvent(trx, { ...by, name: 'second_factor_enrolled', detail: { sessionsEnded } })
  return await newRecoveryCodes(deps, trx, operatorId)
}

/** New codes for when the device is lost; the ones before open nothing any more. */
export async function newRecoveryCodes(
  { seals }: FactorDeps,
  trx: Db,
  operatorId: string,
): Promise<readonly string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, () => readableCode(3))
  await trx('recovery_codes').where({ operator_id: operatorId }).delete()
  await trx('recovery_codes').insert(
    codes.map((code) => ({
      operator_id: operatorId,
      hash: seals.mark(recoveryOf(operatorId), code.replaceAll('-', '')),
    })),
  )
  return codes
}

const recoveryOf = (operatorId: string) => `recovery code of ${operatorId}`

/** Whether a code of the device, or one of the recovery codes, is right; each is taken once, also by two at once. */
export async function checkCode(
  deps: FactorDeps,
  operatorId: string,
  typed: string,
): Promise<'code' | 'recovery' | null> {
  const { db, seals, wallClock } = deps
  const row: { totp_secret: string | null; totp_step: number } | undefined = await db('operators')
    .where({ id: operatorId })
    .first('totp_secret', 'totp_step')
  if (!row || row.totp_secret === null) return null
  const secret = seals.open(row.totp_secret, purpose(operatorId))
  const step = secret === null ? null : stepOf(deps, secret, typed, row.totp_step)
  if (secret !== null && step !== null) {
    // Sealed anew each time, so that a secret of before is needed by nobody after a while.
    const taken = await db('operators')
      .where({ id: operatorId, totp_secret: row.totp_secret })
      .where('totp_step', '<', step)
      .update({ totp_step: step, totp_secret: seals.seal(secret, purpose(operatorId)) })
    return taken === 1 ? 'code' : null
  }
  const plain = typed.normalize('NFKC').toLowerCase().replace(/[\s-]/g, '')
  const used = await db('recovery_codes')
    .where({ operator_id: operatorId, used_at: null })
    .whereIn('hash', seals.marks(recoveryOf(operatorId), plain))
    .update({ used_at: wallClock.now().toISOString() })
  return used === 1 ? 'recovery' : null
}

/** How many recovery codes are left. */
export async function recoveryCodesLeft(db: Db, operatorId: string): Promise<number> {
  const rows = await db('recovery_codes').where({ operator_id: operatorId, used_at: null })
  return rows.length
}

/** Takes the second factor away, so that another device can be given; whether there was one. In a transaction. */
export async function removeFactor(trx: Db, operatorId: string): Promise<boolean> {
  await trx('recovery_codes').where({ operator_id: operatorId }).delete()
  const removed = await trx('operators')
    .where({ id: operatorId })
    .whereNotNull('totp_secret')
    .update({ totp_secret: null, totp_step: 0 })
  return removed > 0
}
