import { validate as isUuid } from 'uuid'
import type { Status } from '../cases/case-file.ts'
import { type Db, read } from '../db.ts'
import type { Indexed, Matching } from './adapter.ts'
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

interface Asked {
  readonly limit: number
  readonly before?: number | undefined
  readonly filter?: HitFilter
}

/** Documents that hold all needles, newest first; those behind `before`. */
export async function findHits(
  db: Db,
  indexed: Indexed,
  needles: readonly Needle[],
  asked: Asked,
): Promise<Hit[]> {
  if (needles.length === 0) return []
  const adapter = adapterOf(db)
  const recent = adapter.recent(indexed, needles, asked.before)
  const newest = recent ? await hitsOf(db, recent, asked) : []
  if (newest.length === asked.limit) return newest
  return await hitsOf(db, adapter.matching(indexed, needles), asked)
}

async function hitsOf(db: Db, matching: Matching, asked: Asked): Promise<Hit[]> {
  const { from, where, bindings, id, order, join } = matching
  const also = conditions(asked.filter ?? {})
  const behind: [string, number][] = asked.before === undefined ? [] : [[`${id} < ?`, asked.before]]
  const all = [`(${where})`, ...[...behind, ...also].map(([sql]) => sql)]
  const rows = await read<{ at: number | string; ref: string }>(db, {
    sql: `select ${id} as at, m.ref_id as ref
          from ${from} ${also.length === 0 ? '' : `${join} cases c on c.id = m.ref_id`}
          where ${all.join(' and ')} order by ${also.length === 0 ? order : id} desc limit ?`,
    bindings: [...bindings, ...[...behind, ...also].map(([, value]) => value), asked.limit],
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
  const adapter = adapterOf(db)
  const recent = adapter.recent('cases', needles, undefined)
  const newest = recent ? await countOf(db, recent, filter) : { count: 0, more: false }
  if (newest.more) return newest
  return await countOf(db, adapter.matching('cases', needles), filter)
}

async function countOf(db: Db, matching: Matching, filter: HitFilter): Promise<Count> {
  const { from, where, bindings, id, order } = matching
  const also = conditions(filter)
  const isPlain = also.length === 0
  const limit = isPlain ? MOST_COUNTED + 1 : MOST_LOOKED_AT
  const cases = `left join cases c on c.id = found.ref_id ${also.map(([sql]) => `and ${sql}`).join(' ')}`
  const [row] = await read<{ seen: number | string; fitting: number | string }>(db, {
    sql: `select count(*) as seen, ${isPlain ? 'count(*)' : 'count(c.id)'} as fitting
          from (select m.ref_id from ${from} where ${where} order by ${isPlain ? order : id} desc limit ?) found
          ${isPlain ? '' : cases}`,
    bindings: [...bindings, limit, ...also.map(([, value]) => value)],
  })
  const fitting = Number(row?.fitting ?? 0)
  const more = fitting > MOST_COUNTED || Number(row?.seen) === limit
  return { count: Math.min(fitting, MOST_COUNTED), more }
}

/** A case that was merged stands as the one that goes on in its place, which is looked at when the words are found. */
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
    value === undefined ? [] : [[`(c.merged_into is not null or ${sql})`, value]],
  )
}
