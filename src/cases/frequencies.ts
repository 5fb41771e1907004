import { PERSON, WITH_PERSON } from '../customers/one-person.ts'
import { type Db, read } from '../db.ts'
import { DAY_MS, DAYS, type Frequency, type Signal } from './trouble.ts'

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
      sql: `select count(distinct ${PERSON}) as count, min(at) as first, max(at) as last
            from trouble_signals ${WITH_PERSON} where kind = ? and value_key = ? and at > ?`,
      bindings: [kind, key, dayAgo],
    },
  )
  const lastDay = Number(last?.count ?? 0)
  // So many tell that it is no wave; more need not be counted.
  const enough = 10 * Math.max(lastDay, 3) + 1
  const since = new Date(now.getTime() - (DAYS + 1) * DAY_MS).toISOString()
  const [before] = await read<{ count: number | string }>(db, {
    sql: `select count(*) as count from (
            select distinct substr(at, 1, 10), ${PERSON} from (
              select at, reporter from trouble_signals
              where kind = ? and value_key = ? and at > ? and at <= ? order by at desc limit ${enough}
            ) latest ${WITH_PERSON}) days`,
    bindings: [kind, key, since, dayAgo],
  })
  const times = { firstAt: last?.first ?? '', lastAt: last?.last ?? '' }
  return { lastDay, before: Number(before?.count ?? 0), ...times }
}
