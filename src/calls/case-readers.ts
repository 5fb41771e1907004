import { actionsOfCases } from '../cards/actions.ts'
import { inBusinessDays, inBusinessHours } from '../cards/business-hours.ts'
import { fromTokyo } from '../cards/delivery.ts'
import type { CaseReaders } from '../cases/readers.ts'
import { casePage } from './case-page-view.ts'
import { readClosing } from './closing-facts.ts'
import type { CallDeps } from './context.ts'
import { deskPage } from './desk-view.ts'
import { guardedCase } from './guarded-view.ts'
import { mayTellStatus } from './level-in-call.ts'
import { promiseWords } from './promise-words.ts'

/** What the desk and the case page show of calls and of the card system. */
export const caseReaders = (deps: CallDeps): CaseReaders => ({
  desk: (operator, wording) => deskPage(deps, operator, wording),
  casePage: (caseFile, operator, wording, typed) =>
    casePage(deps, caseFile, operator, wording, typed),
  guarded: (caseFile, operator, wording) => guardedCase(deps, caseFile, operator, wording),
  mayTellStatus: (operator) => mayTellStatus(deps, operator.id),
  actionStates: actionsOfCases,
  closing: readClosing,
  dueOf: ({ when, time, count }, now) => {
    if (when === 'hours') return inBusinessHours(now, count ?? 0, deps.businessHours)
    if (when === 'days') return inBusinessDays(now, count ?? 0, deps.businessHours)
    const at = fromTokyo(time)
    return Number.isNaN(at.getTime()) ? null : at
  },
  promiseWording: ({ owner, ...promise }) => {
    const { timeZone } = deps
    const told = { ...promise, operatorId: owner.id, delivery: null, window: '', timeZone }
    return promiseWords(deps.db, told)
  },
})
