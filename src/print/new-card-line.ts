import { orderIn } from '../calls/awaited.ts'
import type { Wording } from '../calls/wording.ts'
import { newCardOf } from '../cards/action-card.ts'
import { type AfterOrder, orderOf, printedOrder } from './after-order.ts'
import { arrivalOf } from './arrival.ts'
import type { CaseRecord } from './case-record.ts'
import { orderAsSeen } from './order-seen.ts'

/** The card that is awaited or has come, in one line of the summary; null when none was ordered. */
export function newCardLine(
  record: CaseRecord,
  after: AfterOrder | null,
  now: Date,
  { t, fmt }: Wording,
): string | null {
  const order = printedOrder(record)
  if (order === null && !orderOf(record.actions)) return null
  const last4 = after?.newCard?.last4 ?? last4Known(record, order)
  const card = last4 === null ? '' : `…${last4}　`
  const arrival = arrivalOf(record, after, now)
  const parcel = after ? after.shipment : record.sighting
  if (!arrival) return card + (parcel ? t.terms.shipmentState[parcel.state] : '') || null
  const { from, to, deliveredOn } = arrival
  return deliveredOn === null
    ? t.print.newCardComes(card, fmt.day(from), fmt.day(to))
    : t.print.newCardCame(card, fmt.day(deliveredOn))
}

/** By the order that was made here, else by a look-up. */
function last4Known(record: CaseRecord, order: string | null): string | null {
  const own = record.actions.filter(({ result }) => order === null || orderIn(result) === order)
  const made = orderOf(own)
  const ref = made ? newCardOf(made) : null
  const known = record.customer?.cards.find((card) => card.cardRef === ref)?.last4
  return known ?? (order === null ? null : orderAsSeen(record, order).last4)
}
