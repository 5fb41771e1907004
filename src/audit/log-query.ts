import { type Db, marks, read } from '../db.ts'

/** What the auditor asks of the log. Several ids or names are each enough. */
export interface LogQuery {
  readonly operatorId: string | null
  /** Whom it is about: the customer's records, and their cases. */
  readonly about: readonly {
    readonly column: 'customer_id' | 'case_id' | 'call_id'
    readonly ids: readonly string[]
  }[]
  readonly names: readonly string[]
  readonly from: string | null
  /** Before this instant. */
  readonly before: string | null
  readonly refused: boolean
}

/** Behind which event a page goes on. */
export interface LogPlace {
  readonly at: string
  readonly id: string
}

export interface LogEvent extends LogPlace {
  readonly name: string
  readonly operatorId: string | null
  readonly customerId: string | null
  readonly caseId: string | null
  readonly callId: string | null
  readonly address: string | null
  readonly session: string | null
  readonly refused: boolean
  readonly detail: Readonly<Record<string, unknown>>
}

interface Row extends LogPlace {
  readonly name: string
  readonly operator_id: string | null
  readonly customer_id: string | null
  readonly case_id: string | null
  readonly call_id: string | null
  readonly address: string | null
  readonly session: string | null
  readonly refused: number
  readonly detail: string
}

interface Condition {
  readonly sql: string
  readonly values: readonly (string | number)[]
}

/**
 * Events, the newest first. What is enough by itself is asked by itself, each in the order of an index, and put together
 * here: however many there are, no more is read than a page of each.
 */
export async function findEvents(
  db: Db,
  query: LogQuery,
  below: LogPlace | null,
  most: number,
): Promise<LogEvent[]> {
  const always: Condition[] = [
    ...(query.operatorId ? [{ sql: 'operator_id = ?', values: [query.operatorId] }] : []),
    ...(query.from ? [{ sql: 'at >= ?', values: [query.from] }] : []),
    ...(query.before ? [{ sql: 'at < ?', values: [query.before] }] : []),
    ...(query.refused ? [{ sql: 'refused = 1', values: [] }] : []),
    ...(below
      ? [{ sql: '(at < ? or (at = ? and id < ?))', values: [below.at, below.at, below.id] }]
      : []),
    ...(below ? [{ sql: 'at <= ?', values: [below.at] }] : []),
  ]
  const ways = waysOf(query)
  const found: Row[] = []
  for (const way of ways) found.push(...(await eventsBy(db, [...way, ...always], most)))
  const rows = ways.length === 1 ? found : [...new Map(found.map((row) => [row.id, row])).values()]
  return rows.sort(newestFirst).slice(0, most).map(toEvent)
}

const eventsBy = (db: Db, conditions: readonly Condition[], most: number): Promise<Row[]> =>
  read<Row>(db, {
    sql: `select id, at, name, operator_id, customer_id, case_id, call_id, address, session, refused, detail
          from audit_events where ${conditions.map(({ sql }) => sql).join(' and ') || "at > ''"}
          order by at desc, id desc limit ?`,
    bindings: [...conditions.flatMap(({ values }) => values), most],
  })

/** Each subject with each name is a way of its own; a query for neither has one. */
function waysOf({ about, names }: LogQuery): Condition[][] {
  const subjects: Condition[][] = about
    .filter(({ ids }) => ids.length > 0)
    .map(({ column, ids }) => [{ sql: `${column} in (${marks(ids)})`, values: ids }])
  if (about.length > 0 && subjects.length === 0) return []
  if (subjects.length > 0)
    return subjects.map((subject) =>
      names.length === 0
        ? subject
        : [...subject, { sql: `name in (${marks(names)})`, values: names }],
    )
  if (names.length === 0) return [[]]
  return names.map((name) => [{ sql: 'name = ?', values: [name] }])
}

const newestFirst = (one: Row, other: Row): number =>
  one.at === other.at ? compare(other.id, one.id) : compare(other.at, one.at)
const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

const toEvent = (row: Row): LogEvent => ({
  id: row.id,
  at: row.at,
  name: row.name,
  operatorId: row.operator_id,
  customerId: row.customer_id,
  caseId: row.case_id,
  callId: row.call_id,
  address: row.address,
  session: row.session,
  refused: row.refused === 1,
  detail: detailIn(row.detail),
})

/** Whoever has tampered with the log may have left anything: the page shows the rest. */
function detailIn(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}
