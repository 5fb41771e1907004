import { createHash } from 'node:crypto'
import type { Knex } from 'knex'
import { type Db, isPostgres, marks, read } from '../db.ts'
import type { Adapter, FoldedDoc, Indexed } from './adapter.ts'
import { fold } from './fold.ts'
import { postgres } from './postgres.ts'
import { sqlite } from './sqlite.ts'
import { type CustomerTexts, textsOfCases, textsOfCustomers } from './texts.ts'

/**
 * The index of search. Every collection calls it in the transaction in which it writes what is searched: one document
 * a case (its number, words, notes and answers, and its customer) and one a customer.
 */

/** A case or a customer with the texts it is found by, as they are written. */
export interface Doc {
  readonly ref: string
  readonly own: readonly string[]
  /** The names, numbers and phones of the customer whom a case is about. */
  readonly who?: readonly string[]
}

export const adapterOf = (db: Db): Adapter => (isPostgres(db) ? postgres : sqlite)

/** How many documents one statement takes. */
const AT_ONCE = 250

/** Brings the index of these cases up to date. Whoever indexes a case keeps others from it until the transaction ends. */
export async function indexCases(trx: Db, some: readonly (string | null)[]): Promise<void> {
  const ids = [...new Set(some)].filter((id) => id !== null)
  if (ids.length === 0) return
  await trx('cases').whereIn('id', ids).orderBy('id').forNoKeyUpdate().select('id')
  // A customer who is told anew at this moment is waited for: the names are then the new ones.
  const whose = trx('cases').whereIn('id', ids).whereNotNull('customer_id').select('customer_id')
  if (isPostgres(trx))
    await trx('customers').whereIn('id', whose).orderBy('id').forShare().select('id')
  await refresh(trx, 'cases', await caseDocs(trx, ids))
}

/** Brings the index of a customer up to date, and that of the customer's cases when anything has changed. */
export async function indexCustomer(trx: Db, id: string): Promise<void> {
  const docs = await customerDocs(trx, [id])
  const changed = await refresh(trx, 'customers', docs)
  if (changed.length === 0) return
  const cases = await trx('cases').where({ customer_id: id }).orderBy('id').pluck('id')
  for (const some of chunks(cases, AT_ONCE)) await indexCases(trx, some)
}

/** A query for the ids of customers in whose names or telephone numbers this stands, of so many; for others to build on. */
export function customersHolding(db: Db, text: string, most: number | null): Knex.Raw {
  const needles = [{ text: fold(text), ownOnly: true }]
  const { from, where, bindings } = adapterOf(db).matching('customers', needles)
  const found = `select m.ref_id as id from ${from} where ${where}`
  if (most === null) return db.raw(found, [...bindings])
  return db.raw(`select id from (${found} limit ?) as found`, [...bindings, most])
}

/** Adds documents that the index has not had yet, newest last; for many at once. */
export async function fillIndex(trx: Db, indexed: Indexed, docs: readonly Doc[]): Promise<void> {
  for (const some of chunks(docs, AT_ONCE))
    await adapterOf(trx).insert(trx, indexed, some.map(folded))
}

/** One small step of bringing the index together, so that nothing is left in it of what was removed; true while more is left. */
export const mergeStep = (trx: Db, indexed: Indexed, isFirst: boolean): Promise<boolean> =>
  adapterOf(trx).merge(trx, indexed, isFirst)

export async function caseDocs(db: Db, ids: readonly string[]): Promise<Doc[]> {
  const cases = await textsOfCases(db, ids)
  return cases.map(({ id, own, who }) => ({ ref: id, own: own.map(({ text }) => text), who }))
}

export async function customerDocs(db: Db, ids: readonly string[]): Promise<Doc[]> {
  const customers = await textsOfCustomers(db, ids)
  return [...customers.values()].map(docOf)
}
const docOf = ({ id, names, phones, numbers }: CustomerTexts): Doc => ({
  ref: id,
  own: [...names, ...phones],
  who: numbers,
})

/** Takes what differs from before; says what that was. */
export async function refresh(trx: Db, indexed: Indexed, docs: readonly Doc[]): Promise<string[]> {
  if (docs.length === 0) return []
  const refs = docs.map(({ ref }) => ref)
  const known = await read<{ ref_id: string; digest: string }>(trx, {
    sql: `select ref_id, digest from search_${indexed} where ref_id in (${marks(refs)})`,
    bindings: refs,
  })
  const digests = new Map(known.map(({ ref_id, digest }) => [ref_id, digest]))
  const changed = docs.map(folded).filter(({ ref, digest }) => digests.get(ref) !== digest)
  if (changed.length === 0) return []
  const adapter = adapterOf(trx)
  const again = changed.flatMap(({ ref }) => (digests.has(ref) ? [ref] : []))
  if (again.length > 0) await adapter.remove(trx, indexed, again)
  await adapter.insert(trx, indexed, changed)
  return changed.map(({ ref }) => ref)
}

function folded({ ref, own, who = [] }: Doc): FoldedDoc {
  const parts = { own: foldAll(own), who: foldAll(who) }
  // In whatever order the texts were given, they are the same document.
  const text = `${parts.own.toSorted().join('\n')}\n\n${parts.who.toSorted().join('\n')}`
  const digest = createHash('sha256').update(text).digest('base64').slice(0, 24)
  return { ref, ...parts, digest }
}
const foldAll = (texts: readonly string[]) => [...new Set(texts.map(fold))].filter(Boolean)

export function chunks<T>(all: readonly T[], size: number): T[][] {
  const parts: T[][] = []
  for (let at = 0; at < all.length; at += size) parts.push(all.slice(at, at + size))
  return parts
}
