import type { AttemptRecord } from '../cards/attempts.ts'
import type { AttemptLine } from '../cases/case-page.ts'
import { nameAndOutcomes, type Wording } from './wording.ts'

/** Every sending of an action and every question after it, with its time and what the card system said. */
export const attemptLines = (
  attempts: readonly AttemptRecord[],
  action: string,
  { t }: Wording,
): AttemptLine[] =>
  attempts.map(({ kind, at, endedAt, answer }) => ({
    at,
    kind: t.attempts.kinds[kind],
    words: answer === null ? t.attempts.none : answerWords(answer, action, t),
    took: endedAt === null ? '' : t.attempts.took(tenths(Date.parse(endedAt) - Date.parse(at))),
  }))

const tenths = (milliseconds: number): string => (Math.max(0, milliseconds) / 1000).toFixed(1)

function answerWords(answer: string, action: string, t: Wording['t']): string {
  const answers: Readonly<Record<string, string>> = t.attempts.answers
  const outcome = nameAndOutcomes(t.actions, action)?.outcomes[answer]
  return answers[answer] ?? outcome ?? t.attempts.refused(answer)
}
