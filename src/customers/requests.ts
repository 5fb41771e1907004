import { validate as isUuid, v7 as uuid } from 'uuid'
import { type Db, marks, read } from '../db.ts'

/** What one asks for and another one decides (four eyes), each kind in a table of its own. */
export interface Request {
  readonly id: string
  readonly state: string
  readonly reason: string
  readonly requestedAt: string
  readonly requestedBy: string
  readonly decidedAt: string | null
  readonly decidedBy: string | null
}
export type Requests = 'customer_merges' | 'erasures'

export interface By {
  readonly operatorId: string
  readonly at: Date
}
export interface Decision {
  readonly approved: boolean
  readonly reason: string
}

/** The columns that every kind has, as the program calls them. */
export const REQUEST_COLUMNS = `id, state, reason, requested_at as "requestedAt", requested_by as "requestedBy",
  decided_at as "decidedAt", decided_by as "decidedBy"`

/** Asks; `once_key` names what it is about while it waits or stands. Gives the id, or null when it is asked for already. */
export async function ask(
  trx: Db,
  requests: Requests,
  about: { readonly once_key: string; readonly reason: string } & Readonly<Record<string, string>>,
  { operatorId, at }: By,
): Promise<string | null> {
  const id = uuid()
  const asked = { requested_at: at.toISOString(), requested_by: operatorId }
  const inserted = await trx(requests)
    .insert({ id, state: 'waiting', ...about, ...asked })
    .onConflict('once_key')
    .ignore()
    .returning('id')
  return inserted.length > 0 ? id : null
}

export const stateOf = ({ approved }: Pick<Decision, 'approved'>) =>
  approved ? ('approved' as const) : ('rejected' as const)

/** Decides what waits; false when it was decided before. That it is not who asked is for the caller to see to. */
export async function decide(
  trx: Db,
  requests: Requests,
  id: string,
  decision: Decision,
  { operatorId, at }: By,
): Promise<boolean> {
  const changed = await trx(requests)
    .where({ id, state: 'waiting' })
    .update({
      state: stateOf(decision),
      decided_at: at.toISOString(),
      decided_by: operatorId,
      decision_reason: decision.reason,
      ...(decision.approved ? {} : { once_key: null }),
    })
  return changed > 0
}

/** Requests of a kind. `columns`: what it has besides. */
export function requestsOf<Kind extends Request>(requests: Requests, columns: string) {
  const select = `select ${REQUEST_COLUMNS}, ${columns} from ${requests}`
  return {
    async find(db: Db, id: string): Promise<Kind | null> {
      if (!isUuid(id)) return null
      const bindings = [id.toLowerCase()]
      const [found] = await read<Kind>(db, { sql: `${select} where id = ?`, bindings })
      return found ?? null
    },
    /** Those about any of these customers, by any of these columns, in whatever order. */
    async about(db: Db, by: readonly string[], ids: readonly string[]): Promise<Kind[]> {
      const sql = by.map((column) => `${select} where ${column} in (${marks(ids)})`).join(' union ')
      return await read<Kind>(db, { sql, bindings: by.flatMap(() => ids) })
    },
    /** What waits for a second person, the oldest first. */
    waiting: (db: Db): Promise<Kind[]> =>
      read<Kind>(db, {
        sql: `${select} where state = 'waiting' order by requested_at limit ${MOST}`,
        bindings: [],
      }),
  }
}
const MOST = 100

export async function countRequests(db: Db, requests: Requests): Promise<number> {
  const sql = `select count(*) as count from ${requests} where state = 'waiting'`
  const [row] = await read<{ count: number | string }>(db, { sql, bindings: [] })
  return Number(row?.count)
}
