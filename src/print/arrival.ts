import { whereIsIt } from '../calls/look-ups/shipment.ts'
import { newestDates } from '../calls/order-dates.ts'
import type { IsoDate } from '../cards/card.ts'
import { placeOf } from '../cards/sighting.ts'
import type { AfterOrder } from './after-order.ts'
import type { CaseRecord } from './case-record.ts'

/** When the new card comes or came. */
export interface Arrival {
  readonly from: IsoDate
  readonly to: IsoDate
  readonly deliveredOn: string | null
}

/** Null when no card is on its way to the customer: none was ordered, the order fell through, or it came back. */
export function arrivalOf(record: CaseRecord, after: AfterOrder | null): Arrival | null {
  if (after) return arrivalNow(after)
  const ordered = newestDates(record.actions)
  if (!ordered || (record.sighting && placeOf(record.sighting) === 'back')) return null
  const deliveredOn = record.sighting?.deliveredAt ?? deliveredAsSeen(record)
  const isKept = record.commitments.some(
    (each) => each.kind === 'delivery' && each.state === 'kept',
  )
  if (isKept && deliveredOn === null) return null
  return { from: ordered.etaFrom, to: ordered.etaTo, deliveredOn }
}

function arrivalNow({ reissue, shipment }: AfterOrder): Arrival | null {
  if (reissue.state === 'rejected' || whereIsIt(shipment) === 'returned') return null
  const deliveredOn = shipment?.deliveredAt ?? null
  return { from: reissue.etaFrom, to: reissue.etaTo, deliveredOn }
}

/** The day that a look-up of the case showed; used while the card system is away. */
function deliveredAsSeen({ matters }: CaseRecord): string | null {
  const values = matters.flatMap(({ context, matter }) =>
    context.call.entries
      .filter((entry) => entry.matter === matter)
      .map((entry) => entry.content.seen?.values['shipment.delivered_at']),
  )
  const last = values.findLast((value) => value?.type === 'instant')
  return last?.type === 'instant' ? last.iso : null
}
