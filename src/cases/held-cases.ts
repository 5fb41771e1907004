import { recordsOf } from '../customers/one-person.ts'
import { type Db, marks, read } from '../db.ts'
import { familiesOf } from './families.ts'

interface Row {
  readonly customer: string | null
  readonly caseId: string | null
}

/** Every case that is under a legal hold: by itself, by one that it is one with, or by its customer. */
export async function heldCases(db: Db): Promise<readonly string[]> {
  const rows = await holds(db)
  const theirs = await casesOf(db, await recordsHeld(db, rows))
  const own = rows.flatMap(({ caseId }) => caseId ?? [])
  const families = await familiesOf(db, [...own, ...theirs])
  return [...new Set([...families.values()].flat())]
}

/** Every record of a customer who is under a legal hold. */
export const heldCustomers = async (db: Db): Promise<readonly string[]> =>
  recordsHeld(db, await holds(db))

const holds = (db: Db): Promise<Row[]> =>
  read<Row>(db, {
    sql: `select customer_id as customer, case_id as "caseId" from legal_holds where lifted_at is null`,
    bindings: [],
  })

async function recordsHeld(db: Db, rows: readonly Row[]): Promise<string[]> {
  const people = await Promise.all(
    rows.flatMap(({ customer }) => (customer === null ? [] : recordsOf(db, customer))),
  )
  return people.flat()
}

async function casesOf(db: Db, customerIds: readonly string[]): Promise<string[]> {
  if (customerIds.length === 0) return []
  const rows = await read<{ id: string }>(db, {
    sql: `select id from cases where customer_id in (${marks(customerIds)})`,
    bindings: customerIds,
  })
  return rows.map(({ id }) => id)
}
