import type { Card, StoppableCard } from '../../cards/card.ts'
import { formats as enForm } from '../../i18n/en/formats.ts'
import { terms as en } from '../../i18n/en/terms.ts'
import { formats as jaForm } from '../../i18n/ja/formats.ts'
import { terms as ja } from '../../i18n/ja/terms.ts'
import type { Candidate, LookUp, Seen } from '../look-up.ts'
import { fact } from './fact.ts'
import { seen } from './seen.ts'
import { cardValues, customerValues, type Values } from './values.ts'

/** A card to pick, with what is read out about it once it is picked. */
export interface CardCandidate extends Candidate {
  readonly last4: string
  readonly values: Values
}

const isOver = (card: Pick<Card, 'status'>): boolean =>
  card.status === 'stopped' || card.status === 'closed'

export function candidate(card: StoppableCard): CardCandidate {
  const { cardRef, label, last4, network, kind, status } = card
  return {
    ref: cardRef,
    outcome: 'picked',
    label: { ja: jaForm.cardEnding(label, last4), en: enForm.cardEnding(label, last4) },
    detail: {
      ja: `${ja.network[network]}・${ja.cardKind[kind]}・${ja.cardStatus[status]}`,
      en: `${en.network[network]}, ${en.cardKind[kind]}, ${en.cardStatus[status]}`,
    },
    usual: !isOver(card),
    network,
    last4,
    values: cardValues(card),
  }
}

/** How a card stands, as a fact about it. */
export const cardStatus = (card: StoppableCard, reason: Card['statusReason'] = null) =>
  fact(
    'card.status',
    { label: card.label, last4: card.last4, status: card.status, reason: reason ?? '' },
    card.status === 'active' ? 'ok' : isOver(card) ? 'bad' : 'warn',
    card.cardRef,
  )

/** Cards that can be used come first, then those that wait, then those of the past. */
const ORDER: readonly Card['status'][] = [
  'active',
  'suspended',
  'pending_activation',
  'stopped',
  'closed',
]
const usableFirst = <C extends Pick<Card, 'status'>>(cards: readonly C[]): C[] =>
  [...cards].sort((a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status))

function picks(cards: readonly StoppableCard[], part: Partial<Seen>): Seen {
  if (cards.length === 0) return seen({ proposed: 'none', facts: [fact('card.none', {}, 'warn')] })
  return seen({ proposed: 'picked', candidates: cards.map(candidate), ...part })
}

/** Which of the customer's cards the matter is about; those of the past too, for their delivery may be asked about. */
export const cardChoice: LookUp = async ({ cardSystem, customerRef }) => {
  if (customerRef === null) return picks([], {})
  const { customer, cards } = await cardSystem.read('getCustomerOverview', { customerRef })
  const ordered = usableFirst(cards)
  return picks(ordered, {
    facts: ordered.map((card) => cardStatus(card, card.statusReason)),
    values: customerValues(customer),
  })
}

/** Which cards to stop; below full verification no more is known of them than label, last 4 digits and state. */
export const stoppableCards: LookUp = async ({ cardSystem, customerRef }) => {
  if (customerRef === null) return picks([], {})
  const cards = usableFirst(await cardSystem.read('listStoppableCards', { customerRef }))
  return picks(cards, { facts: cards.map((card) => cardStatus(card)) })
}
