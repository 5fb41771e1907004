import type { CaseFile } from '../cases/case-file.ts'
import { casesByIds, findCaseByNumber } from '../cases/cases.ts'
import { readCaseNumber } from '../cases/number.ts'
import type { CustomerQuery } from '../customers/query.ts'
import type { Db } from '../db.ts'
import { type Count, countHits, findHits, type HitFilter } from './hits.ts'
import { needlesOf } from './needles.ts'
import { addressBehind, filterOf, type Question } from './question.ts'

export interface FoundNumbers {
  readonly cases: readonly CaseFile[]
  /** Numbers that are written rightly and belong to no case. */
  readonly unknown: boolean
  /** Written like a case number, with a wrong check digit. */
  readonly mistyped: boolean
}

/** The cases whose numbers stand in what was typed. Eleven digits may be a telephone number as well. */
export async function findNumbers(
  db: Db,
  text: string,
  query: CustomerQuery,
): Promise<FoundNumbers> {
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

export interface FoundCases extends Count {
  readonly cases: readonly CaseFile[]
  readonly nextUrl: string | null
}
const CASES = 20

/** The cases in which all of the words stand, the newest first; `numbered` are those whose numbers were typed. */
export async function findWritten(
  db: Db,
  question: Question,
  numbered: readonly CaseFile[],
  now: Date,
): Promise<FoundCases> {
  const needles = needlesOf(question.text)
  const filter = filterOf(question, now)
  const { before } = question
  const hits = await findHits(db, 'cases', needles, { limit: CASES + 1, before, filter })
  const shown = hits.slice(0, CASES)
  const refs = shown.map(({ ref }) => ref)
  const known = await casesByIds(db, refs)
  const last = shown.at(-1)
  const isEnd = before === undefined && hits.length <= CASES
  const counted = isEnd ? { count: hits.length, more: false } : await countHits(db, needles, filter)
  const first = before === undefined ? numbered.filter((each) => fits(each, filter)) : []
  const ids = new Set(first.map(({ id }) => id))
  const written = refs.flatMap((ref) => known.get(ref) ?? []).filter(({ id }) => !ids.has(id))
  const unseen = first.filter(({ id }) => !refs.includes(id)).length
  return {
    cases: [...first, ...written],
    count: Math.max(counted.count, shown.length) + unseen,
    more: counted.more,
    nextUrl: hits.length > CASES && last ? addressBehind(question, last.at) : null,
  }
}

const fits = (one: CaseFile, { status, reason, ownerId, since }: HitFilter): boolean =>
  (status === undefined || one.status === status) &&
  (reason === undefined || one.reason === reason) &&
  (ownerId === undefined || one.ownerId === ownerId) &&
  (since === undefined || one.updatedAt >= since)
