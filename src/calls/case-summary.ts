import { type CardAction, isUnsettled } from '../cards/card-action.ts'
import type { CaseFile } from '../cases/case-file.ts'
import { commitmentView, type Names, nameOf } from '../cases/case-lines.ts'
import type { CaseSummaryView } from '../cases/case-view.ts'
import type { Commitment } from '../cases/commitment.ts'
import type { CaseCall } from './holdings.ts'
import { actionView } from './step-view.ts'
import { doneWords } from './suggestions.ts'
import { withResults } from './waiting.ts'
import type { Wording } from './wording.ts'
import { linesOf, type WrapUp } from './wrap-up.ts'

/** A case with what belongs to it, read before. */
export interface CaseHolding {
  readonly caseFile: CaseFile
  readonly caseCalls: readonly CaseCall[]
  readonly caseActions: readonly CardAction[]
  readonly wrapUps: readonly WrapUp[]
  readonly commitments: readonly Commitment[]
}

/** A case in words: what was wanted, what each call found and did, what is still open. */
export function caseText(
  caseFile: Pick<CaseFile, 'wanted' | 'nextSteps'>,
  wrapUps: readonly WrapUp[],
  actions: readonly CardAction[],
  wording: Wording,
) {
  const found = wrapUps.map((each) => ({ nth: each.nth, lines: linesOf(each.fields.found) }))
  return {
    wanted: caseFile.wanted,
    found: callByCall(found, wording),
    done: callByCall(doneIn(wrapUps, actions, wording), wording),
    open: [
      ...linesOf(caseFile.nextSteps),
      ...actions.filter(isUnsettled).map((each) => {
        const view = actionView(each, new Map(), wording)
        return `${view.label}${wording.t.layout.colon}${view.stateLabel}`
      }),
    ],
  }
}

interface Part {
  readonly nth: number | null
  readonly lines: readonly string[]
}

/** What each call did in its operator's words, else what it did in the card system; what belongs to no call of the case comes last. */
function doneIn(
  wrapUps: readonly WrapUp[],
  actions: readonly CardAction[],
  wording: Wording,
): Part[] {
  const isOf = (wrapUp: WrapUp) => (action: CardAction) =>
    action.callId === wrapUp.callId && action.matter === wrapUp.matter
  const others = actions.filter((action) => !wrapUps.some((each) => isOf(each)(action)))
  const parts = wrapUps.map((each): Part => {
    const own = actions.filter(isOf(each))
    const written = withResults(linesOf(each.fields.done), own, wording)
    const lines = written.length > 0 ? written : doneWords(own, null, wording)
    return { nth: each.nth, lines }
  })
  return [...parts, { nth: null, lines: doneWords(others, null, wording) }]
}

/** One paragraph after the other; where there were several calls, each says which it is. */
function callByCall(parts: readonly Part[], { t }: Wording): string[] {
  const said = parts.filter(({ lines }) => lines.length > 0)
  const several = new Set(parts.flatMap(({ nth }) => nth ?? [])).size > 1
  return said.flatMap(({ nth, lines: [first = '', ...rest] }, place) => {
    const isNew = nth !== null && nth !== said[place - 1]?.nth
    return [several && isNew ? t.cases.ofCall(nth, first) : first, ...rest]
  })
}

/** What the calls before this one left: wanted, found, done, open, promised. Null on a case's first call. */
export function caseSummary(
  { caseFile, caseCalls, caseActions, wrapUps, commitments }: CaseHolding,
  callId: string,
  wording: Wording,
  names: Names,
  now: Date,
): CaseSummaryView | null {
  const last = caseCalls.findLast((each) => each.id !== callId)
  if (!last) return null
  const actions = caseActions.filter((each) => each.callId !== callId)
  const written = wrapUps.filter((each) => each.callId !== callId)
  const promises = commitments.filter(
    (each) => each.caseId === caseFile.id && each.state === 'open',
  )
  return {
    caseId: caseFile.id,
    number: caseFile.number,
    lastCallAt: last.startedAt,
    lastOperator: nameOf(names, last.operatorId),
    ...caseText(caseFile, written, actions, wording),
    promises: promises.map((each) => commitmentView(each, caseFile.number, wording.t, names, now)),
  }
}
