import { caseIdsOf } from '../cases/cases.ts'
import { familiesOf } from '../cases/families.ts'
import { readQuery } from '../customers/query.ts'
import { searchCustomers } from '../customers/searching.ts'
import { type Db, marks, read } from '../db.ts'
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
  const theirs = await caseIdsOf(
    db,
    people.customers.map(({ id }) => id),
  )
  const found = [...hits.map(({ ref }) => ref), ...numbered.cases.map(({ id }) => id), ...theirs]
  return [...new Set([...found, ...(await goneOnIn(db, found))])]
}

/** What was found in a case that was merged is found in the one that goes on. */
async function goneOnIn(db: Db, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const merged = await read<{ id: string }>(db, {
    sql: `select id from cases where id in (${marks(ids)}) and merged_into is not null`,
    bindings: ids,
  })
  const families = await familiesOf(
    db,
    merged.map(({ id }) => id),
  )
  return [...families.values()].flatMap(([survivor]) => survivor ?? [])
}
