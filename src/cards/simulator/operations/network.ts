import type { Card, NetworkHold } from '../../card.ts'
import type { Input, Output } from '../../card-system.ts'
import type { Hold } from '../records.ts'
import { Refused } from '../refused.ts'
import { cardName, isFinal, type World } from '../world.ts'

/** How long the network takes when it does not answer at once. */
const NETWORK_TAKES_MS = 2 * 3_600_000

export const isHolding = (hold: NetworkHold): boolean => hold.state !== 'released'

export const holdsOn = (world: World, cardRef: string): Hold[] =>
  world.store.ofOwner('hold', cardRef).filter(isHolding)

const inAWhile = (world: World): string =>
  new Date(Date.parse(world.now()) + NETWORK_TAKES_MS).toISOString()

const note = (
  world: World,
  code: 'network_answered' | 'hold_lifted' | 'hold_refused' | 'network_asked',
  hold: Hold,
  at?: string,
) => {
  const card = world.need('card', hold.cardRef)
  return world.happened(code, card.customerRef, { card: cardName(card), reason: hold.reason }, at)
}

/** The network stops the card. A stop that is there already only learns of what was seen since. */
export function raiseHold(world: World, card: Card, cause: Hold['cause'], seenBy: string[]): Hold {
  if (isFinal(card)) throw new Refused('conflict_state')
  const standing = holdsOn(world, card.cardRef)[0]
  if (standing) return world.store.put('hold', worsened(standing, cause, seenBy))
  world.happened('hold_raised', card.customerRef, { card: cardName(card) })
  return world.store.put('hold', {
    holdRef: world.newRef('hold'),
    cardRef: card.cardRef,
    network: card.network,
    state: 'active',
    reason: 'unknown',
    setAt: world.now(),
    attemptRefs: [],
    networkCaseRef: null,
    cause,
    seenBy,
    answerAt: null,
    liftAt: null,
  })
}

/** A new suspicion is a new question: what the network said before no longer tells why, and it lifts nothing now. */
function worsened(hold: Hold, cause: Hold['cause'], seenBy: string[]): Hold {
  if (seenBy.length === 0) return hold
  return {
    ...hold,
    state: hold.state === 'release_requested' ? 'active' : hold.state,
    cause: hold.cause === 'suspicious_attempt' ? hold.cause : cause,
    seenBy: [...hold.seenBy, ...seenBy],
    reason: 'unknown',
    liftAt: null,
  }
}

/** What was lifted is over. */
function mustHold(hold: Hold): void {
  if (!isHolding(hold)) throw new Refused('conflict_state')
}

/** The network tells why, and the attempts that only it had seen come to light. */
export function answerInquiry(world: World, hold: Hold, at = world.now()): Hold {
  mustHold(hold)
  for (const ref of hold.seenBy) {
    world.store.put('attempt', { ...world.need('attempt', ref), known: true })
  }
  const networkCaseRef = hold.networkCaseRef ?? world.newRef('NW')
  const answered: Hold = {
    ...hold,
    state: hold.state === 'inquiring' ? 'active' : hold.state,
    reason: hold.cause,
    attemptRefs: hold.seenBy,
    networkCaseRef,
    answerAt: null,
  }
  note(world, 'network_answered', answered, at)
  return world.store.put('hold', answered)
}

export function liftHold(world: World, hold: Hold, at = world.now()): Hold {
  mustHold(hold)
  const lifted: Hold = { ...hold, state: 'released', liftAt: null, answerAt: null }
  note(world, 'hold_lifted', lifted, at)
  return world.store.put('hold', lifted)
}

export function refuseToLift(world: World, hold: Hold): Hold {
  mustHold(hold)
  note(world, 'hold_refused', hold)
  return world.store.put('hold', { ...hold, state: 'refused', liftAt: null, answerAt: null })
}

export function inquireNetworkHold(world: World, input: Input<'inquireNetworkHold'>): Hold {
  const hold = world.need('hold', input.holdRef)
  if (!isHolding(hold) || hold.reason !== 'unknown') return hold
  note(world, 'network_asked', hold)
  const manner = world.networkManner()
  if (manner === 'at_once') return answerInquiry(world, hold)
  const answerAt = manner === 'later' ? (hold.answerAt ?? inAWhile(world)) : null
  const state = hold.state === 'active' ? 'inquiring' : hold.state
  world.store.put('hold', { ...hold, state, answerAt })
  throw new Refused('network_pending')
}

/** Suspicious attempts must all have been told to be the customer's own before the network lifts its hold. */
const doubtful = (world: World, hold: Hold): boolean =>
  hold.cause === 'suspicious_attempt' &&
  hold.seenBy.some((ref) => world.need('attempt', ref).verdict !== 'genuine')

export function requestNetworkHoldRelease(
  world: World,
  input: Input<'requestNetworkHoldRelease'>,
): Hold {
  const hold = world.need('hold', input.holdRef)
  if (!isHolding(hold) || hold.state === 'release_requested') return hold
  const stopped = world.need('card', hold.cardRef).status === 'stopped'
  if (stopped || hold.state === 'refused' || doubtful(world, hold)) {
    throw new Refused('policy_refused')
  }
  const manner = world.networkManner()
  if (manner === 'at_once') return liftHold(world, hold)
  const card = world.need('card', hold.cardRef)
  world.happened('hold_release_requested', card.customerRef, { card: cardName(card) })
  const liftAt = manner === 'later' ? inAWhile(world) : null
  return world.store.put('hold', { ...hold, state: 'release_requested', liftAt })
}

export function reportAttempt(
  world: World,
  { attemptRef, verdict }: Input<'reportAttempt'>,
): Output<'reportAttempt'> {
  const attempt = world.need('attempt', attemptRef)
  if (!attempt.known) throw new Refused('not_found')
  const card = world.need('card', attempt.cardRef)
  world.happened('attempt_reported', card.customerRef, { card: cardName(card), verdict })
  return {
    attempt: world.store.put('attempt', { ...attempt, verdict }),
    holdsLeft: holdsOn(world, attempt.cardRef),
  }
}
