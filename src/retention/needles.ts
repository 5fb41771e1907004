import { findCustomers } from '../customers/customers.ts'
import type { Db } from '../db.ts'

/** What a person is known by, to find them among what is others'. */
export interface Needles {
  readonly words: readonly string[]
  readonly phones: readonly string[]
}

const SHORTEST = 3

/** Names, member numbers, telephone numbers, and what the card system calls them and their cards. */
export async function needlesOf(db: Db, customerIds: readonly string[]): Promise<Needles> {
  const customers = await findCustomers(db, customerIds)
  const phones = customers.flatMap((each) => each.phones.map(({ number }) => number))
  const words = customers.flatMap((each) => [
    ...spellings(each.nameKanji),
    ...spellings(each.nameKana),
    each.memberNo,
    each.customerRef,
    ...each.cards.map(({ cardRef }) => cardRef),
  ])
  return { words: [...new Set([...words, ...phones])].filter(isTelling), phones }
}
/** With the space between the names, with a wide one, and without. */
const spellings = (name: string) => [
  name,
  name.replace(/\s+/g, ''),
  name.replace(/\s+/g, ' '),
  name.replace(/\s+/g, '　'),
]
const isTelling = (word: string) => word.length >= SHORTEST
