import { type Db, marks, read } from '../db.ts'

export type Row = Readonly<Record<string, unknown>>
type Columns = Readonly<Record<string, string>>

const listed = (columns: Columns): string =>
  Object.entries(columns)
    .map(([name, column]) => `${column} as "${name}"`)
    .join(', ')

/** Texts that hold JSON are given as what they hold. */
const HOLD_JSON: ReadonlySet<string> = new Set(['flags', 'sent', 'result', 'detail'])
const YES_OR_NO: ReadonlySet<string> = new Set(['primary', 'relayService'])
const opened = (row: Row): Row =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      if (HOLD_JSON.has(name) && typeof value === 'string') return [name, JSON.parse(value)]
      return [name, YES_OR_NO.has(name) ? value === 1 : value]
    }),
  )

/** The rows of a table that belong to these ids, under the names of the schema. */
export async function rowsOf(
  db: Db,
  table: string,
  of: 'id' | 'customer_id' | 'case_id' | 'from_case' | 'one_case' | 'other_case' | 'from_customer',
  ids: readonly string[],
  columns: Columns,
): Promise<Row[]> {
  if (ids.length === 0) return []
  const rows = await read<Row>(db, {
    sql: `select ${listed(columns)} from ${table} where ${of} in (${marks(ids)})`,
    bindings: ids,
  })
  return rows.map(opened)
}

export const customerCardRows = (db: Db, ids: readonly string[]): Promise<Row[]> =>
  rowsOf(db, 'customer_cards', 'customer_id', ids, {
    label: 'label',
    network: 'network',
    last4: 'last4',
  })

const AT_ONCE = 100

/** Rows of a customer's long table in the order of their ids, which is that of time; so many are in memory at once. */
export async function* rowsBehind(
  db: Db,
  table: 'cases' | 'audit_events',
  customerIds: readonly string[],
  columns: Columns,
): AsyncGenerator<Row> {
  let last = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const rows = await read<Row & { rowId: string }>(db, {
      sql: `select ${listed(columns)}, id as "rowId" from ${table}
            where customer_id in (${marks(customerIds)}) and id > ? order by id limit ${AT_ONCE}`,
      bindings: [...customerIds, last],
    })
    for (const { rowId: _, ...row } of rows) yield opened(row)
    last = rows.at(-1)?.rowId ?? last
    if (rows.length < AT_ONCE) return
  }
}

/** Those who worked for the person, as signs: their names are data on them and not on the person. */
export class Staff {
  private readonly signs = new Map<string, string>()
  private readonly roles: ReadonlyMap<string, string>
  private constructor(roles: ReadonlyMap<string, string>) {
    this.roles = roles
  }

  static async read(db: Db): Promise<Staff> {
    const rows = await read<{ id: string; role: string }>(db, {
      sql: 'select id, role from operators',
      bindings: [],
    })
    return new Staff(new Map(rows.map(({ id, role }) => [id, role])))
  }

  /** The sign of one of them; null for the program. */
  sign(id: unknown): string | null {
    if (typeof id !== 'string') return null
    const known = this.signs.get(id)
    if (known !== undefined) return known
    const sign = `staff-${this.signs.size + 1} (${this.roles.get(id) ?? 'unknown'})`
    this.signs.set(id, sign)
    return sign
  }

  /** Columns that are named after the staff hold ids. */
  name(row: Row): Row {
    return Object.fromEntries(
      Object.entries(row).map(([name, value]) => [
        name,
        name.startsWith('staff') ? this.sign(value) : value,
      ]),
    )
  }
  named = async (rows: Promise<readonly Row[]>): Promise<Row[]> =>
    (await rows).map((row) => this.name(row))
}
