import type { Card, Network } from '../../card.ts'
import { activeLocks } from '../operations/locks.ts'
import { holdsOn, raiseHold } from '../operations/network.ts'
import { cardName, type World } from '../world.ts'
import { authorize, decline } from './authorizations.ts'
import { TOP_UP_APP } from './merchants.ts'
import { knowsPassword, recordAttempt, type Shopping, typeWrongPasswords } from './passwords.ts'

/** Networks that the payment app takes from every issuer; of the others only from a few, and ours is not one of them. */
const TAKEN: readonly Network[] = ['MASTERCARD', 'AMEX']
const LARGE_YEN = 30_000
const SHORT_TIME_MS = 24 * 3_600_000
const HOUR_MS = 3_600_000
const FAILURES_AN_HOUR = 10

/** What the app shows: `OK` or its error code. The reason behind it is the card system's own knowledge. */
export type TopUpResult = 'OK' | 'ER305' | 'ER321' | 'ER322' | 'ER323' | 'ER325'

const since = (world: World, milliseconds: number): string =>
  new Date(Date.parse(world.now()) - milliseconds).toISOString()

const atTheApp = ({ merchantName }: { merchantName: string }): boolean =>
  merchantName === TOP_UP_APP.merchantName

function tooOften(world: World, card: Card): boolean {
  const start = since(world, HOUR_MS)
  const attempts = world.store.ofOwner('attempt', card.cardRef).filter(atTheApp)
  const declined = world.store.ofOwner('authorization', card.cardRef).filter(atTheApp)
  const failures = [
    ...attempts.filter(({ status }) => status !== 'authenticated'),
    ...declined.filter(({ result }) => result === 'declined'),
  ].filter(({ at }) => at >= start)
  return failures.length >= FAILURES_AN_HOUR
}

/** Several large top-ups in a short time make the network look twice, unless it has just cleared the card. */
function tooFast(world: World, card: Card, amountYen: number): string[] {
  const start = since(world, SHORT_TIME_MS)
  const cleared = world.store
    .ofOwner('hold', card.cardRef)
    .some((hold) => hold.state === 'released' && hold.setAt >= start)
  if (cleared || amountYen < LARGE_YEN) return []
  return world.store
    .ofOwner('attempt', card.cardRef)
    .filter((attempt) => atTheApp(attempt) && attempt.status === 'authenticated')
    .filter(({ at, amountMinor }) => at >= start && (amountMinor ?? 0) >= LARGE_YEN)
    .map(({ attemptRef }) => attemptRef)
}

function declined(...told: Parameters<typeof decline>): TopUpResult {
  decline(...told)
  return 'ER323'
}

/** What the app and the card's registration decide before a password is asked. */
function turnedAway(world: World, card: Card, topUp: Shopping): TopUpResult | null {
  const profile = world.need('profile', card.cardRef)
  if (!TAKEN.includes(card.network)) return 'ER305'
  if (tooOften(world, card)) return 'ER325'
  if (!profile.supports3ds) return 'ER322'
  if (profile.enrolled) return null
  recordAttempt(world, card, topUp, {
    status: 'error',
    transStatus: 'U',
    transStatusReason: '13',
    tries: [],
  })
  return 'ER321'
}

/** What the issuer decides: a card that is stopped, locked or watched. */
function stoppedByIssuer(world: World, card: Card, topUp: Shopping): TopUpResult | null {
  if (card.status !== 'active') {
    return declined(world, card, topUp, {
      responseCode: card.status === 'pending_activation' ? '78' : '46',
      declineReason: card.status === 'pending_activation' ? 'not_activated' : 'closed',
      decidedBy: 'issuer',
    })
  }
  const [lock] = activeLocks(world, card.cardRef)
  if (!lock) return null
  if (lock.kind === 'issuer_fraud') {
    return declined(world, card, topUp, {
      responseCode: '59',
      declineReason: 'suspected_fraud',
      decidedBy: 'issuer',
    })
  }
  recordAttempt(world, card, topUp, {
    status: 'rejected',
    transStatus: 'R',
    transStatusReason: '19',
    tries: [],
  })
  return 'ER323'
}

function passAuthentication(world: World, card: Card, topUp: Shopping): TopUpResult | null {
  if (!knowsPassword(world, card)) {
    typeWrongPasswords(world, card, 1, topUp)
    return 'ER323'
  }
  const seenBy = tooFast(world, card, topUp.amountYen)
  const { attemptRef } = recordAttempt(world, card, topUp, {
    status: 'authenticated',
    transStatus: 'Y',
    transStatusReason: null,
    tries: [{ at: world.now(), outcome: 'ok' }],
  })
  const held = holdsOn(world, card.cardRef).length > 0
  if (seenBy.length > 0 && !held) raiseHold(world, card, 'velocity', [...seenBy, attemptRef])
  return null
}

function stoppedByNetwork(world: World, card: Card, topUp: Shopping): TopUpResult | null {
  if (holdsOn(world, card.cardRef).length === 0) return null
  return declined(world, card, topUp, {
    responseCode: '05',
    declineReason: 'do_not_honor',
    decidedBy: 'network_stand_in',
  })
}

function decide(world: World, card: Card, topUp: Shopping): TopUpResult {
  const early = turnedAway(world, card, topUp) ?? stoppedByIssuer(world, card, topUp)
  const stopped =
    early ?? passAuthentication(world, card, topUp) ?? stoppedByNetwork(world, card, topUp)
  if (stopped) return stopped
  authorize(world, card, topUp, {
    result: 'approved',
    responseCode: '00',
    declineReason: null,
    decidedBy: 'issuer',
    posted: true,
  })
  return 'OK'
}

/** The customer tops up the payment app with this card; gives the log entry that tells what the app showed. */
export function topUp(world: World, card: Card, amountYen: number): number {
  const code = decide(world, card, { merchant: TOP_UP_APP, amountYen })
  const details = { card: cardName(card), amount: amountYen, code, shop: TOP_UP_APP.merchantName }
  return world.happened(code === 'OK' ? 'top_up_ok' : 'top_up_failed', card.customerRef, details)
}

/** Where a wrong password is typed: at the payment app if it takes the card. */
export const takenByApp = (card: Card): boolean => TAKEN.includes(card.network)
