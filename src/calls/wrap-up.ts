import type { Call, CallEntry } from './call.ts'

type Typed = Pick<CallEntry, 'step' | 'visit' | 'content'>

/** What the answers of one matter recorded in their fields: each place as it was answered last, the later place first. */
export function typedIn(answers: readonly Typed[]): Readonly<Record<string, string>> {
  const places = new Map<string, Typed>()
  for (const each of answers) {
    const place = `${each.step}/${each.visit}`
    places.delete(place)
    places.set(place, each)
  }
  return Object.assign({}, ...[...places.values()].map(({ content }) => content.fields ?? {}))
}

/**
 * What one call left of a case in the operator's own words. A case has no such words itself: it has those of its calls,
 * so that no call takes away what another one left.
 */
export interface WrapUp {
  readonly callId: string
  readonly matter: number
  /** Which of the case's calls it is, from 1. */
  readonly nth: number
  readonly fields: Readonly<Record<string, string>>
}

/** What these calls, in their order, left of a case. */
export const wrapUpsIn = (
  calls: readonly Pick<Call, 'id' | 'matters' | 'entries'>[],
  caseId: string,
): WrapUp[] =>
  calls.flatMap(({ id, matters, entries }, index) =>
    matters
      .filter((matter) => matter.caseId === caseId)
      .map(({ number }) => ({
        callId: id,
        matter: number,
        nth: index + 1,
        fields: typedIn(entries.filter((each) => each.kind === 'answer' && each.matter === number)),
      })),
  )

export const linesOf = (text: string | undefined): string[] =>
  (text ?? '').split('\n').filter((line) => line.trim() !== '')

/** What the customer wanted, call after call; what was said before is not said twice. */
export const wantedIn = (wrapUps: readonly Pick<WrapUp, 'fields'>[]): string =>
  [
    ...new Set(wrapUps.flatMap(({ fields }) => linesOf(fields.wanted ?? fields.customer_words))),
  ].join('\n')

/** What is to be done next, as it was written last; a call that resolves the case leaves no more than it says itself. */
export function nextStepsIn(
  wrapUps: readonly WrapUp[],
  own: WrapUp | undefined,
  disposition: string,
): string {
  const earlier = wrapUps.findLast(({ fields }) => fields.next_steps !== undefined)
  const last = own?.fields.next_steps === undefined && disposition !== 'resolved' ? earlier : own
  return last?.fields.next_steps ?? ''
}
