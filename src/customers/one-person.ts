import type { Db } from '../db.ts'
import { familiesIn, familyIn, lockFamiliesIn } from '../families.ts'

/** The records of one person, as far as a second person has agreed that they are one; the id asked for first. */
export async function recordsOf(db: Db, customerId: string): Promise<readonly string[]> {
  const family = await familyIn(db, 'customers', customerId)
  return [customerId, ...family.filter((id) => id !== customerId)]
}

/** The records of the people behind these records, and for each of them all records that are the same person. */
export const peopleBehind = (
  db: Db,
  customerIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> => familiesIn(db, 'customers', customerIds)

/** Keeps others from saying who is one person with these records; taken after cases, as everybody takes them. */
export const lockPeople = (trx: Db, customerIds: readonly string[]): Promise<void> =>
  lockFamiliesIn(trx, 'customers', customerIds, (_, ids) =>
    trx('customers').whereIn('id', ids).orderBy('id').forNoKeyUpdate().select('id'),
  )

/** Of records that are one person one: the one that goes on where it is among them. */
export async function onePerPerson<One extends { readonly id: string }>(
  db: Db,
  found: readonly One[],
): Promise<One[]> {
  const ids = found.map((each) => each.id)
  const people = await peopleBehind(db, ids)
  return found.filter(({ id }) => (people.get(id) ?? [id]).find((one) => ids.includes(one)) === id)
}

/**
 * Parts of a statement that counts people, of whom a row names a record as its `reporter`: records that are one person
 * are one. Few are merged, so that most rows are looked up once.
 */
export const WITH_PERSON = 'left join customers as known on known.id = reporter'
export const PERSON = `case when known.merged_into is null then reporter else (
    with recursive up(id, next) as (
      select own.id, own.merged_into from customers as own where own.id = reporter
      union select one.id, one.merged_into from up join customers as one on one.id = up.next
    ) select up.id from up where up.next is null) end`

/** Whether two records are one person; nobody is the same as nobody. */
export async function isSamePerson(
  db: Db,
  one: string | null,
  other: string | null,
): Promise<boolean> {
  if (one === null || other === null || one === other) return one === other
  return (await recordsOf(db, one)).includes(other)
}
