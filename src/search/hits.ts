import { validate as isUuid } from 'uuid'
import type { Status } from '../cases/case-file.ts'
import { type Db, read } from '../db.ts'
import type { Indexed } from './adapter.ts'
import { adapterOf } from './index.ts'
import type { Needle } from './needles.ts'

/** Which cases are wanted besides those that hold the words. */
export interface HitFilter {
  readonly status?: Status
  readonly reason?: string
  readonly ownerId?: string
  /** Changed at this instant or later. */
  readonly since?: string
}
/** A place in the order of what was found: the higher, the newer. */
export interface Hit {
  readonly at: number
  readonly ref: string
}
export interface Count {
  readonly count: number
  /** There are more: counting further would take long. */
  readonly more: boolean
}

/** As many as are counted. */
export const MOST_COUNTED = 100
/** How far a count goes back where most of what holds the words is left out. */
const MOST_LOOKED_AT = 5000

/** Documents that hold all needles, newest first; those behind `before`. */
export async function findHits(
  db: Db,
  indexed: Indexed,
  needles: readonly Needle[],
  {
    limit,
    before,
    filter = {},
  }: { limit: number; before?: number | undefined; filter?: HitFilter },
): Promise<Hit[]> {
  if (needles.length === 0) return []
  const { from, where, bindings, id, join } = adapterOf(db).matching(indexed, needles)
  const also = conditions(filter)
  const cases = also.length === 0 ? '' : `${join} cases c on c.id = m.ref_id`
  const all = [where, ...(before === undefined ? [] : [`${id} < ?`]), ...also.map(([sql]) => sql)]
  const values = [
    ...bindings,
    ...(before === undefined ? [] : [before]),
    ...also.map(([, value]) => value),
  ]
  const rows = await read<{ at: number | string; ref: string }>(db, {
    sql: `select ${id} as at, m.ref_id as ref from ${from} ${cases} where ${all.join(' and ')}
          order by ${id} desc limit ?`,
    bindings: [...values, limit],
  })
  return rows.map(({ at, ref }) => ({ at: Number(at), ref }))
}

/** How many there are, as far as they are counted. */
export async function countHits(
  db: Db,
  needles: readonly Needle[],
  filter: HitFilter = {},
): Promise<Count> {
  if (needles.length === 0) return { count: 0, more: false }
  const { from, where, bindings, id } = adapterOf(db).matching('cases', needles)
  const also = conditions(filter)
  const limit = also.length === 0 ? MOST_COUNTED + 1 : MOST_LOOKED_AT
  const cases = also.map(([sql]) => `and ${sql}`).join(' ')
  const [row] = await read<{ seen: number | string; fitting: number | string }>(db, {
    sql: `select count(*) as seen, ${also.length === 0 ? 'count(*)' : 'count(c.id)'} as fitting
          from (select m.ref_id from ${from} where ${where} order by ${id} desc limit ?) found
          ${also.length === 0 ? '' : `left join cases c on c.id = found.ref_id ${cases}`}`,
    bindings: [...bindings, limit, ...also.map(([, value]) => value)],
  })
  const fitting = Number(row?.fitting ?? 0)
  return {
    count: Math.min(fitting, MOST_COUNTED),
    more: fitting > MOST_COUNTED || Number(row?.seen) === limit,
  }
}

function conditions({ status, reason, ownerId, since }: HitFilter): [string, string][] {
  const given: [string, string | undefined][] = [
    ['c.status = ?', status],
    ['c.reason = ?', reason],
    [
      'c.owner_id = ?',
      ownerId !== undefined && isUuid(ownerId) ? ownerId.toLowerCase() : undefined,
    ],
    ['c.updated_at >= ?', since],
  ]
  return given.flatMap(([sql, value]): [string, string][] =>
    value === undefined ? [] : [[sql, value]],
  )
}
