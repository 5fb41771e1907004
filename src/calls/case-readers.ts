import { actionsOfCases } from '../cards/actions.ts'
import type { CaseReaders } from '../cases/readers.ts'
import { casePage } from './case-page-view.ts'
import { readClosing } from './closing-facts.ts'
import type { CallDeps } from './context.ts'
import { deskPage } from './desk-view.ts'
import { guardedCase } from './guarded-view.ts'
import { mayTellStatus } from './level-in-call.ts'

/** What the desk and the case page show of calls and of the card system. */
export const caseReaders = (deps: CallDeps): CaseReaders => ({
  desk: (operator, wording) => deskPage(deps, operator, wording),
  casePage: (caseFile, operator, wording, typed) =>
    casePage(deps, caseFile, operator, wording, typed),
  guarded: (caseFile, operator, wording) => guardedCase(deps, caseFile, operator, wording),
  mayTellStatus: (operator) => mayTellStatus(deps, operator.id),
  actionStates: actionsOfCases,
  closing: readClosing,
})
