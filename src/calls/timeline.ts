import { validate as isUuid } from 'uuid'
import { type Db, marks, type Reading, read } from '../db.ts'

/** What stands on the timeline of a customer; `promise_ended`: kept, broken or withdrawn. */
export const MOMENT_KINDS = [
  'call',
  'case_opened',
  'case_closed',
  'action',
  'promise_made',
  'promise_ended',
  'note',
] as const
export type MomentKind = (typeof MOMENT_KINDS)[number]

/** What may be looked at alone. */
export const TIMELINE_FILTERS: Readonly<Record<string, readonly MomentKind[]>> = {
  all: MOMENT_KINDS,
  calls: ['call'],
  cases: ['case_opened', 'case_closed'],
  actions: ['action'],
  promises: ['promise_made', 'promise_ended'],
  notes: ['note'],
}

export interface Moment {
  readonly at: string
  readonly kind: MomentKind
  readonly id: string
  readonly caseId: string | null
  readonly by: string | null
  /** A reason, an action, a state … */
  readonly code: string | null
  /** What was written or told. */
  readonly words: string | null
}
/** Behind which moment a page goes on. */
export type Place = Pick<Moment, 'at' | 'kind' | 'id'>

const OF_CASES = (n: number) =>
  `case_id in (select id from cases where customer_id in (${'?, '.repeat(n).slice(0, -2)}))`
const OF_CUSTOMER = (n: number) => `customer_id in (${'?, '.repeat(n).slice(0, -2)})`

/** Where each kind is kept: columns as instant, case, person, code and words. */
const SOURCES: Readonly<
  Record<MomentKind, { table: string; columns: readonly string[]; of: (n: number) => string }>
> = {
  call: {
    table: 'calls',
    columns: ['started_at', 'null', 'operator_id', 'state', 'null'],
    of: OF_CUSTOMER,
  },
  case_opened: {
    table: 'cases',
    columns: ['opened_at', 'id', 'opened_by', 'reason', 'null'],
    of: OF_CUSTOMER,
  },
  case_closed: {
    table: 'cases',
    columns: ['closed_at', 'id', 'closed_by', 'disposition', 'null'],
    of: OF_CUSTOMER,
  },
  action: {
    table: 'card_actions',
    columns: ['confirmed_at', 'case_id', 'confirmed_by', 'action', 'state'],
    of: OF_CASES,
  },
  promise_made: {
    table: 'commitments',
    columns: ['made_at', 'case_id', 'made_by', 'kind', 'wording'],
    of: OF_CASES,
  },
  promise_ended: {
    table: 'commitments',
    columns: ['ended_at', 'case_id', 'ended_by', 'state', 'wording'],
    of: OF_CASES,
  },
  note: {
    table: 'case_notes',
    columns: ['created_at', 'case_id', 'operator_id', 'null', 'body'],
    of: OF_CASES,
  },
}
const rankOf = (kind: MomentKind): number => MOMENT_KINDS.indexOf(kind)

/**
 * What happened with a customer over all cases, newest first, behind a place. One query, however many cases there are:
 * each kind gives no more than the page holds, along the index of its customer or case.
 */
export function timelineQuery(
  customerIds: readonly string[],
  kinds: readonly MomentKind[],
  behind: Place | null,
  limit: number,
): Reading {
  const parts = kinds.map((kind) => part(kind, customerIds, behind, limit))
  return {
    sql: `select * from (${parts.map(({ sql }) => sql).join(' union all ')}) moments
          order by "at" desc, "rank" desc, id desc limit ${limit}`,
    bindings: parts.flatMap(({ bindings }) => bindings),
  }
}

export async function timelineOf(
  db: Db,
  ...asked: Parameters<typeof timelineQuery>
): Promise<Moment[]> {
  const rows = await read<Omit<Moment, 'kind'> & { rank: number }>(db, timelineQuery(...asked))
  return rows.map(({ rank, ...row }) => ({ ...row, kind: MOMENT_KINDS[rank] ?? 'note' }))
}

function part(kind: MomentKind, ids: readonly string[], behind: Place | null, limit: number) {
  const { table, columns, of } = SOURCES[kind]
  const [at, caseId, by, code, words] = columns
  const text = (column: string | undefined) => `cast(${column} as text)`
  const place = behind && placed(kind, at ?? '', behind)
  const sql = `select * from (select ${at} as "at", ${rankOf(kind)} as "rank", id, ${text(caseId)} as "caseId",
    ${text(by)} as "by", ${text(code)} as code, ${text(words)} as words from ${table}
    where ${of(ids.length)} and ${at} is not null ${place ? `and ${place.sql}` : ''}
    order by ${at} desc, id desc limit ${limit}) ${kind}_moments`
  return { sql, bindings: [...ids, ...(place ? place.bindings : [])] }
}

/** At one instant a call stands before what came of it, so a place is an instant, a kind and an id. */
function placed(kind: MomentKind, at: string, behind: Place) {
  const rank = rankOf(behind.kind)
  if (rankOf(kind) < rank) return { sql: `${at} <= ?`, bindings: [behind.at] }
  if (rankOf(kind) > rank) return { sql: `${at} < ?`, bindings: [behind.at] }
  return {
    sql: `(${at} < ? or (${at} = ? and id < ?))`,
    bindings: [behind.at, behind.at, behind.id],
  }
}

export const placeText = ({ at, kind, id }: Place): string => `${at}/${kind}/${id}`
/** Reads a place from an address; null where there is none, or it is none. */
export function readPlace(text: string): Place | null {
  const [at = '', name = '', id = ''] = text.split('/')
  const kind = MOMENT_KINDS.find((each) => each === name)
  return kind !== undefined && isUuid(id) && /^[\d:.TZ-]{24}$/.test(at) ? { at, kind, id } : null
}

/** The numbers of cases. */
export async function caseNumbers(
  db: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await read<{ id: string; number: string }>(db, {
    sql: `select id, number from cases where id in (${marks(ids)})`,
    bindings: ids,
  })
  return new Map(rows.map((row) => [row.id, row.number]))
}
