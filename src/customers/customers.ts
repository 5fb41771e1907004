import type { Knex } from 'knex'
import { validate as isUuid, v7 as uuidv7 } from 'uuid'
import type { CustomerSummary, IsoDateTime } from '../cards/card.ts'
import { type Db, marks, read } from '../db.ts'
import { indexCustomer } from '../search/index.ts'
import type { Customer } from './customer.ts'
import { kanaKey, nameKey } from './name.ts'
import { phoneDigits } from './phone.ts'
import {
  type CardRow,
  type CustomerRow,
  cardRow,
  type PhoneRow,
  phoneRows,
  toCustomer,
} from './rows.ts'

const KEY_LENGTH = 120

/** Mirrors what the card system tells of a customer, with phones and cards; as often as it is told. Gives the id. */
export async function saveCustomer(
  db: Db,
  summary: CustomerSummary,
  at: IsoDateTime,
): Promise<string> {
  return db.transaction(async (trx) => {
    await lockCasesOf(trx, summary.customerRef)
    const id = await saveRow(trx, summary, at)
    await trx('customer_phones').where('customer_id', id).delete()
    await trx('customer_cards').where('customer_id', id).delete()
    const phones = phoneRows(id, summary)
    const cards = summary.cards.map((card) => cardRow(id, card))
    if (phones.length > 0) await trx('customer_phones').insert(phones)
    if (cards.length > 0) await trx('customer_cards').insert(cards).onConflict('card_ref').merge()
    await indexCustomer(trx, id)
    return id
  })
}

/** The customer's cases are indexed anew when a name changes; everybody takes cases before customers. */
async function lockCasesOf(trx: Db, customerRef: string): Promise<void> {
  const customer = trx('customers').where({ customer_ref: customerRef }).select('id')
  await trx('cases').whereIn('customer_id', customer).orderBy('id').forNoKeyUpdate().select('id')
}

async function saveRow(trx: Db, summary: CustomerSummary, at: IsoDateTime): Promise<string> {
  const told = {
    member_no: summary.memberNo,
    name_kanji: summary.nameKanji,
    name_kana: summary.nameKana,
    name_key: nameKey(summary.nameKanji).slice(0, KEY_LENGTH),
    kana_key: kanaKey(summary.nameKana).slice(0, KEY_LENGTH),
    birth_date: summary.birthDate,
    flags: JSON.stringify(summary.flags),
    preferred_operator: summary.preferredOperatorId,
    updated_at: at,
  }
  const [row] = await trx('customers')
    .insert({ id: uuidv7(), customer_ref: summary.customerRef, created_at: at, ...told })
    .onConflict('customer_ref')
    .merge(told)
    .returning<{ id: string }[]>('id')
  if (!row) throw new Error('the saved customer has no id')
  return row.id
}

export async function findCustomer(db: Db, id: string): Promise<Customer | null> {
  if (!isUuid(id)) return null
  const sql = 'select * from customers where id = ?'
  const [customer] = await whole(
    db,
    await read<CustomerRow>(db, { sql, bindings: [id.toLowerCase()] }),
  )
  return customer ?? null
}

export const findByRef = (db: Db, customerRef: string): Promise<Customer | null> =>
  first(db, db('customers').where('customer_ref', customerRef))

/** Those of some people of the card system's who are in Annai's own list. */
export const idsByRefs = async (db: Db, refs: readonly string[]): Promise<string[]> =>
  refs.length === 0 ? [] : db('customers').whereIn('customer_ref', refs).pluck('id')

export const findByMemberNo = (db: Db, memberNo: string): Promise<Customer | null> =>
  first(db, db('customers').where('member_no', memberNo))

/** The customers of several ids, in no order; for pages that list cases or calls. */
export async function findCustomers(db: Db, ids: readonly string[]): Promise<Customer[]> {
  return whole(
    db,
    await read(db, db('customers').whereIn('id', [...new Set(ids.filter((id) => isUuid(id)))])),
  )
}

/** Everybody with this number, sorted by kana: a shared number belongs to several, and who calls is asked. */
export async function customersByPhone(db: Db, number: string): Promise<Customer[]> {
  const digits = phoneDigits(number)
  if (digits === null) return []
  const owners = db('customer_phones').select('customer_id').where('number', digits)
  const rows = db('customers').whereIn('id', owners)
  return whole(db, await read(db, rows.orderBy(['kana_key', 'birth_date', 'id'])))
}

async function first(db: Db, rows: Knex.QueryBuilder): Promise<Customer | null> {
  const [customer] = await whole(db, await read(db, rows.limit(1)))
  return customer ?? null
}

/** Adds phones and cards to the rows: two reads, however many customers there are. */
export async function whole(db: Db, rows: readonly CustomerRow[]): Promise<Customer[]> {
  if (rows.length === 0) return []
  const ids = rows.map((row) => row.id)
  const of = (table: string, order: string) => ({
    sql: `select * from ${table} where customer_id in (${marks(ids)}) order by ${order}`,
    bindings: ids,
  })
  const phones = await read<PhoneRow>(db, of('customer_phones', 'number'))
  const cards = await read<CardRow>(db, of('customer_cards', 'card_ref'))
  return rows.map((row) => toCustomer(row, phones, cards))
}
