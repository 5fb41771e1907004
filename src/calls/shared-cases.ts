import { type Db, marks, read } from '../db.ts'

/** The numbers of the cases by which two people are one: a case of the one that goes on in a case of the other. */
export async function sharedCases(
  db: Db,
  one: readonly string[],
  other: readonly string[],
): Promise<readonly string[]> {
  const [ones, others] = [marks(one), marks(other)]
  const rows = await read<{ number: string }>(db, {
    sql: `select a.number from cases a join cases b on b.id = a.merged_into
          where a.customer_id in (${ones}) and b.customer_id in (${others})
          union select a.number from cases a join cases b on b.id = a.merged_into
          where a.customer_id in (${others}) and b.customer_id in (${ones})`,
    bindings: [one, other, other, one].flat(),
  })
  return rows.map(({ number }) => number).sort()
}
