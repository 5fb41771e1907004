import { caseIdsOf } from '../cases/cases.ts'
import { survivingIds } from '../cases/families.ts'
import { peopleBehind } from '../customers/one-person.ts'
import { readQuery } from '../customers/query.ts'
import { searchCustomers } from '../customers/searching.ts'
import type { Db } from '../db.ts'
import { findNumbers } from './found-cases.ts'
import { findHits } from './hits.ts'
import { needlesOf } from './needles.ts'

/** As many as a list is narrowed to; whoever finds more adds a word. */
const MOST = 1000
const PEOPLE = 50

/** The newest cases in which all of the words stand, or of the people whom they name. For lists to be narrowed by. */
export async function casesWith(db: Db, text: string): Promise<readonly string[]> {
  const needles = needlesOf(text)
  if (needles.length === 0) return []
  const query = readQuery(text)
  const [hits, numbered] = await Promise.all([
    findHits(db, 'cases', needles, { limit: MOST }),
    findNumbers(db, text, query),
  ])
  // Whoever types the number of a case means that one, and not the others of its customer.
  const isNumber = numbered.cases.length > 0
  const people = isNumber ? { customers: [] } : await searchCustomers(db, query, PEOPLE)
  const records = await peopleBehind(
    db,
    people.customers.map(({ id }) => id),
  )
  const theirs = await caseIdsOf(db, [...new Set([...records.values()].flat())])
  const found = [...hits.map(({ ref }) => ref), ...numbered.cases.map(({ id }) => id), ...theirs]
  return await survivingIds(db, [...new Set(found)])
}
