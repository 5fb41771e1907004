import type { Db } from '../db.ts'
import type { Operator } from '../operators/operator.ts'
import type { Wording } from '../web/wording.ts'
import type { Customer } from './customer.ts'
import type { CustomersPage } from './customer-page.ts'
import { kanaKey } from './name.ts'
import { onePerPerson } from './one-person.ts'
import { readQuery, withoutProofs } from './query.ts'
import type { CustomerReaders } from './readers.ts'
import { searchCustomers } from './searching.ts'

const SHOWN = 50

/** Looking for a customer outside a call. */
export async function customersPage(
  db: Db,
  readers: CustomerReaders,
  text: string,
  operator: Operator,
  wording: Wording,
): Promise<CustomersPage> {
  const isTold = await readers.mayTell(null, operator)
  const query = isTold ? readQuery(text) : withoutProofs(readQuery(text))
  const found = await searchCustomers(db, query, SHOWN)
  const customers = await onePerPerson(db, found.customers)
  const count = found.count - (found.customers.length - customers.length)
  return {
    text,
    count,
    mayTell: isTold,
    guarded: query.problem === 'not_verified',
    tooMany: count > customers.length,
    sameKana: isTold && shareKana(customers),
    customers: await readers.lines(customers, wording),
  }
}

const shareKana = (customers: readonly Customer[]): boolean =>
  new Set(customers.map((each) => kanaKey(each.nameKana))).size < customers.length
