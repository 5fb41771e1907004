import type { Input } from '../../card-system.ts'
import { deliveryEstimate } from '../../delivery.ts'
import type { Order, Parcel } from '../records.ts'
import { Refused } from '../refused.ts'
import { isFinal, type World } from '../world.ts'

const SENT_AT_MOST = 2

export function getShipment(world: World, { reissueRef }: Input<'getShipment'>): Parcel {
  const order = world.need('reissue', reissueRef)
  const parcel = world.store
    .ofOwner('shipment', order.customerRef)
    .find((each) => each.reissueRef === reissueRef)
  if (!parcel) throw new Refused('not_found')
  return parcel
}

/** A card sent to an address where nobody by that name lives would only come back once more. */
const stillUnknown = (world: World, parcel: Parcel): boolean =>
  parcel.returnReason === 'unknown_address' &&
  !world.store
    .ofOwner('move', parcel.customerRef)
    .some((move) => move.state === 'approved' && move.at >= (parcel.returnedAt ?? ''))

const isStopped = (world: World, { newCardRef }: Order): boolean =>
  newCardRef !== null && isFinal(world.need('card', newCardRef))

export function requestReshipment(
  world: World,
  { shipmentRef }: Input<'requestReshipment'>,
): Parcel {
  const parcel = world.need('shipment', shipmentRef)
  const order = world.need('reissue', parcel.reissueRef)
  if (parcel.state !== 'returned' || isStopped(world, order)) throw new Refused('conflict_state')
  if (parcel.sentTimes >= SENT_AT_MOST) throw new Refused('second_return')
  if (stillUnknown(world, parcel)) throw new Refused('policy_refused')
  const { dispatchOn, etaFrom, etaTo } = deliveryEstimate(world.now())
  world.store.put('reissue', { ...order, state: 'ordered', etaFrom, etaTo })
  world.happened('reshipped', parcel.customerRef)
  return world.store.put('shipment', {
    ...parcel,
    state: 'preparing',
    trackingNo: null,
    heldAt: null,
    heldUntil: null,
    returnReason: null,
    returnedAt: null,
    dispatchOn,
    arrivesOn: etaTo,
    sentTimes: parcel.sentTimes + 1,
    fate: 'delivered',
  })
}
