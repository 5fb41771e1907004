import type { IsoDate } from '../cards/card.ts'
import type { CardAction } from '../cards/card-action.ts'
import { deliveryEstimate } from '../cards/delivery.ts'
import type { ShipmentSighting } from '../cards/sighting.ts'
import type { Commitment } from '../cases/commitment.ts'
import type { Subject } from '../scripts/walk.ts'
import { AWAITING_CARD, orderIn } from './awaited.ts'
import { type Call, looksInMatter } from './call.ts'

/** When the card of an order is expected. */
export interface OrderDates {
  /** Null where the card system's answer names none. */
  readonly reissueRef: string | null
  readonly etaFrom: IsoDate
  readonly etaTo: IsoDate
}

/** As the card system announced it; for a card sent again it announces nothing, so that the rule for all cards holds. */
export function datesOf({ operation, state, result, endedAt }: CardAction): OrderDates | null {
  if (state !== 'done') return null
  if (operation === 'requestReissue') return announced(result)
  if (operation !== 'requestReshipment' || endedAt === null) return null
  const { etaFrom, etaTo } = deliveryEstimate(endedAt)
  return { reissueRef: orderIn(result), etaFrom, etaTo }
}

/** An order that is known, and since when. */
export interface KnownOrder {
  readonly at: string
  /** Null when a person found out that it was done, and nothing more. */
  readonly dates: OrderDates | null
}

/** The newest order that was made here, or the newest time that its card was sent again. */
export function lastOrder(actions: readonly CardAction[]): KnownOrder | null {
  const last = actions.findLast(
    ({ operation, state }) =>
      state === 'done' && (operation === 'requestReissue' || operation === 'requestReshipment'),
  )
  return last ? { at: last.endedAt ?? last.confirmedAt, dates: datesOf(last) } : null
}

/** The orders that were confirmed together with one, such as those for two cards; with it. */
export function ordersWith(
  actions: readonly CardAction[],
  reissueRef: string | null,
): { readonly callId: string; readonly dates: OrderDates }[] {
  const orders = actions.filter(({ operation }) => operation === 'requestReissue')
  const one = orders.find(({ result }) => reissueRef !== null && orderIn(result) === reissueRef)
  return orders.flatMap((each) => {
    const isTogether = each.callId === one?.callId && each.confirmedAt === one.confirmedAt
    const dates = isTogether ? datesOf(each) : null
    return dates ? [{ callId: each.callId, dates }] : []
  })
}

/** The dates that hold now, of the order of these actions. */
export const newestDates = (actions: readonly CardAction[]): OrderDates | null =>
  lastOrder(actions)?.dates ?? null

/** Of the order that was made here and the one that was looked at, the one that is known last. */
export function newerOrder(own: KnownOrder | null, seen: KnownOrder | null): OrderDates | null {
  if (own === null || seen === null || seen.at < own.at) return (own ?? seen)?.dates ?? null
  const made = own.dates
  if (made === null || seen.dates === null) return seen.dates
  // Sent again, the days that were announced for it at first do not hold any more.
  const { reissueRef } = seen.dates
  return [reissueRef, null].includes(made.reissueRef) ? { ...made, reissueRef } : seen.dates
}

/** The order that a look-up of this matter found, whoever made it. */
export function orderSeen(
  call: Pick<Call, 'entries'>,
  matter: number,
  about: Subject,
): KnownOrder | null {
  for (const { at, content } of looksInMatter(call, matter, about).reverse()) {
    const reissueRef = content.seen?.refs.reissue?.[0]
    const [from, to] = [content.seen?.values['eta.from'], content.seen?.values['eta.to']]
    if (reissueRef !== undefined && from?.type === 'date' && to?.type === 'date')
      return { at, dates: { reissueRef, etaFrom: from.iso, etaTo: to.iso } }
  }
  return null
}

function announced(result: unknown): OrderDates | null {
  if (typeof result !== 'object' || result === null) return null
  const [etaFrom, etaTo] = ['etaFrom', 'etaTo'].map((name) => Reflect.get(result, name))
  return typeof etaFrom === 'string' && typeof etaTo === 'string'
    ? { reissueRef: orderIn(result), etaFrom, etaTo }
    : null
}

/** What was seen of a card before it was sent again tells nothing of where it is now. */
export const stillSeen = (
  sighting: ShipmentSighting | null,
  actions: readonly CardAction[],
): ShipmentSighting | null =>
  actions.some(
    ({ operation, state, endedAt }) =>
      operation === 'requestReshipment' &&
      state === 'done' &&
      (endedAt ?? '') > (sighting?.askedAt ?? ''),
  )
    ? null
    : sighting

/** The order whose card a case is about: the one that it made or had sent again, or promised, whichever came last. */
export function orderOfCase(
  actions: readonly CardAction[],
  commitments: readonly Commitment[],
): string | null {
  const kinds: readonly string[] = AWAITING_CARD
  const promised = commitments
    .filter(
      ({ kind, subjectRef, state }) =>
        kinds.includes(kind) && subjectRef !== null && state !== 'withdrawn',
    )
    .reduce<Commitment | null>((a, b) => (a && a.madeAt > b.madeAt ? a : b), null)
  const own = lastOrder(actions)
  if (own === null || (promised && promised.madeAt >= own.at)) return promised?.subjectRef ?? null
  return own.dates && (own.dates.reissueRef ?? promised?.subjectRef ?? null)
}
