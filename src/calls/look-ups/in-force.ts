import type { CardLock, NetworkHold } from '../../cards/card.ts'
import type { Fact } from '../look-up.ts'
import { fact } from './fact.ts'
import { count, instant, known, orNull, type Values } from './values.ts'

/** What keeps a card from being used: the issuer's own locks, and the holds of its network. */

export const activeLocks = (locks: readonly CardLock[]): CardLock[] =>
  locks.filter((lock) => lock.state === 'active')
export const passwordLocks = (locks: readonly CardLock[]): CardLock[] =>
  activeLocks(locks).filter((lock) => lock.kind === 'auth_password')
export const hasFraudLock = (locks: readonly CardLock[]): boolean =>
  activeLocks(locks).some((lock) => lock.kind === 'issuer_fraud')

/** A hold whose release was asked for or refused still holds. */
export const standingHolds = (holds: readonly NetworkHold[]): NetworkHold[] =>
  holds.filter((hold) => hold.state !== 'released')

export function lockFact(lock: CardLock): Fact {
  if (lock.kind !== 'auth_password')
    return fact('lock.other', { kind: lock.kind, since: lock.setAt }, 'bad', lock.cardRef)
  const { failedCount, firstAt, lastAt, setAt } = lock
  const params = { count: failedCount ?? 0, first: firstAt ?? setAt, last: lastAt ?? setAt }
  return fact('lock.auth_password', params, 'bad', lock.cardRef)
}

export const lockFacts = (locks: readonly CardLock[]): Fact[] =>
  activeLocks(locks).length === 0 ? [fact('lock.none', {}, 'ok')] : activeLocks(locks).map(lockFact)

export const holdFact = ({ network, state, reason, setAt, cardRef }: NetworkHold): Fact =>
  fact('hold.in_force', { network, state, reason, since: setAt }, 'bad', cardRef)

export const holdFacts = (holds: readonly NetworkHold[]): Fact[] =>
  standingHolds(holds).length === 0
    ? [fact('hold.none', {}, 'ok')]
    : standingHolds(holds).map(holdFact)

/** What is read out about the newest password lock. */
export function lockValues(locks: readonly CardLock[]): Values {
  const lock = passwordLocks(locks).at(-1)
  if (!lock) return {}
  return known({
    'lock.failed_count': orNull(lock.failedCount, count),
    'lock.first_at': instant(lock.firstAt ?? lock.setAt),
    'lock.last_at': instant(lock.lastAt ?? lock.setAt),
  })
}

/** What an action can be aimed at. An empty list says that there is nothing any more. */
export const stopperRefs = (locks: readonly CardLock[], holds: readonly NetworkHold[]) => ({
  lock: passwordLocks(locks).map((lock) => lock.lockRef),
  hold: standingHolds(holds).map((hold) => hold.holdRef),
})
