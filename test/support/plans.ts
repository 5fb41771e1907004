import type { Db, Reading } from '../../src/db.ts'

/**
 * How a database would answer a query: a query of a table that grows has to find its rows by an index. Tests hand in
 * their queries, on an empty database of their own; what counts is the way, not the time.
 */

export interface Planned {
  readonly name: string
  readonly reading: Reading
  /** It may walk along an index from its beginning: a page in that order, which stops when it is full. */
  readonly walks?: boolean
  /** It may sort what it found: a few rows, or an order that no index has. */
  readonly sorts?: boolean
}

/** What is wrong with the plans of these queries: reads of a whole table, walks and sorts that are not allowed. */
export const wrongPlans = (db: Db, planned: readonly Planned[]): Promise<string[]> =>
  db.transaction(async (trx) => {
    // A table of few rows would be read whole; what is asked is whether there is another way.
    if (isPostgres(db)) await trx.raw('set local enable_seqscan = off')
    const wrong: string[] = []
    for (const each of planned) {
      const lines = await planOf(trx, each.reading)
      wrong.push(
        ...lines.filter((line) => isWrong(line, each)).map((line) => `${each.name}: ${line}`),
      )
    }
    return wrong
  })

export const isPostgres = (db: Db) => db.client.config.client === 'pg'

/** The steps of a query's plan, a line each. */
async function planOf(db: Db, { sql, bindings }: Reading): Promise<string[]> {
  const explain = isPostgres(db) ? 'explain' : 'explain query plan'
  return linesIn(await db.raw(`${explain} ${sql}`, [...bindings]))
}
/** The same of a statement as its driver was told it, whatever the values are. */
export async function planOfAny(trx: Db, sql: string): Promise<string[]> {
  if (isPostgres(trx)) return linesIn(await trx.raw(`explain (generic_plan) ${sql}`))
  // The beginning of a word is looked up by an index only where it is known to be one.
  const bindings = [...sql.matchAll(/\?/g)].map(() => 'x%')
  return linesIn(await trx.raw(`explain query plan ${sql}`, bindings))
}
type PlanRow = Readonly<Record<string, string>>
function linesIn(answer: PlanRow[] | { rows: PlanRow[] }): string[] {
  const rows = Array.isArray(answer) ? answer : answer.rows
  return rows.map((row) => row.detail ?? row['QUERY PLAN'] ?? '')
}

/** Tables that stay small, and what is no table: rows that a query itself has made. */
const SMALL = [
  ...['teams', 'operators', 'counted', 'leaps', 'CONSTANT', '(subquery-1)', '(subquery-2)'],
  ...['family', 'watched', 'logs', 'up'],
]

function isWrong(line: string, { walks = false, sorts = false }: Planned): boolean {
  const table = /(?:SCAN|Seq Scan on) ([\w()-]+)/.exec(line)?.[1]
  if (table !== undefined && !SMALL.includes(table) && !table.endsWith('_moments'))
    return !(walks && line.includes('USING'))
  return !sorts && line.includes('USE TEMP B-TREE')
}
