import type { Call, CallEntry } from './call.ts'

type Typed = Pick<CallEntry, 'step' | 'visit' | 'facts' | 'content'>
type Fields = Readonly<Record<string, string>>

/**
 * What the answers of one matter recorded in their fields: each place as it was answered last, the later place first.
 * What was found out and done about somebody else than the customer of the case (`own`: all records of that person) is
 * left out.
 */
export function typedIn(answers: readonly Typed[], own: readonly string[]): Fields {
  const places = new Map<string, Fields>()
  for (const { step, visit, facts, content } of answers) {
    const whose = facts.about?.customer ?? own[0] ?? null
    const isOwn = whose === null ? own.length === 0 : own.includes(whose)
    const place = `${step}/${visit}/${whose}`
    places.delete(place)
    places.set(place, withoutFindings(content.fields ?? {}, !isOwn))
  }
  return Object.assign({}, ...places.values())
}

const FINDINGS: ReadonlySet<string> = new Set(['found', 'done', 'cause', 'next_steps'])
const withoutFindings = (fields: Fields, isOfAnother: boolean): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !isOfAnother || !FINDINGS.has(name)))

/**
 * What one call left of a case in the operator's own words. A case has no such words itself: it has those of its calls,
 * so that no call takes away what another one left.
 */
export interface WrapUp {
  readonly callId: string
  readonly matter: number
  /** Which of the case's calls it is, from 1. */
  readonly nth: number
  readonly fields: Fields
}

/** What these calls, in their order, left of a case; `caseIds`: the case and those merged into it. */
export const wrapUpsIn = (
  calls: readonly Pick<Call, 'id' | 'matters' | 'entries'>[],
  caseIds: readonly string[],
  customerIds: readonly string[],
): WrapUp[] =>
  calls.flatMap(({ id, matters, entries }, index) =>
    matters
      .filter((matter) => matter.caseId !== null && caseIds.includes(matter.caseId))
      .map(({ number }) => ({
        callId: id,
        matter: number,
        nth: index + 1,
        fields: typedIn(
          entries.filter((each) => each.kind === 'answer' && each.matter === number),
          customerIds,
        ),
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
