import { casesOfCustomers } from '../cases/cases.ts'
import { searchCustomers } from '../customers/customers.ts'
import { readQuery } from '../customers/query.ts'
import type { Db } from '../db.ts'
import { findCases } from './found-cases.ts'

const PEOPLE = 50

/** The cases that some words are found in: by their number, or by whom they are about. For lists to be narrowed by. */
export async function casesWith(db: Db, text: string): Promise<readonly string[]> {
  const query = readQuery(text)
  const [found, people] = await Promise.all([
    findCases(db, text, query),
    searchCustomers(db, query, PEOPLE),
  ])
  const ids = people.customers.map(({ id }) => id)
  const theirs = await casesOfCustomers(db, ids)
  return [...new Set([...found.cases.map(({ id }) => id), ...theirs])]
}
