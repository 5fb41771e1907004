import type { Card, IsoDateTime, StopReason } from '../../card.ts'
import type { Input } from '../../card-system.ts'
import { type DeliveryEstimate, deliveryEstimate, tokyoDate } from '../../delivery.ts'
import type { Order, Parcel } from '../records.ts'
import { Refused } from '../refused.ts'
import { promiseRelink } from '../wallets.ts'
import { cardName, cardsOf, type World } from '../world.ts'
import { addressUnderReview } from './addresses.ts'

const FEE_YEN = 1100
const NO_FEE: readonly StopReason[] = ['suspected_fraud', 'compromised', 'not_received']
const SAME_NUMBER: readonly StopReason[] = ['damaged', 'expired']
const NO_REISSUE: readonly StopReason[] = ['issuer_request']

/** Four digits that none of the customer's cards has. */
function newLast4(world: World, customerRef: string): string {
  const taken = new Set(cardsOf(world, customerRef).map((card) => card.last4))
  const next = () => String(((world.store.nextNumber('last4') * 7919) % 9000) + 1000)
  let last4 = next()
  while (taken.has(last4)) last4 = next()
  return last4
}

const fiveYearsOn = (at: IsoDateTime): string => `${Number(at.slice(0, 4)) + 5}${at.slice(4, 7)}`

function makeNewCard(world: World, old: Card, newNumber: boolean): Card {
  const card = world.store.put('card', {
    ...old,
    cardRef: world.newRef('card'),
    last4: newNumber ? newLast4(world, old.customerRef) : old.last4,
    expYm: fiveYearsOn(world.now()),
    status: 'pending_activation',
    statusReason: null,
    statusAt: world.now(),
    replacedByRef: null,
    replacementForRef: old.cardRef,
  })
  world.store.put('card', { ...old, replacedByRef: card.cardRef })
  const profile = world.need('profile', old.cardRef)
  world.store.put('profile', { ...profile, cardRef: card.cardRef, enrolled: false })
  return card
}

const newParcel = (world: World, order: Order, estimate: DeliveryEstimate): Parcel => ({
  shipmentRef: world.newRef('shipment'),
  reissueRef: order.reissueRef,
  carrier: 'japan_post',
  service: 'kani_kakitome',
  trackingNo: null,
  state: 'preparing',
  attemptedOn: [],
  heldAt: null,
  heldUntil: null,
  deliveredAt: null,
  returnReason: null,
  updates: [],
  customerRef: order.customerRef,
  dispatchOn: estimate.dispatchOn,
  arrivesOn: estimate.etaTo,
  sentTimes: 1,
  returnedAt: null,
  fate: 'delivered',
})

/** A stop and its order on one day are one piece of work, begun when the card was stopped. */
const begunAt = (stoppedAt: IsoDateTime, now: IsoDateTime): IsoDateTime =>
  tokyoDate(stoppedAt) === tokyoDate(now) ? stoppedAt : now

function refuseReissue(world: World, input: Input<'requestReissue'>): void {
  const stop = world.need('stop', input.stopRef)
  const card = world.need('card', stop.cardRef)
  const had = world.store
    .ofOwner('reissue', card.customerRef)
    .find((order) => order.stopRef === stop.stopRef)
  if (had) throw new Refused('already_reissued', had)
  if (NO_REISSUE.includes(stop.reason)) throw new Refused('reissue_restricted')
  if (addressUnderReview(world, card.customerRef)) throw new Refused('address_under_review')
  const numberKept = !input.newNumber && !SAME_NUMBER.includes(stop.reason)
  if (!input.addressConfirmed || numberKept) throw new Refused('policy_refused')
}

/** Orders the new card of a stop, once. */
export function requestReissue(world: World, input: Input<'requestReissue'>): Order {
  refuseReissue(world, input)
  const stop = world.need('stop', input.stopRef)
  const old = world.need('card', stop.cardRef)
  const dispatchAfter = input.dispatchAfter ?? null
  const estimate = deliveryEstimate(begunAt(stop.stoppedAt, world.now()), dispatchAfter)
  const card = makeNewCard(world, old, input.newNumber)
  const order = world.store.put('reissue', {
    reissueRef: world.newRef('reissue'),
    stopRef: stop.stopRef,
    oldCardRef: old.cardRef,
    newCardRef: card.cardRef,
    newNumber: input.newNumber,
    state: 'ordered',
    etaFrom: estimate.etaFrom,
    etaTo: estimate.etaTo,
    dispatchAfter,
    feeYen: NO_FEE.includes(stop.reason) ? 0 : FEE_YEN,
    customerRef: old.customerRef,
  })
  world.store.put('shipment', newParcel(world, order, estimate))
  promiseRelink(world, old)
  world.happened('reissue_ordered', old.customerRef, { card: cardName(card) })
  return order
}
