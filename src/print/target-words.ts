import { cardWords } from '../calls/panels.ts'
import { cardOf } from '../cards/action-card.ts'
import type { CardAction } from '../cards/card-action.ts'
import type { CaseRecord } from './case-record.ts'

/**
 * The card that an action was about, in words; the card of the case where the action does not tell. Cards that went with
 * another one have its stop as their result, which names that one.
 */
export function targetWords(
  action: CardAction | undefined,
  { caseFile, customer }: Pick<CaseRecord, 'caseFile' | 'customer'>,
): string {
  const cards = cardWords(customer?.cards ?? [])
  const known = action && (cards.get(action.targetRef) ?? cards.get(cardOf(action) ?? ''))
  if (known) return known
  return caseFile.card ? `${caseFile.card.label} …${caseFile.card.last4}` : ''
}
