import type { CaseFile } from '../cases/case-file.ts'
import { casesByIds, findCaseByNumber } from '../cases/cases.ts'
import { survivorsOf } from '../cases/families.ts'
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

/** A case, and those of its whole in which the words were found: itself, or ones that were merged into it. */
export interface FoundCase {
  readonly caseFile: CaseFile
  readonly within: readonly CaseFile[]
}
export interface FoundCases extends Count {
  readonly cases: readonly FoundCase[]
  readonly nextUrl: string | null
}
const CASES = 20

/** What was found in a merged case leads to the one that goes on; each case once, where it was found first. */
export async function asWholes(db: Db, found: readonly CaseFile[]): Promise<FoundCase[]> {
  const survivors = await survivorsOf(db, found)
  const wholes = new Map<string, FoundCase>()
  for (const one of found) {
    const caseFile = survivors.get(one.id) ?? one
    const { within = [] } = wholes.get(caseFile.id) ?? {}
    wholes.set(caseFile.id, { caseFile, within: [...within, one] })
  }
  return [...wholes.values()]
}

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
  const known = await casesByIds(
    db,
    shown.map(({ ref }) => ref),
  )
  const last = shown.at(-1)
  const first = before === undefined ? numbered : []
  const written = shown.flatMap(({ ref }) => known.get(ref) ?? [])
  const others = written.filter(({ id }) => first.every((each) => each.id !== id))
  const found = await asWholes(db, [...first, ...others])
  const cases = found.filter(({ caseFile }) => fits(caseFile, filter))
  const nextUrl = hits.length > CASES && last ? addressBehind(question, last.at) : null
  if (before === undefined && nextUrl === null)
    return { cases, count: cases.length, more: false, nextUrl }
  const { count, more } = await countHits(db, needles, filter)
  const unseen = first.filter(({ id }) => !known.has(id)).length
  return { cases, count: Math.max(count, shown.length) + unseen, more, nextUrl }
}

const fits = (one: CaseFile, { status, reason, ownerId, since }: HitFilter): boolean =>
  (status === undefined || one.status === status) &&
  (reason === undefined || one.reason === reason) &&
  (ownerId === undefined || one.ownerId === ownerId) &&
  (since === undefined || one.updatedAt >= since)
