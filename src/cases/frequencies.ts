import { type Db, read } from '../db.ts'
import { DAY_MS, DAYS, type Frequency, type Signal } from './trouble.ts'

/** Records that are one person are one reporter, to the second merging that a record went through. */
export const PERSON = 'coalesce(heir.merged_into, own.merged_into, s.reporter)'
export const SIGNALS = `trouble_signals s left join customers own on own.id = s.reporter
  left join customers heir on heir.id = own.merged_into`

export interface Lately extends Frequency {
  readonly firstAt: string
  readonly lastAt: string
}

/** How often a signal came lately; both reads go along one index, and the second one is bounded. */
export async function lately(db: Db, { kind, key }: Signal, now: Date): Promise<Lately> {
  const dayAgo = new Date(now.getTime() - DAY_MS).toISOString()
  const [last] = await read<{ count: number | string; first: string | null; last: string | null }>(
    db,
    {
      sql: `select count(distinct ${PERSON}) as count, min(s.at) as first, max(s.at) as last
            from ${SIGNALS} where s.kind = ? and s.value_key = ? and s.at > ?`,
      bindings: [kind, key, dayAgo],
    },
  )
  const lastDay = Number(last?.count ?? 0)
  // So many tell that it is no wave; more need not be counted.
  const enough = 10 * Math.max(lastDay, 3) + 1
  const since = new Date(now.getTime() - (DAYS + 1) * DAY_MS).toISOString()
  const [before] = await read<{ count: number | string }>(db, {
    sql: `select count(*) as count from (
            select distinct substr(at, 1, 10), reporter from (
              select s.at, ${PERSON} as reporter from ${SIGNALS}
              where s.kind = ? and s.value_key = ? and s.at > ? and s.at <= ?
              order by s.at desc limit ${enough}
            ) latest) days`,
    bindings: [kind, key, since, dayAgo],
  })
  const times = { firstAt: last?.first ?? '', lastAt: last?.last ?? '' }
  return { lastDay, before: Number(before?.count ?? 0), ...times }
}
