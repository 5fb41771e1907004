import type { Db } from '../db.ts'
import type { Catalogue } from '../i18n/index.ts'
import type { Operator } from '../operators/operator.ts'
import { operatorNames } from '../operators/operators.ts'
import { may } from '../operators/permissions.ts'
import type { Customer } from './customer.ts'
import { mergesOfCustomers, waitingMerges } from './customer-merges.ts'
import { findCustomers } from './customers.ts'
import { kanaKey, nameKey } from './name.ts'
import { recordsOf } from './one-person.ts'
import type { PersonMergesPage, PersonMergeView, PersonView, RecordView } from './person-page.ts'

/** What the page of a customer tells of the other records of the same person; `mayTell`: the caller is verified, or none is there. */
export async function personView(
  db: Db,
  customer: Customer,
  operator: Operator,
  mayTell: boolean,
): Promise<PersonView> {
  const records = await recordsOf(db, customer.id)
  const merges = await mergesOfCustomers(db, records)
  const ids = [...records, ...merges.flatMap((each) => [each.fromCustomer, each.intoCustomer])]
  const known = new Map((await findCustomers(db, ids)).map((each) => [each.id, each]))
  const others = records.slice(1).flatMap((id) => known.get(id) ?? [])
  const nameOf = (id: string) => known.get(id)?.nameKanji ?? '—'
  const farOf = (merge: (typeof merges)[number]) =>
    records.includes(merge.fromCustomer) ? merge.intoCustomer : merge.fromCustomer
  return {
    others: others.map((each) => ({
      ...recordView(each),
      cards: mayTell ? each.cards.map(({ label, last4 }) => `${label} …${last4}`) : [],
    })),
    merges: merges
      .filter(({ state }) => state === 'approved')
      .map(({ id, fromCustomer }) => ({ id, name: nameOf(fromCustomer) })),
    waiting: mayTell
      ? merges.filter(({ state }) => state === 'waiting').map((each) => nameOf(farOf(each)))
      : [],
    mayAsk: may(operator.role, 'change_cases') && mayTell,
    mayUndo: may(operator.role, 'approve') && mayTell,
  }
}

const recordView = ({ id, nameKanji, nameKana }: Customer): RecordView => ({
  id,
  name: nameKanji,
  kana: nameKana,
})

/** The queue of a second person: whether the two records agree is told, never what stands in them. */
export async function personMergesPage(
  db: Db,
  operator: Operator,
  mayTell: boolean,
  t: Catalogue,
  typed: PersonMergesPage['typed'] = null,
): Promise<PersonMergesPage> {
  const waiting = await waitingMerges(db)
  const ids = waiting.flatMap((each) => [each.fromCustomer, each.intoCustomer])
  const known = new Map((await findCustomers(db, ids)).map((each) => [each.id, each]))
  const names = await operatorNames(db)
  const views = waiting.flatMap((each): PersonMergeView[] => {
    const [from, into] = [known.get(each.fromCustomer), known.get(each.intoCustomer)]
    if (!from || !into) return []
    return [
      {
        id: each.id,
        from: recordView(from),
        into: recordView(into),
        requestedBy: names.get(each.requestedBy) ?? '—',
        requestedAt: each.requestedAt,
        reason: mayTell ? each.reason : t.cases.guarded.title,
        compared: mayTell ? compare(from, into, t) : [],
        isOwn: each.requestedBy === operator.id,
      },
    ]
  })
  return { waiting: views, mayDecide: mayTell, typed }
}

const compare = (one: Customer, other: Customer, t: Catalogue) => [
  { term: t.customer.name, same: nameKey(one.nameKanji) === nameKey(other.nameKanji) },
  { term: t.customer.kana, same: kanaKey(one.nameKana) === kanaKey(other.nameKana) },
  { term: t.customer.birth, same: one.birthDate === other.birthDate },
  {
    term: t.customer.phones,
    same: one.phones.some(({ number }) => other.phones.some((each) => each.number === number)),
  },
]
