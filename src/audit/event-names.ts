import type { Wording } from '../web/wording.ts'
import type { Subjects, WordsOfStep } from './log-asked.ts'
import type { LogEvent } from './log-query.ts'

type Names = ReadonlyMap<string, string>

/** What the ids and codes of some events are called. */
export interface EventNames {
  readonly staff: Names
  readonly cases: Names
  readonly cards: Names
  readonly steps: WordsOfStep
}

/** Asks for the names of all of these events at once. */
export async function namesFor(
  events: readonly LogEvent[],
  staff: Names,
  subjects: Subjects,
  wording: Wording,
): Promise<EventNames> {
  const [cases, cards, steps] = await Promise.all([
    subjects.caseNumbers(events.flatMap(({ caseId }) => caseId ?? [])),
    subjects.cardNames(events.flatMap(({ detail }) => text(detail.target) ?? [])),
    subjects.stepWords(
      events.flatMap(({ callId, detail }) => (text(detail.step) === null ? [] : (callId ?? []))),
      wording,
    ),
  ])
  return { staff, cases, cards, steps }
}

/** A value of an event's detail, if it is a text. */
export const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)
