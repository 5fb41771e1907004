import { type Db, marks, read } from '../db.ts'
import { GIVEN_OUT, type HeldTable } from './personal-tables.ts'
import type { Staff } from './staff.ts'

export type Row = Readonly<Record<string, unknown>>

/** The columns of a table under the names of the schema. */
export const listed = (table: HeldTable, alias = ''): string =>
  Object.entries(GIVEN_OUT[table])
    .map(([name, column]) => `${alias}${column} as "${name}"`)
    .join(', ')

/** Texts that hold JSON are given as what they hold. */
const HOLD_JSON: ReadonlySet<string> = new Set(['flags', 'sent', 'result', 'detail', 'told'])
const YES_OR_NO: ReadonlySet<string> = new Set(['primary', 'relayService'])

export const opened = (row: Row): Row =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      if (HOLD_JSON.has(name) && typeof value === 'string') return [name, JSON.parse(value)]
      return [name, YES_OR_NO.has(name) ? value === 1 : value]
    }),
  )

/** The rows of a table with one of these values in one of these columns, without the names of those who worked on them. */
export async function rowsOf(
  db: Db,
  staff: Staff,
  table: HeldTable,
  of: string | readonly string[],
  ids: readonly string[],
): Promise<Row[]> {
  if (ids.length === 0) return []
  const columns = [of].flat()
  const within = marks(ids)
  // A row that has one of them in both columns is one row.
  const both = columns.map((each) => `select id from ${table} where ${each} in (${within})`)
  const where =
    columns.length === 1 ? `${columns[0]} in (${within})` : `id in (${both.join(' union ')})`
  const rows = await read<Row>(db, {
    sql: `select ${listed(table)} from ${table} where ${where}`,
    bindings: columns.flatMap(() => ids),
  })
  return rows.map((row) => staff.name(opened(row)))
}

/** What may stand beside a column of the schema, to follow a row by. */
interface Followed {
  readonly rowId: string
  readonly rowCase: string | null
}
const AT_ONCE = 100

/** Rows of a customer's long table in the order of their ids, which is that of time; so many are in memory at once. */
export async function* rowsBehind(
  db: Db,
  table: 'cases' | 'audit_events',
  customerIds: readonly string[],
): AsyncGenerator<{ readonly id: string; readonly caseId: string | null; readonly row: Row }> {
  let last = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const rows = await read<Row & Followed>(db, {
      sql: `select ${listed(table)}, id as "rowId", ${table === 'cases' ? 'id' : 'case_id'} as "rowCase"
            from ${table} where customer_id in (${marks(customerIds)}) and id > ?
            order by id limit ${AT_ONCE}`,
      bindings: [...customerIds, last],
    })
    for (const { rowId, rowCase, ...row } of rows)
      yield { id: rowId, caseId: rowCase, row: opened(row) }
    last = rows.at(-1)?.rowId ?? last
    if (rows.length < AT_ONCE) return
  }
}
