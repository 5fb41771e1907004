import type { StoredEvent } from '../audit/events.ts'
import { resultFacts } from '../cards/action-inputs.ts'
import type { CardAction } from '../cards/card-action.ts'
import type { CaseFact, CasePage } from '../cases/case-page.ts'
import type { CustomerCard } from '../customers/customer.ts'
import type { CallEntry } from './call.ts'
import { ARRIVED } from './card-arrived.ts'
import type { CallContext } from './context.ts'
import { factViews } from './facts-view.ts'
import { fact } from './look-ups/fact.ts'
import type { Wording } from './wording.ts'

/** Shipment, phone wallet and portal registration, each as it was last seen: one says nothing of the other two. */
export function deliveryFacts(
  customerId: string | null,
  contexts: readonly CallContext[],
  events: readonly StoredEvent[],
  cards: ReadonlyMap<string, string>,
  wording: Wording,
): CaseFact[] {
  const seen = contexts
    .flatMap(({ call }) => call.entries)
    .filter(({ kind, facts }) => kind === 'seen' && facts.about?.customer === customerId)
  const arrived = arrivedAt(events)
  const shipment =
    arrived === null
      ? lastSeen(seen, 'shipment')
      : [fact('shipment.delivered', { at: arrived }, 'ok')]
  const others = ['wallet_tokens', 'portal_registration'].flatMap((name) => lastSeen(seen, name))
  return factViews([...shipment, ...others], wording, cards)
}

const lastSeen = (seen: readonly CallEntry[], lookUp: string) => {
  const entry = seen.findLast(
    (each) => each.facts.lookUp === lookUp && each.content.seen?.away === false,
  )
  return entry?.content.seen?.facts ?? []
}

function arrivedAt(events: readonly StoredEvent[]): string | null {
  const at = events.findLast((each) => each.name === ARRIVED)?.detail.deliveredAt
  return typeof at === 'string' ? at : null
}

/** The card that was ordered: its last 4 digits once they are known, and when it comes or came. */
export function newCardOf(
  actions: readonly CardAction[],
  events: readonly StoredEvent[],
  cards: readonly CustomerCard[],
  { t, fmt }: Wording,
): CasePage['newCard'] {
  const order = actions.findLast(
    (each) => each.action === 'request_reissue' && each.state === 'done',
  )
  if (!order) return null
  const { refs, values } = resultFacts(order.action, order.result)
  const last4 = cards.find((each) => each.cardRef === refs.new_card?.[0])?.last4 ?? null
  const arrived = arrivedAt(events)
  if (arrived !== null) return { last4, words: t.facts['shipment.delivered']({ at: arrived }) }
  const [from, to] = [values['eta.from'], values['eta.to']]
  if (from?.type !== 'date' || to?.type !== 'date') return { last4, words: '' }
  return { last4, words: t.formats.range(fmt.day(from.iso), fmt.day(to.iso)) }
}
