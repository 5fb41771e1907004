import { validate as isUuid } from 'uuid'
import { type Db, read } from '../db.ts'

/** So many different people somebody may open within an hour, and so often search for people: more is no work any more. */
export const PEOPLE_AN_HOUR = 200
const HOUR_MS = 3_600_000
/** Looking for somebody, or opening somebody's page. */
export type LookKind = 'searches' | 'people'

interface Looker {
  readonly operatorId: string
  readonly at: Date
}

export interface LookDeps {
  readonly db: Db
  readonly limit: number
  /** Tells the supervisors of much; they are told once an hour. */
  readonly tell: (looker: Looker, kind: LookKind, count: number) => Promise<void>
}

/** Holds what one person looks at within an hour against what work asks for; by the audit log, for all instances alike. */
export interface Looks {
  /**
   * Whether one look more may be taken, and then holds it until `end` is called, when it is on the record; `id`: the
   * customer or the case that is opened, null when people are searched for. Who was seen in this hour may be again.
   */
  begin(looker: Looker, id: string | null): Promise<{ readonly may: boolean; end(): void }>
}

/** Those that have begun are not on the record yet: many at once may not slip through together. */
export function createLooks({ db, limit, tell }: LookDeps): Looks {
  const begun = new Map<string, number>()
  const add = (key: string, n: number) => begun.set(key, (begun.get(key) ?? 0) + n)
  return {
    async begin(looker, id) {
      const kind: LookKind = id === null ? 'searches' : 'people'
      const key = `${kind} ${looker.operatorId}`
      const others = begun.get(key) ?? 0
      add(key, 1)
      const end = () => {
        add(key, -1)
        if (begun.get(key) === 0) begun.delete(key)
      }
      const seen = await seenBy(db, looker, id).catch((error: unknown) => {
        end()
        throw error
      })
      const count = seen[kind]
      if (count > limit / 2) await tell(looker, kind, count)
      return { may: seen.isKnown || count + others < limit, end }
    },
  }
}

interface Row {
  readonly people: number | string
  readonly searches: number | string | null
  readonly known: number | string | null
}
const ABOUT = 'customer_id = ? or case_id = ?'

/** What somebody has seen within the hour. Of a ring no more than names are told, and what was refused was not seen. */
async function seenBy(db: Db, { operatorId, at }: Looker, id: string | null) {
  const key = id !== null && isUuid(id) ? id.toLowerCase() : null
  const [row] = await read<Row>(db, {
    sql: `select count(distinct case when name <> 'pop_shown' then customer_id end) as people,
                 sum(case when name in ('searched', 'pop_shown') then 1 else 0 end) as searches,
                 max(case when name <> 'pop_shown' and (${ABOUT}) then 1 else 0 end) as known
          from audit_events where operator_id = ? and at > ? and refused = 0`,
    bindings: [key, key, operatorId, new Date(at.getTime() - HOUR_MS).toISOString()],
  })
  return {
    people: Number(row?.people ?? 0),
    searches: Number(row?.searches ?? 0),
    isKnown: Number(row?.known ?? 0) === 1,
  }
}
