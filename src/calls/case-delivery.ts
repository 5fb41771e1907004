import type { StoredEvent } from '../audit/events.ts'
import { resultFacts } from '../cards/action-inputs.ts'
import type { CardAction } from '../cards/card-action.ts'
import { tokyoDate } from '../cards/delivery.ts'
import { placeOf, type ShipmentSighting } from '../cards/sighting.ts'
import type { CaseFact, CasePage } from '../cases/case-page.ts'
import type { Commitment } from '../cases/commitment.ts'
import type { CustomerCard } from '../customers/customer.ts'
import { orderIn } from './awaited.ts'
import type { CallEntry } from './call.ts'
import type { CallContext } from './context.ts'
import { factViews } from './facts-view.ts'
import type { Fact } from './look-up.ts'
import { fact } from './look-ups/fact.ts'
import { shipmentFacts } from './look-ups/shipment.ts'
import { newestDates } from './order-dates.ts'
import { ARRIVED } from './shipment-seen.ts'
import type { Wording } from './wording.ts'

/** What a case page goes by to tell where the new card is. */
export interface DeliverySources {
  readonly contexts: readonly CallContext[]
  readonly events: readonly StoredEvent[]
  readonly commitments: readonly Commitment[]
  /** The order whose card the case is about; null when there is none, or none that is known by a reference. */
  readonly order: string | null
  /** Where the card was when the program last asked; null when it has not. */
  readonly sighting: ShipmentSighting | null
  readonly now: Date
}

/** Shipment, phone wallet and portal registration, each as it was last seen: one says nothing of the other two. */
export function deliveryFacts(
  customerIds: readonly string[],
  sources: DeliverySources,
  cards: ReadonlyMap<string, string>,
  wording: Wording,
): CaseFact[] {
  const seen = sources.contexts
    .flatMap(({ call }) => call.entries)
    .filter(({ kind, facts }) => kind === 'seen' && isAbout(facts.about?.customer, customerIds))
  const others = ['wallet_tokens', 'portal_registration'].flatMap((name) => lastSeen(seen, name))
  return factViews([...shipmentNow(seen, sources), ...others], wording, cards)
}

const isAbout = (whose: string | null | undefined, own: readonly string[]): boolean =>
  own.length === 0 ? whose === null : own.some((id) => id === whose)

/** The newest word holds, be it a look-up of a call or what the program has asked by itself. */
function shipmentNow(seen: readonly CallEntry[], sources: DeliverySources): readonly Fact[] {
  const { sighting } = sources
  const arrived = arrivedAt(sources)
  const lookedAt = newest(seen, 'shipment')?.at ?? ''
  if (sighting && sighting.askedAt >= lookedAt)
    return [...lateFacts(sighting, sources), ...shipmentFacts(sighting)]
  if (arrived !== null) return [fact('shipment.delivered', { at: arrived }, 'ok')]
  return lastSeen(seen, 'shipment')
}

/** Not there on the day after the one that the customer was told. */
function lateFacts(sighting: ShipmentSighting, { commitments, now }: DeliverySources): Fact[] {
  const late = commitments.find(
    ({ kind, state, dueAt }) =>
      kind === 'delivery' && state === 'open' && dueAt < now.toISOString(),
  )
  if (!late || placeOf(sighting) === 'delivered') return []
  return [fact('shipment.late', { to: tokyoDate(late.dueAt) }, 'warn')]
}

const newest = (seen: readonly CallEntry[], lookUp: string) =>
  seen.findLast((each) => each.facts.lookUp === lookUp && each.content.seen?.away === false)

const lastSeen = (seen: readonly CallEntry[], lookUp: string): readonly Fact[] =>
  newest(seen, lookUp)?.content.seen?.facts ?? []

function arrivedAt({ events, order }: Pick<DeliverySources, 'events' | 'order'>): string | null {
  const at = events.findLast(({ name, detail }) => name === ARRIVED && detail.subjectRef === order)
    ?.detail.deliveredAt
  return typeof at === 'string' ? at : null
}

/** The card that was ordered: its last 4 digits once they are known, and when it comes or came. */
export function newCardOf(
  actions: readonly CardAction[],
  sources: Pick<DeliverySources, 'events' | 'sighting' | 'order'>,
  cards: readonly CustomerCard[],
  { t, fmt }: Wording,
): CasePage['newCard'] {
  const ordered = actions.findLast(
    (each) => each.action === 'request_reissue' && each.state === 'done',
  )
  if (!ordered) return null
  const { order, sighting } = sources
  // What was promised since may be about a card that was ordered elsewhere.
  const isOther = order !== null && ![order, null].includes(orderIn(ordered.result))
  const { refs } = resultFacts(ordered.action, ordered.result)
  const known = cards.find((each) => each.cardRef === refs.new_card?.[0])?.last4 ?? null
  const last4 = isOther ? null : known
  const arrived = sighting?.deliveredAt ?? arrivedAt(sources)
  if (arrived !== null) return { last4, words: t.facts['shipment.delivered']({ at: arrived }) }
  if (sighting && (isOther || placeOf(sighting) !== 'on_way'))
    return { last4, words: t.terms.shipmentState[sighting.state] }
  if (isOther) return null
  const dates = newestDates(actions)
  return {
    last4,
    words: dates ? t.formats.range(fmt.day(dates.etaFrom), fmt.day(dates.etaTo)) : '',
  }
}
