import type { Card, CardLock, PasswordEvent } from '../../card.ts'
import { activeLocks } from '../operations/locks.ts'
import type { Attempt } from '../records.ts'
import { cardName, type World } from '../world.ts'
import type { Merchant } from './merchants.ts'

/** After so many wrong passwords in a row the issuer locks the card (a setting of each issuer). */
export const WRONG_PASSWORDS_UNTIL_LOCK = 5
const SECONDS_BETWEEN_TRIES = 20

type Tries = Attempt['tries']

const event = (world: World, cardRef: string, kind: PasswordEvent['kind']): PasswordEvent => ({
  eventRef: world.newRef('event'),
  cardRef,
  at: world.now(),
  kind,
  channel: 'system',
  viaLinkedLogin: false,
  loginCardRef: null,
})

/** The customer sets this card's password in the portal, which also enrols it. The password itself is never known. */
export function setPassword(world: World, card: Card, kind: 'set' | 'changed', linked: boolean) {
  const portal = world.store.find('portal', card.customerRef)
  world.store.put('password', {
    ...event(world, card.cardRef, kind),
    channel: 'portal_pc',
    viaLinkedLogin: linked,
    loginCardRef: linked ? (portal?.loginCardRef ?? card.cardRef) : card.cardRef,
  })
  const profile = world.need('profile', card.cardRef)
  world.store.put('profile', { ...profile, enrolled: profile.supports3ds })
  return world.happened('password_set', card.customerRef, { card: cardName(card) })
}

/** Whether the customer has a password to type: one that was set for this very card. */
export const knowsPassword = (world: World, card: Card): boolean =>
  !world.need('profile', card.cardRef).methods.includes('static_password') ||
  world.store
    .ofOwner('password', card.cardRef)
    .some(({ kind }) => kind !== 'locked' && kind !== 'unlocked')

/** Wrong passwords in a row: since the last right one, and since the last lock. */
export function failedTries(world: World, cardRef: string): Tries {
  const tries = world.store.ofOwner('attempt', cardRef).flatMap((attempt) => attempt.tries)
  const right = tries.filter(({ outcome }) => outcome === 'ok').map(({ at }) => at)
  const locked = world.store.ofOwner('lock', cardRef).map(({ lastAt }) => lastAt ?? '')
  const since = [...right, ...locked].reduce((last, at) => (at > last ? at : last), '')
  return tries.filter(({ at, outcome }) => outcome === 'failed' && at > since)
}

/** The tries of one dialogue end now, some seconds apart, and never before those of the last one. */
function triesNow(world: World, count: number, after: string): Tries {
  const end = Date.parse(world.now())
  return Array.from({ length: count }, (_, index) => {
    const at = end - (count - 1 - index) * SECONDS_BETWEEN_TRIES * 1000
    const floor = after === '' ? at : Date.parse(after) + 1 + index
    return { at: new Date(Math.max(at, floor)).toISOString(), outcome: 'failed' }
  })
}

export interface Shopping {
  merchant: Merchant
  amountYen: number
}

export function recordAttempt(
  world: World,
  card: Card,
  { merchant, amountYen }: Shopping,
  result: Pick<Attempt, 'status' | 'transStatus' | 'transStatusReason' | 'tries'>,
): Attempt {
  const [method = null] = world.need('profile', card.cardRef).methods
  return world.store.put('attempt', {
    attemptRef: world.newRef('attempt'),
    cardRef: card.cardRef,
    at: world.now(),
    ...merchant,
    amountMinor: amountYen,
    currency: 'JPY',
    flow: 'challenge',
    method,
    ...result,
    verdict: null,
    known: true,
  })
}

function lockCard(world: World, card: Card, tries: Tries): CardLock {
  world.store.put('password', event(world, card.cardRef, 'locked'))
  world.happened('card_locked', card.customerRef, { card: cardName(card), count: tries.length })
  return world.store.put('lock', {
    lockRef: world.newRef('lock'),
    cardRef: card.cardRef,
    kind: 'auth_password',
    state: 'active',
    setAt: world.now(),
    failedCount: tries.length,
    firstAt: tries[0]?.at ?? null,
    lastAt: tries.at(-1)?.at ?? null,
    releasedBy: null,
  })
}

const isLocked = (world: World, card: Card): boolean =>
  activeLocks(world, card.cardRef).some(({ kind }) => kind === 'auth_password')

/** Wrong passwords at a shop; the one too many locks the card, and those after it are not even looked at. */
export function typeWrongPasswords(
  world: World,
  card: Card,
  times: number,
  where: Shopping,
): number {
  if (isLocked(world, card)) return refuseLocked(world, card, where)
  const before = failedTries(world, card.cardRef)
  const looked = Math.min(times, WRONG_PASSWORDS_UNTIL_LOCK - before.length)
  const tries = triesNow(world, looked, before.at(-1)?.at ?? '')
  const inARow = [...before, ...tries]
  const tooMany = inARow.length >= WRONG_PASSWORDS_UNTIL_LOCK
  recordAttempt(world, card, where, {
    status: tooMany ? 'attempts_exceeded' : 'failed',
    transStatus: 'N',
    transStatusReason: tooMany ? '19' : '01',
    tries,
  })
  const said = world.happened('password_wrong', card.customerRef, {
    card: cardName(card),
    count: looked,
    shop: where.merchant.merchantName,
  })
  if (tooMany) lockCard(world, card, inARow)
  return said
}

export function refuseLocked(world: World, card: Card, where: Shopping): number {
  recordAttempt(world, card, where, {
    status: 'rejected',
    transStatus: 'R',
    transStatusReason: '19',
    tries: [],
  })
  return world.happened('top_up_failed', card.customerRef, {
    card: cardName(card),
    amount: where.amountYen,
    code: 'ER323',
    shop: where.merchant.merchantName,
  })
}
