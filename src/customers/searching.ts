import type { Knex } from 'knex'
import { type Db, read } from '../db.ts'
import { customersHolding } from '../search/index.ts'
import type { Customer } from './customer.ts'
import { whole } from './customers.ts'
import type { CustomerQuery, Reading } from './query.ts'
import type { CustomerRow } from './rows.ts'

export interface SearchResult {
  readonly customers: readonly Customer[]
  /** How many there are in all, beyond the limit too, as far as they are counted. */
  readonly count: number
}

/** Who looks for one of more than these has to say more. */
const MOST_COUNTED = 1000

/**
 * Those who meet every term of the query: first those whose names begin with what was typed, then those in whose names
 * it stands; each sorted by kana.
 */
export async function searchCustomers(
  db: Db,
  query: CustomerQuery,
  limit: number,
): Promise<SearchResult> {
  if (query.problem !== null) return { customers: [], count: 0 }
  const beginning = db('customers').whereIn('id', matching(db, query, namedFrom, limit))
  const first = await read<CustomerRow>(db, inOrder(beginning).limit(limit))
  const anywhere = () => matching(db, query, namedWith, MOST_COUNTED).limit(MOST_COUNTED)
  const within = db('customers').whereIn('id', anywhere())
  const known = first.map(({ id }) => id)
  const missing = limit - first.length
  const others =
    missing > 0 && query.terms.flat().some(isName)
      ? await read<CustomerRow>(db, inOrder(within.whereNotIn('id', known)).limit(missing))
      : []
  const rows = [...first, ...others]
  if (rows.length < limit) return { customers: await whole(db, rows), count: rows.length }
  const counting = db
    .count<{ count: number | string }[]>({ count: '*' })
    .from(anywhere().as('found'))
  const [counted] = await read<{ count: number | string }>(db, counting)
  return { customers: await whole(db, rows), count: Math.max(Number(counted?.count), rows.length) }
}

const isName = ({ item }: Reading) => item === 'kana' || item === 'name'
const inOrder = (customers: Knex.QueryBuilder) =>
  customers.orderBy(['kana_key', 'birth_date', 'id'])

/** Ids of the customers that a reading fits; no more than so many, if a number is given. */
type Fitting = (db: Db, reading: Reading, most: number | null) => Knex.QueryBuilder | Knex.Raw

/**
 * Ids of those who meet every term. The readings of a term are looked up one by one and put together: each by its own
 * index. Where there is but one term, each reading is read no further than is asked for: thousands share a surname.
 */
function matching(
  db: Db,
  { terms }: CustomerQuery,
  fitting: Fitting,
  most: number,
): Knex.QueryBuilder {
  const isOne = terms.length === 1
  const [first, ...others] = terms.map((readings) => {
    const each = readings.map((reading) => fitting(db, reading, isOne ? most : null))
    return db.queryBuilder().union(each)
  })
  if (first && others.length === 0) return db.select('id').from(first.as('found'))
  return [first, ...others].reduce<Knex.QueryBuilder>(
    (found, ids) => (ids ? found.whereIn('id', ids) : found),
    idsOf(db),
  )
}

/** Names from their beginning. */
function namedFrom(db: Db, reading: Reading, most: number | null): Knex.QueryBuilder | Knex.Raw {
  switch (reading.item) {
    case 'kana':
      return firstOf(db, idsOf(db).whereLike('kana_key', `${reading.key}%`), most)
    case 'name': {
      const named = idsOf(db).whereLike('name_key', `${reading.key}%`)
      const both = reading.kana ? named.whereLike('kana_key', `%${reading.kana}%`) : named
      return firstOf(db, both, most)
    }
    default:
      return numbered(db, reading, most)
  }
}

/** Names that hold it anywhere. */
function namedWith(db: Db, reading: Reading, most: number | null): Knex.QueryBuilder | Knex.Raw {
  if (reading.item === 'name' && reading.kana) return namedFrom(db, reading, most)
  return reading.item === 'name' || reading.item === 'kana'
    ? customersHolding(db, reading.key, most)
    : numbered(db, reading, most)
}

const firstOf = (db: Db, ids: Knex.QueryBuilder, most: number | null): Knex.QueryBuilder =>
  most === null ? ids : db.select('id').from(inOrder(ids).limit(most).as('found'))

const idsOf = (db: Db) => db('customers').select('id')

/** Keys and digits hold letters and digits only, so that no pattern character can stand in them. */
function numbered(
  db: Db,
  reading: Exclude<Reading, { item: 'kana' | 'name' }>,
  most: number | null,
): Knex.QueryBuilder | Knex.Raw {
  const among = (table: string) => db(table).select('customer_id as id')
  switch (reading.item) {
    case 'birth_date':
      return idsOf(db).where('birth_date', reading.date)
    case 'member_no':
      return idsOf(db).where('member_no', reading.digits)
    case 'last4':
      return among('customer_cards').where('last4', reading.digits)
    case 'case_number':
      return among('cases').where('number', reading.number).whereNotNull('customer_id')
    case 'phone':
      return reading.whole
        ? among('customer_phones').where('number', reading.digits)
        : customersHolding(db, reading.digits, most)
  }
}
