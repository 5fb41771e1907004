import type { CaseFile } from '../cases/case-file.ts'
import { findCaseByNumber } from '../cases/cases.ts'
import { readCaseNumber } from '../cases/number.ts'
import type { CustomerQuery } from '../customers/query.ts'
import type { Db } from '../db.ts'

export interface FoundCases {
  readonly cases: readonly CaseFile[]
  /** Numbers that are written rightly and belong to no case. */
  readonly unknown: boolean
  /** Written like a case number, with a wrong check digit. */
  readonly mistyped: boolean
}

/** The cases whose numbers stand in what was typed. Eleven digits may be a telephone number as well. */
export async function findCases(db: Db, text: string, query: CustomerQuery): Promise<FoundCases> {
  const whole = readCaseNumber(text)
  const inTerms = query.terms
    .flat()
    .flatMap((each) => (each.item === 'case_number' ? [each.number] : []))
  const numbers = new Set([...(whole && 'number' in whole ? [whole.number] : []), ...inTerms])
  const found = await Promise.all([...numbers].map((number) => findCaseByNumber(db, number)))
  const cases = found.filter((each) => each !== null)
  return {
    cases,
    unknown: numbers.size > 0 && cases.length === 0,
    mistyped: query.problem === 'wrong_check_digit' || (whole !== null && 'wrong' in whole),
  }
}
