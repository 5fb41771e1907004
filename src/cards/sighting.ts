import type { IsoDate, IsoDateTime, Shipment } from './card.ts'

/** Where an ordered card was when the card system was last asked: codes, dates and references, and the post office. */
export interface ShipmentSighting {
  readonly reissueRef: string
  readonly askedAt: IsoDateTime
  /** Null: not even posted. */
  readonly shipmentRef: string | null
  readonly state: Shipment['state']
  readonly trackingNo: string | null
  readonly attemptedOn: readonly IsoDate[]
  /** The post office that holds it. */
  readonly heldAt: string | null
  readonly heldUntil: IsoDate | null
  readonly deliveredAt: IsoDateTime | null
  readonly returnReason: Shipment['returnReason']
  /** When its way back began; null unless it comes or came back. */
  readonly returnedAt: IsoDateTime | null
}

const GOING_BACK: readonly Shipment['state'][] = ['returning', 'returned']

/** Without a shipment the card has been ordered and not been posted. */
export function sightingOf(
  reissueRef: string,
  shipment: Shipment | null,
  askedAt: Date,
): ShipmentSighting {
  const returnedAt =
    shipment && GOING_BACK.includes(shipment.state) ? beganToReturn(shipment) : null
  return {
    reissueRef,
    askedAt: askedAt.toISOString(),
    shipmentRef: shipment?.shipmentRef ?? null,
    state: shipment?.state ?? 'preparing',
    trackingNo: shipment?.trackingNo ?? null,
    attemptedOn: shipment?.attemptedOn ?? [],
    heldAt: shipment?.heldAt ?? null,
    heldUntil: shipment?.heldUntil ?? null,
    deliveredAt: shipment?.deliveredAt ?? null,
    returnReason: shipment?.returnReason ?? null,
    returnedAt,
  }
}

/** A card may come back twice; the way that it is on now began with the first step of the last run of steps back. */
function beganToReturn({ updates }: Shipment): IsoDateTime | null {
  const turned = updates.findLastIndex(({ category }) => !category.startsWith('return'))
  return updates[turned + 1]?.at ?? null
}

/** What is of interest to somebody besides where it is, in one word: `back` for both ways of coming back. */
export type Place = 'on_way' | 'held' | 'back' | 'delivered'
export function placeOf({ state }: Pick<ShipmentSighting, 'state'>): Place {
  if (state === 'held' || state === 'delivered') return state
  return GOING_BACK.includes(state) ? 'back' : 'on_way'
}
