import { addDays } from '../business-days.ts'
import type { IsoDate, Shipment } from '../card.ts'
import { tokyoDate } from '../delivery.ts'
import type { Order, Parcel } from './records.ts'
import { relink } from './wallets.ts'
import { cardName, isFinal, type World } from './world.ts'

/** What the post does with a card that is on its way (registered mail: kept 7 days, then sent back). */

const KEPT_DAYS = 7
const OFFICE = 'あさぎり郵便局'

const orderOf = (world: World, parcel: Parcel): Order => world.need('reissue', parcel.reissueRef)

function track(world: World, parcel: Parcel, category: string, at: string, place: string | null) {
  const updates = [...parcel.updates, { at, category, place }]
  return world.store.put('shipment', { ...parcel, updates })
}

const trackingNo = (world: World): string =>
  `000-00-${String(world.store.nextNumber('tracking')).padStart(5, '0')}-1`

export function dispatch(world: World, parcel: Parcel, at = world.now()): Parcel {
  world.store.put('reissue', { ...orderOf(world, parcel), state: 'dispatched' })
  world.happened('dispatched', parcel.customerRef, {}, at)
  const sent: Parcel = { ...parcel, state: 'in_transit', trackingNo: trackingNo(world) }
  return track(world, sent, 'in_transit', at, '東京多摩郵便局')
}

const onItsWay = (world: World, parcel: Parcel, at: string): Parcel =>
  parcel.state === 'preparing' ? dispatch(world, parcel, at) : parcel

export function deliver(world: World, parcel: Parcel, at = world.now()): Parcel {
  const order = orderOf(world, parcel)
  const going = onItsWay(world, parcel, at)
  world.store.put('reissue', { ...order, state: 'completed' })
  if (order.newCardRef !== null) activate(world, order.oldCardRef, order.newCardRef, at)
  const delivered: Parcel = { ...going, state: 'delivered', deliveredAt: at, heldAt: null }
  return track(world, delivered, 'delivered', at, null)
}

function activate(world: World, oldRef: string, newRef: string, at: string): void {
  const next = world.need('card', newRef)
  if (next.status === 'pending_activation') {
    world.store.put('card', { ...next, status: 'active', statusAt: at })
  }
  world.happened('delivered', next.customerRef, { card: cardName(next) }, at)
  if (!isFinal(next)) relink(world, world.need('card', oldRef), next, at)
}

/** Nobody was in: a notice is left and the card waits at the post office. */
export function leaveNotice(world: World, parcel: Parcel, at = world.now()): Parcel {
  const going = onItsWay(world, parcel, at)
  const day: IsoDate = tokyoDate(at)
  const heldUntil = going.heldUntil ?? addDays(day, KEPT_DAYS)
  world.happened('absent', parcel.customerRef, { until: heldUntil }, at)
  const held: Parcel = {
    ...going,
    state: 'held',
    attemptedOn: [...going.attemptedOn, day],
    heldAt: OFFICE,
    heldUntil,
  }
  const noticed = track(world, held, 'delivery_issue', at, OFFICE)
  return track(world, noticed, 'held', at, OFFICE)
}

export function giveBack(
  world: World,
  parcel: Parcel,
  returnReason: NonNullable<Shipment['returnReason']>,
  at = world.now(),
): Parcel {
  const going = onItsWay(world, parcel, at)
  world.happened('returned', parcel.customerRef, { reason: returnReason }, at)
  const back: Parcel = { ...going, state: 'returned', returnReason, returnedAt: at, heldAt: null }
  return track(world, back, 'returned_to_sender', at, null)
}
