import type { CaseFile } from '../cases/case-file.ts'
import { ownerName } from '../cases/case-lines.ts'
import { openCasesOf } from '../cases/cases.ts'
import { customersByPhone } from '../customers/customers.ts'
import { peopleBehind, recordsOf } from '../customers/one-person.ts'
import type { Db } from '../db.ts'
import { catalogue } from '../i18n/index.ts'
import { operatorNames } from '../operators/operators.ts'
import type { Call } from './call.ts'
import type { Candidate } from './look-up.ts'

/** Open cases that this call may go on with: those of its customer, else of whoever has the calling number. */
export async function openCasesForCall(
  db: Db,
  call: Pick<Call, 'customerId' | 'fromNumber'>,
): Promise<CaseFile[]> {
  if (call.customerId !== null) return openCasesOf(db, await recordsOf(db, call.customerId))
  if (call.fromNumber === null) return []
  const callers = await customersByPhone(db, call.fromNumber)
  const people = await peopleBehind(
    db,
    callers.map((caller) => caller.id),
  )
  return openCasesOf(db, [...new Set([...people.values()].flat())])
}

/** No more than the number, the reason and the previous operator: nothing else may be seen before verification. */
export async function openCaseCandidates(
  db: Db,
  call: Pick<Call, 'customerId' | 'fromNumber'>,
): Promise<Candidate[]> {
  const cases = await openCasesForCall(db, call)
  if (cases.length === 0) return []
  const names = await operatorNames(db)
  return cases.map((caseFile, index) => ({
    ref: caseFile.id,
    outcome: 'found',
    label: { ja: caseFile.number, en: caseFile.number },
    detail: {
      ja: `${reasonWords('ja', caseFile.reason)}・${ownerName(names, caseFile.ownerId, catalogue('ja'))}`,
      en: `${reasonWords('en', caseFile.reason)}, ${ownerName(names, caseFile.ownerId, catalogue('en'))}`,
    },
    usual: index === 0,
  }))
}
function reasonWords(language: 'ja' | 'en', reason: string): string {
  const reasons: Readonly<Record<string, string>> = catalogue(language).terms.reason
  return reasons[reason] ?? reason
}
