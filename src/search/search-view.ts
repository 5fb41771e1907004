import type { CallDeps } from '../calls/context.ts'
import { customerReaders } from '../calls/customer-readers.ts'
import { mayTellStatus } from '../calls/level-in-call.ts'
import { onePerPerson } from '../customers/one-person.ts'
import { type CustomerQuery, readQuery, withoutProofs } from '../customers/query.ts'
import { searchCustomers } from '../customers/searching.ts'
import type { Db } from '../db.ts'
import type { Operator } from '../operators/operator.ts'
import { readStaff } from '../operators/operators.ts'
import { may } from '../operators/permissions.ts'
import type { Wording } from '../web/wording.ts'
import { caseHits } from './case-hits.ts'
import { findCodes } from './codes.ts'
import { filtersOf } from './filters.ts'
import {
  asWholes,
  type FoundCases,
  type FoundNumbers,
  findNumbers,
  findWritten,
} from './found-cases.ts'
import type { Kind, Question } from './question.ts'
import type { SearchPage } from './search-page.ts'

const PEOPLE = 20
const CODES = 20
const NO_NUMBERS: FoundNumbers = { cases: [], unknown: false, mistyped: false }
const NO_CASES: FoundCases = { cases: [], count: 0, more: false, nextUrl: null }
const NOBODY = { customers: [], count: 0 }

/** Looks for what was typed among people, cases and reference tables; people and cases only for who may read them. */
export async function searchPage(
  deps: CallDeps,
  question: Question,
  operator: Operator,
  wording: Wording,
): Promise<SearchPage> {
  const { db } = deps
  const { text } = question
  const query = readQuery(text)
  const mayRead = may(operator.role, 'read_cases')
  const wants = (kind: Kind) => question.kind === '' || question.kind === kind
  const isTold = await mayTellStatus(deps, operator.id)
  const staff = await readStaff(db)
  // Behind the first page there are further cases only.
  const isFirst = question.before === undefined
  const asked = isTold ? query : withoutProofs(query)
  const people = mayRead && wants('people') && isFirst ? await findPeople(db, asked) : NOBODY
  const numbers = mayRead && wants('cases') ? await findNumbers(db, text, query) : NO_NUMBERS
  const found =
    mayRead && wants('cases') ? await findAll(deps, question, numbers, isTold) : NO_CASES
  const codes = wants('codes') && isFirst ? findCodes(text, deps.references, wording) : []
  const others = people.count + codes.length
  return {
    text,
    count: others + found.count,
    countMore: found.more,
    problem: problemOf(numbers, others + found.count, query),
    people: await customerReaders(deps).lines(people.customers, wording),
    cases: await caseHits(db, found.cases, text, isTold, staff.names, wording),
    codes: codes.slice(0, CODES),
    more: people.count - people.customers.length + Math.max(0, codes.length - CODES),
    nextUrl: found.nextUrl,
    guarded: mayRead && !isTold,
    filters: mayRead ? filtersOf(question, isTold, staff.operators, wording.t) : [],
  }
}

/** Records that are one person are one line. */
async function findPeople(db: Db, query: CustomerQuery) {
  const found = await searchCustomers(db, query, PEOPLE)
  const customers = await onePerPerson(db, found.customers)
  return { customers, count: found.count - (found.customers.length - customers.length) }
}

/** Beside a caller who is not verified only numbers are looked up: that a word stands in a case would tell of it. */
async function findAll(
  { db, clock }: CallDeps,
  question: Question,
  { cases }: FoundNumbers,
  isTold: boolean,
): Promise<FoundCases> {
  if (isTold) return await findWritten(db, question, cases, clock.now())
  const wholes = await asWholes(db, cases)
  return { cases: wholes, count: wholes.length, more: false, nextUrl: null }
}

/** A number that somebody or something else was found by was not meant as that of a case. */
function problemOf(
  { unknown, mistyped }: FoundNumbers,
  others: number,
  query: CustomerQuery,
): SearchPage['problem'] {
  if (others > 0) return null
  if (unknown) return 'unknown_case'
  const isPhone = query.terms.flat().some((each) => each.item === 'phone' && each.whole)
  return mistyped && !isPhone ? 'mistyped' : null
}
