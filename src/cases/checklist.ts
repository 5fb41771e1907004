import type { Catalogue } from '../i18n/index.ts'
import type { CaseFile } from './case-file.ts'
import type { ChecklistLine } from './case-page.ts'
import { type ClosingFacts, type ClosureObstacle, obstaclesToClosure } from './closing.ts'

/** Where on the page each of them is seen to. */
const PLACES: Readonly<Record<ClosureObstacle, string>> = {
  already_closed: '',
  merged: '',
  calls_going_on: '#calls',
  open_commitments: '#commitments',
  unknown_actions: '#actions',
  open_tasks: '#tasks',
  missing_wrap_up: '#notes',
  waiting_handover: '#handover',
}

/** What is still to be done before a case can be closed; by the rule that closes it. */
export const checklist = (caseFile: CaseFile, facts: ClosingFacts, t: Catalogue): ChecklistLine[] =>
  obstaclesToClosure(caseFile, facts)
    .filter((code) => code !== 'already_closed')
    .map((code) => ({ code, ...t.caseWork.checklist[code], href: PLACES[code] }))
