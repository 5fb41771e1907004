import { type CardAction, isUnsettled } from '../cards/card-action.ts'
import type { CaseFile } from '../cases/case-file.ts'
import { commitmentView, type Names, nameOf } from '../cases/case-lines.ts'
import type { CaseSummaryView } from '../cases/case-view.ts'
import type { Commitment } from '../cases/commitment.ts'
import type { CaseCall } from './holdings.ts'
import { actionView } from './step-view.ts'
import { doneWords } from './suggestions.ts'
import type { Wording } from './wording.ts'

const lines = (text: string): string[] => text.split('\n').filter((line) => line.trim() !== '')

/** A case with what belongs to it, read before. */
export interface CaseHolding {
  readonly caseFile: CaseFile
  readonly caseCalls: readonly CaseCall[]
  readonly caseActions: readonly CardAction[]
  readonly commitments: readonly Commitment[]
}

/** A case in words: what was wanted, what was found and done, what is still open. */
export function caseText(caseFile: CaseFile, actions: readonly CardAction[], wording: Wording) {
  const done = lines(caseFile.done)
  return {
    wanted: caseFile.wanted,
    found: lines(caseFile.found),
    done: done.length > 0 ? done : doneWords(actions, null, wording),
    open: [
      ...lines(caseFile.nextSteps),
      ...actions.filter(isUnsettled).map((each) => {
        const view = actionView(each, new Map(), wording)
        return `${view.label}：${view.stateLabel}`
      }),
    ],
  }
}

/** What the calls before this one left: wanted, found, done, open, promised. Null on a case's first call. */
export function caseSummary(
  { caseFile, caseCalls, caseActions, commitments }: CaseHolding,
  callId: string,
  wording: Wording,
  names: Names,
  now: Date,
): CaseSummaryView | null {
  const last = caseCalls.findLast((each) => each.id !== callId)
  if (!last) return null
  const actions = caseActions.filter((each) => each.callId !== callId)
  const promises = commitments.filter(
    (each) => each.caseId === caseFile.id && each.state === 'open',
  )
  return {
    caseId: caseFile.id,
    number: caseFile.number,
    lastCallAt: last.startedAt,
    lastOperator: nameOf(names, last.operatorId),
    ...caseText(caseFile, actions, wording),
    promises: promises.map((each) => commitmentView(each, caseFile.number, wording.t, names, now)),
  }
}
