import type { Db } from '../db.ts'
import { familiesIn, familyIn } from '../families.ts'

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

/** Whether two records are one person; nobody is the same as nobody. */
export async function isSamePerson(
  db: Db,
  one: string | null,
  other: string | null,
): Promise<boolean> {
  if (one === null || other === null || one === other) return one === other
  return (await recordsOf(db, one)).includes(other)
}
