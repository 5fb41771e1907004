import { actionsOfCase } from '../cards/actions.ts'
import { isUnsettled } from '../cards/card-action.ts'
import type { CaseFile } from '../cases/case-file.ts'
import { commitmentView, type Names, nameOf } from '../cases/case-lines.ts'
import type { CaseSummaryView } from '../cases/case-view.ts'
import { commitmentsOf } from '../cases/commitments.ts'
import type { CallDeps } from './context.ts'
import { actionView } from './step-view.ts'
import { doneWords } from './suggestions.ts'
import type { Wording } from './wording.ts'

const lines = (text: string): string[] => text.split('\n').filter((line) => line.trim() !== '')

/** What the calls before this one left: wanted, found, done, open, promised. Null on a case's first call. */
export async function caseSummary(
  { db, clock }: Pick<CallDeps, 'db' | 'clock'>,
  caseFile: CaseFile,
  callId: string,
  wording: Wording,
  names: Names,
): Promise<CaseSummaryView | null> {
  const last = await db('matters')
    .join('calls', 'calls.id', 'matters.call_id')
    .where({ case_id: caseFile.id })
    .whereNot('calls.id', callId)
    .orderBy('calls.started_at', 'desc')
    .first('calls.started_at', 'calls.operator_id')
  if (!last) return null
  const actions = (await actionsOfCase(db, caseFile.id)).filter((each) => each.callId !== callId)
  const promises = (await commitmentsOf(db, [caseFile.id])).filter((each) => each.state === 'open')
  const done = lines(caseFile.done)
  return {
    caseId: caseFile.id,
    number: caseFile.number,
    lastCallAt: last.started_at,
    lastOperator: nameOf(names, last.operator_id),
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
    promises: promises.map((each) =>
      commitmentView(each, caseFile.number, wording.t, names, clock.now()),
    ),
  }
}
