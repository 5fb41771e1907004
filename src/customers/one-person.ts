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
 * Parts of statements that count people, of whom a row names a record (`reporter`): records that are one person are one.
 * Few are merged, and they stand in an index of their own.
 */
export const PEOPLE = `with recursive up(id, person) as (
    select id, merged_into from customers where merged_into is not null
    union select up.id, next.merged_into from up join customers next on next.id = up.person
      where next.merged_into is not null
  ), people(id, person) as (
    select up.id, up.person from up join customers last on last.id = up.person
      where last.merged_into is null
  )`
export const WITH_PERSON = 'left join people on people.id = reporter'
export const PERSON = 'coalesce(people.person, reporter)'

/** Whether two records are one person; nobody is the same as nobody. */
export async function isSamePerson(
  db: Db,
  one: string | null,
  other: string | null,
): Promise<boolean> {
  if (one === null || other === null || one === other) return one === other
  return (await recordsOf(db, one)).includes(other)
}
