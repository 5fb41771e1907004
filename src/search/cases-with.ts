import { caseIdsOf } from '../cases/cases.ts'
import { readQuery } from '../customers/query.ts'
import { searchCustomers } from '../customers/searching.ts'
import type { Db } from '../db.ts'
import { findHits } from './hits.ts'
import { needlesOf } from './needles.ts'

/** As many as a list is narrowed to; whoever finds more adds a word. */
const MOST = 1000
const PEOPLE = 50

/** The newest cases in which all of the words stand, or of the people whom they name. For lists to be narrowed by. */
export async function casesWith(db: Db, text: string): Promise<readonly string[]> {
  const needles = needlesOf(text)
  if (needles.length === 0) return []
  const [hits, people] = await Promise.all([
    findHits(db, 'cases', needles, { limit: MOST }),
    searchCustomers(db, readQuery(text), PEOPLE),
  ])
  const theirs = await caseIdsOf(
    db,
    people.customers.map(({ id }) => id),
  )
  return [...new Set([...hits.map(({ ref }) => ref), ...theirs])]
}
