import { findCustomers } from '../customers/customers.ts'
import type { Db } from '../db.ts'
import type { Catalogue } from '../i18n/index.ts'
import { readStaff } from '../operators/operators.ts'
import { may } from '../operators/permissions.ts'
import { STATUSES } from './case-file.ts'
import { caseLine, withoutStatus } from './case-lines.ts'
import { type CaseFilter, countCases, listCases } from './cases.ts'
import type { CasesPage, Paging } from './cases-page.ts'

const ON_A_PAGE = 50

/** What was asked of the list; an empty text leaves that question open. */
export interface CasesQuery {
  readonly status: string
  readonly owner: string
  readonly page: number
}

/** The list of cases, the one that was last touched first. */
export async function casesPage(
  db: Db,
  asked: CasesQuery,
  mayTellStatus: boolean,
  t: Catalogue,
): Promise<CasesPage> {
  const query = mayTellStatus ? asked : { ...asked, status: '' }
  const filter: CaseFilter = {
    ...(query.status === '' ? {} : { status: query.status }),
    ...(query.owner === '' ? {} : { ownerId: query.owner }),
  }
  const count = await countCases(db, filter)
  const paging = pagingOf(query, count)
  const cases = await listCases(db, filter, ON_A_PAGE, (paging.page - 1) * ON_A_PAGE)
  const [customers, { names, operators }] = await Promise.all([
    findCustomers(
      db,
      cases.flatMap((each) => each.customerId ?? []),
    ),
    readStaff(db),
  ])
  const known = new Map(customers.map(({ id, nameKanji }) => [id, { id, name: nameKanji }]))
  return {
    cases: cases.map((each) => ({
      ...(mayTellStatus ? caseLine(each, t, names) : withoutStatus(caseLine(each, t, names))),
      customer: known.get(each.customerId ?? '') ?? null,
    })),
    count,
    filter: { status: query.status, owner: query.owner },
    statuses: STATUSES.map((value) => ({ value, label: t.terms.caseStatus[value] })),
    owners: operators.filter((each) => may(each.role, 'change_cases')),
    paging,
  }
}

/** A page beyond the last one is the last one. */
function pagingOf(query: CasesQuery, count: number): Paging {
  const pages = Math.max(1, Math.ceil(count / ON_A_PAGE))
  const page = Math.min(Math.max(1, query.page), pages)
  return {
    page,
    pages,
    previousUrl: page > 1 ? urlOf(query, page - 1) : null,
    nextUrl: page < pages ? urlOf(query, page + 1) : null,
  }
}
function urlOf({ status, owner }: CasesQuery, page: number): string {
  const asked = Object.entries({ status, owner, page: String(page) })
  return `/cases?${new URLSearchParams(asked.filter(([, value]) => value !== ''))}`
}
