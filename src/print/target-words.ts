import { cardWords } from '../calls/panels.ts'
import { cardOf } from '../cards/action-card.ts'
import type { CardAction } from '../cards/card-action.ts'
import type { CaseRecord } from './case-record.ts'

/** The card that an action was about, in words; the card of the case where the action does not tell. */
export function targetWords(
  action: CardAction | undefined,
  { caseFile, customer }: Pick<CaseRecord, 'caseFile' | 'customer'>,
): string {
  const cards = cardWords(customer?.cards ?? [])
  const known = action && (cards.get(cardOf(action) ?? '') ?? cards.get(action.targetRef))
  if (known) return known
  return caseFile.card ? `${caseFile.card.label} …${caseFile.card.last4}` : ''
}
