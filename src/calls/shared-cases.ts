import { type Db, marks, read } from '../db.ts'

/**
 * The numbers of the cases that belong to both of two people: one's case that goes on in the other's, or with a call of
 * the other one filed in it.
 */
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
          where a.customer_id in (${others}) and b.customer_id in (${ones})
          union select cases.number from cases join matters on matters.case_id = cases.id
          join calls on calls.id = matters.call_id
          where cases.customer_id in (${ones}) and calls.customer_id in (${others})
          union select cases.number from cases join matters on matters.case_id = cases.id
          join calls on calls.id = matters.call_id
          where cases.customer_id in (${others}) and calls.customer_id in (${ones})`,
    bindings: [one, other, other, one, one, other, other, one].flat(),
  })
  return rows.map(({ number }) => number).sort()
}
