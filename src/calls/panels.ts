import { cardOf } from '../cards/action-card.ts'
import { type CardAction, isUnsettled } from '../cards/card-action.ts'
import type { Mark } from '../cases/case-view.ts'
import type { CustomerCard } from '../customers/customer.ts'
import type { Call, CallEntry } from './call.ts'
import type { CardView } from './call-page.ts'
import { factViews } from './facts-view.ts'
import type { Fact } from './look-up.ts'
import { nameAndOutcomes, type Wording, wordFor } from './wording.ts'

/** The newest side-by-side read of a customer's cards in this call. */
export const overviewIn = (call: Call, customer: string | null): CallEntry | undefined =>
  call.entries.findLast(
    (entry) => entry.kind === 'overview' && entry.facts.about?.customer === customer,
  )

export const cardWords = (cards: readonly CustomerCard[]): Map<string, string> =>
  new Map(cards.map((card) => [card.cardRef, `${card.label} …${card.last4}`]))

/** All the customer's cards side by side, the chosen one first. Only for callers who are fully verified. */
export function cardPanel(
  entry: CallEntry | undefined,
  cards: readonly CustomerCard[],
  chosen: readonly string[],
  actions: readonly CardAction[],
  wording: Wording,
): CardView[] {
  const facts = entry?.content.seen?.facts ?? []
  return cards
    .map((card) =>
      cardView(
        card,
        facts.filter((fact) => fact.cardRef === card.cardRef),
        { chosen, actions: actions.filter(isUnsettled) },
        wording,
      ),
    )
    .sort((a, b) => Number(b.chosen) - Number(a.chosen))
}

function cardView(
  card: CustomerCard,
  facts: readonly Fact[],
  { chosen, actions }: { chosen: readonly string[]; actions: readonly CardAction[] },
  wording: Wording,
): CardView {
  const status = facts.find((fact) => fact.code === 'card.status')
  const mark: Mark = status?.mark ?? 'plain'
  return {
    cardRef: card.cardRef,
    label: card.label,
    last4: card.last4,
    network: wordFor(wording.t.terms.network, card.network),
    kind: '',
    chosen: chosen.includes(card.cardRef),
    loginCard: facts.some((fact) => fact.code === 'portal.login_card'),
    status: {
      words: wordFor(wording.t.terms.cardStatus, String(status?.params.status ?? '')),
      mark,
    },
    waiting: waitingOn(card.cardRef, actions, wording),
    facts: factViews(
      facts.filter((fact) => fact.code !== 'card.status' && fact.code !== 'portal.login_card'),
      wording,
    ),
  }
}

const waitingOn = (cardRef: string, actions: readonly CardAction[], { t }: Wording): string[] => {
  const here = actions.filter((each) => (cardOf(each) ?? each.targetRef) === cardRef)
  const name = ({ action }: CardAction) => nameAndOutcomes(t.actions, action)?.name ?? action
  return [...new Set(here.map(name))]
}
