import type { Value } from '../calls/look-up.ts'
import type { IsoDate } from '../cards/card.ts'
import type { CaseRecord } from './case-record.ts'

/** What the look-ups of a case told of an order; used while the card system is away. */
export interface OrderSeen {
  readonly etaFrom: IsoDate | null
  readonly etaTo: IsoDate | null
  readonly deliveredAt: string | null
  readonly last4: string | null
}

/** By the order's reference; without one every look counts. */
export function orderAsSeen({ matters, customerIds }: CaseRecord, order: string | null): OrderSeen {
  const looks = matters
    .flatMap(({ context, matter }) => context.call.entries.filter((each) => each.matter === matter))
    .filter(({ facts }) => isOf(facts.about?.customer ?? null, customerIds))
    .flatMap(({ content }) => content.seen ?? [])
    .filter(({ refs }) => order === null || refs.reissue?.[0] === order)
  const last = (name: string): Value | undefined =>
    looks.findLast(({ values }) => values[name] !== undefined)?.values[name]
  return {
    etaFrom: isoOf(last('eta.from')),
    etaTo: isoOf(last('eta.to')),
    deliveredAt: isoOf(last('shipment.delivered_at')),
    last4: digitsOf(last('new_card.last4')),
  }
}

const isOf = (whose: string | null, own: readonly string[]): boolean =>
  whose === null ? own.length === 0 : own.includes(whose)

const isoOf = (value: Value | undefined): string | null =>
  value?.type === 'date' || value?.type === 'instant' ? value.iso : null
const digitsOf = (value: Value | undefined): string | null =>
  value?.type === 'digits' ? value.value : null
