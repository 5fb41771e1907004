import { findCustomers } from '../customers/customers.ts'
import { nameKey } from '../customers/name.ts'
import type { Db } from '../db.ts'

/** What a person is known by, to find them among what is others'. */
export interface Needles {
  readonly phones: readonly string[]
  /** Whether a text tells of them, however it is written. */
  isIn(text: string): boolean
}

const SHORTEST = 3

/** Names, member numbers, telephone numbers, and what the card system calls them and their cards. */
export async function needlesOf(db: Db, customerIds: readonly string[]): Promise<Needles> {
  const customers = await findCustomers(db, customerIds)
  const phones = customers.flatMap((each) => each.phones.map(({ number }) => number))
  const words = customers.flatMap((each) => [
    each.nameKanji,
    each.nameKana,
    each.memberNo,
    each.customerRef,
    ...each.cards.map(({ cardRef }) => cardRef),
  ])
  const keys = [...new Set([...words, ...phones].map(nameKey))]
  const telling = keys.filter((key) => key.length >= SHORTEST)
  const isIn = (text: string) => {
    const read = nameKey(text)
    return telling.some((key) => read.includes(key))
  }
  return { phones, isIn }
}
