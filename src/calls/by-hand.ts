import type { Answer } from '../scripts/walk.ts'
import type { Call } from './call.ts'
import type { Wording } from './wording.ts'

/**
 * Told behind an answer that a person chose while the card system could not show the records. A call from a paper slip
 * is by hand as a whole and says so itself.
 */
export function byHandWords(
  { entries, paper }: Pick<Call, 'entries' | 'paper'>,
  answer: Answer | null | undefined,
  { t }: Wording,
): string {
  return isByHand({ entries, paper }, answer) ? t.layout.aside(t.call.byHand) : ''
}

export function isByHand(
  { entries, paper }: Pick<Call, 'entries' | 'paper'>,
  answer: Answer | null | undefined,
): boolean {
  if (!answer || paper) return false
  return entries.find(({ seq }) => seq === answer.seq)?.byWhom === 'hand'
}
