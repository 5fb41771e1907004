import type {
  AuthenticationAttempt,
  Authorization,
  Card,
  CardLock,
  NetworkHold,
  PasswordEvent,
} from '../../cards/card.ts'
import { declineKind } from './declines.ts'
import { hasFraudLock, passwordLocks, standingHolds } from './in-force.ts'
import { settings } from './passwords.ts'
import { byTime, daysBefore } from './seen.ts'
import { suspiciousAttempts } from './suspicion.ts'

/** Everything that is recorded of one card's use. */
export interface Records {
  readonly attempts: readonly AuthenticationAttempt[]
  readonly authorizations: readonly Authorization[]
  readonly locks: readonly CardLock[]
  readonly holds: readonly NetworkHold[]
  readonly passwordEvents: readonly PasswordEvent[]
  readonly card: Card | undefined
}
export type Trouble =
  | 'auth_failed'
  | 'network_hold'
  | 'fraud_hold'
  | 'declined'
  | 'not_received'
  | 'all_ok'

export const RECENT_DAYS = 7
const ABOUT_THE_SAME_TIME = 3_600_000
const LOCKED = '19'

/** When authentication last came right: a password was set, a lock released, or a challenge passed. */
function lastCured({ attempts, passwordEvents }: Records): number {
  const passed = attempts.filter(
    ({ status, flow }) => status === 'authenticated' && flow === 'challenge',
  )
  const unlocked = passwordEvents.filter(({ kind }) => kind === 'unlocked')
  const moments = [...settings(passwordEvents), ...unlocked, ...passed].map(({ at }) =>
    Date.parse(at),
  )
  return Math.max(0, ...moments)
}

/** Our own refusal on suspicion is no failed password; a refusal because of the lock is one. */
const isFailure = ({ status, transStatusReason }: AuthenticationAttempt): boolean =>
  status !== 'authenticated' && (status !== 'rejected' || transStatusReason === LOCKED)

/** The customer's own failed authentications that nothing has put right since. */
export function failures(records: Records, now: Date): AuthenticationAttempt[] {
  const strangers = new Set(suspiciousAttempts(records.attempts, records.holds, now))
  const cured = lastCured(records)
  return records.attempts.filter(
    (each) => isFailure(each) && !strangers.has(each) && Date.parse(each.at) > cured,
  )
}

/** A refusal by the network is settled once the hold that it came from is lifted. */
const isSettled = (authorization: Authorization, holds: readonly NetworkHold[]): boolean =>
  declineKind(authorization) === 'network_hold' &&
  holds.some(
    (hold) =>
      hold.state === 'released' &&
      Math.abs(Date.parse(hold.setAt) - Date.parse(authorization.at)) <= ABOUT_THE_SAME_TIME,
  )

/** The latest use when it was declined and nothing has settled that; refunds say nothing about the card. */
export function openDecline({ authorizations, holds }: Records): Authorization | null {
  const [latest] = byTime(authorizations.filter(({ kind }) => kind !== 'refund'))
  return latest?.result === 'declined' && !isSettled(latest, holds) ? latest : null
}

const isRejectedOnSuspicion = ({ attempts }: Records): boolean => {
  const [latest] = byTime(attempts)
  return latest?.status === 'rejected' && latest.transStatusReason !== LOCKED
}

function isSilent({ attempts, authorizations }: Records, now: Date): boolean {
  const since = daysBefore(now, RECENT_DAYS)
  return ![...attempts, ...authorizations].some(({ at }) => at >= since)
}

/**
 * Why a use failed, as the records tell it. A failed authentication comes first, lock or no lock: released alone it
 * would only fail again.
 */
export function trouble(records: Records, now: Date): Trouble {
  const { locks, holds, card } = records
  if (failures(records, now).length > 0 || passwordLocks(locks).length > 0) return 'auth_failed'
  if (standingHolds(holds).length > 0) return 'network_hold'
  if (hasFraudLock(locks) || card?.status === 'suspended') return 'fraud_hold'
  const decline = openDecline(records)
  if (decline) return declineKind(decline)
  if (isRejectedOnSuspicion(records)) return 'fraud_hold'
  return isSilent(records, now) ? 'not_received' : 'all_ok'
}
