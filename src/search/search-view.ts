import type { CallDeps } from '../calls/context.ts'
import { customerReaders } from '../calls/customer-readers.ts'
import { mayTellStatus } from '../calls/level-in-call.ts'
import type { CaseFile } from '../cases/case-file.ts'
import { caseLine, withoutStatus } from '../cases/case-lines.ts'
import { findCustomers, searchCustomers } from '../customers/customers.ts'
import { type CustomerQuery, readQuery } from '../customers/query.ts'
import type { Operator } from '../operators/operator.ts'
import { operatorNames } from '../operators/operators.ts'
import { may } from '../operators/permissions.ts'
import type { Wording } from '../web/wording.ts'
import { findCodes } from './codes.ts'
import { type FoundCases, findCases } from './found-cases.ts'
import type { SearchPage } from './search-page.ts'

const PEOPLE = 20
const CODES = 20
const NO_CASES: FoundCases = { cases: [], unknown: false, mistyped: false }
const NOBODY = { customers: [], count: 0 }

/** Looks for what was typed among people, cases and reference tables; people and cases only for who may read them. */
export async function searchPage(
  deps: CallDeps,
  text: string,
  operator: Operator,
  wording: Wording,
): Promise<SearchPage> {
  const query = readQuery(text)
  const mayReadCases = may(operator.role, 'read_cases')
  const people = mayReadCases ? await searchCustomers(deps.db, query, PEOPLE) : NOBODY
  const found = mayReadCases ? await findCases(deps.db, text, query) : NO_CASES
  const codes = findCodes(text, deps.references, wording)
  return {
    text,
    count: people.count + found.cases.length + codes.length,
    problem: problemOf(found, people.count + codes.length, query),
    people: await customerReaders(deps).lines(people.customers, wording),
    cases: await caseLines(deps, found.cases, operator, wording),
    codes: codes.slice(0, CODES),
    more: people.count - people.customers.length + Math.max(0, codes.length - CODES),
  }
}

/** A number that somebody or something else was found by was not meant as that of a case. */
function problemOf(
  { unknown, mistyped }: FoundCases,
  others: number,
  query: CustomerQuery,
): SearchPage['problem'] {
  if (others > 0) return null
  if (unknown) return 'unknown_case'
  const isPhone = query.terms.flat().some((each) => each.item === 'phone' && each.whole)
  return mistyped && !isPhone ? 'mistyped' : null
}

async function caseLines(
  deps: CallDeps,
  cases: readonly CaseFile[],
  operator: Operator,
  { t }: Wording,
) {
  const { db } = deps
  const isTold = cases.length === 0 || (await mayTellStatus(deps, operator.id))
  const names = await operatorNames(db)
  const customers = await findCustomers(
    db,
    cases.flatMap((each) => each.customerId ?? []),
  )
  const known = new Map(customers.map((each) => [each.id, each.nameKanji]))
  return cases.map((each) => ({
    ...(isTold ? caseLine(each, t, names) : withoutStatus(caseLine(each, t, names))),
    customer: known.get(each.customerId ?? '') ?? '',
  }))
}
