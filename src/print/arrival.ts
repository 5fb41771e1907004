import { whereIsIt } from '../calls/look-ups/shipment.ts'
import { datesOf, newestDates } from '../calls/order-dates.ts'
import type { IsoDate } from '../cards/card.ts'
import { tokyoDate } from '../cards/delivery.ts'
import { placeOf } from '../cards/sighting.ts'
import { type AfterOrder, printedOrder } from './after-order.ts'
import type { CaseRecord } from './case-record.ts'
import { type OrderSeen, orderAsSeen } from './order-seen.ts'

/** When the new card comes or came. */
export interface Arrival {
  /** The order that it is about; null when no reference of it is known. */
  readonly order: string | null
  readonly from: IsoDate
  readonly to: IsoDate
  readonly deliveredOn: string | null
}

/**
 * Null when no card is on its way to the customer: none was ordered, the order fell through, or it came back; and when
 * the days are over on which it was to come, for then nobody knows when it comes.
 */
export function arrivalOf(record: CaseRecord, after: AfterOrder | null, now: Date): Arrival | null {
  const arrival = after ? arrivalNow(after) : arrivalAsKnown(record)
  const isOver = arrival?.deliveredOn === null && arrival.to < tokyoDate(now.toISOString())
  return isOver ? null : arrival
}

function arrivalNow({ reissue, shipment }: AfterOrder): Arrival | null {
  if (reissue.state === 'rejected' || whereIsIt(shipment) === 'returned') return null
  const { reissueRef: order, etaFrom: from, etaTo: to } = reissue
  return { order, from, to, deliveredOn: shipment?.deliveredAt ?? null }
}

/** By the record alone, while the card system is away. */
function arrivalAsKnown(record: CaseRecord): Arrival | null {
  const { sighting, commitments } = record
  const order = printedOrder(record)
  const seen = orderAsSeen(record, order)
  const days = daysOf(record, order, seen)
  if (!days || (sighting && placeOf(sighting) === 'back')) return null
  const deliveredOn = sighting?.deliveredAt ?? seen.deliveredAt
  const isKept = commitments.some(
    ({ kind, state, subjectRef }) =>
      kind === 'delivery' && state === 'kept' && (subjectRef === order || subjectRef === null),
  )
  return isKept && deliveredOn === null ? null : { order, ...days, deliveredOn }
}

/** As this case's own order or resending tells, else as a look-up of an order that was made elsewhere. */
function daysOf(
  { actions }: CaseRecord,
  order: string | null,
  { etaFrom, etaTo }: OrderSeen,
): Pick<Arrival, 'from' | 'to'> | null {
  const own =
    order === null
      ? newestDates(actions)
      : actions
          .map(datesOf)
          .findLast((dates) => dates !== null && [order, null].includes(dates.reissueRef))
  if (own) return { from: own.etaFrom, to: own.etaTo }
  return order === null || etaFrom === null || etaTo === null ? null : { from: etaFrom, to: etaTo }
}
