import { validate as isUuid } from 'uuid'
import { marks } from '../db.ts'
import { STATUSES } from './case-file.ts'
import { type CaseQuery, type Due, hasClosed, type Sort, sortOf } from './case-query.ts'

/** A list's query as conditions that both databases understand, written as the indexes of migration 23 are. */
export interface Condition {
  readonly sql: string
  readonly bindings: readonly (string | number)[]
}

/** Who asks, and when. */
export interface Asker {
  readonly operatorId: string
  readonly teamId: string | null
  readonly now: Date
}

/** Whatever goes on in another case is in no list. */
export const IN_LISTS = 'merged_into is null'
export const OPEN_CASE = `status <> 'closed' and ${IN_LISTS}`

const DUE_KEY = `coalesce(due_at, '9')`
const NONE: Condition = { sql: '1 = 0', bindings: [] }
const is = (sql: string, ...bindings: (string | number)[]): Condition => ({ sql, bindings })

/** All that a query asks for; `ids` are the cases that its text was found in, null where it has none. */
export function conditionsOf(
  query: CaseQuery,
  asker: Asker,
  ids: readonly string[] | null,
): Condition[] {
  const equal = (column: string, value: string) =>
    value === '' ? [] : [is(`${column} = ?`, value)]
  return [
    ...(query.isUnknown ? [NONE] : []),
    is(hasClosed(query) ? IN_LISTS : OPEN_CASE),
    ...statusIn(query),
    ...ownedBy(query.owner, asker),
    ...equal('reason', query.reason),
    ...equal('cause', query.cause),
    ...equal('queue', query.queue),
    ...equal('card_network', query.network),
    ...equal('card_label', query.label),
    ...tagged(query.tag),
    ...openedIn(query),
    ...dueIn(query.due, asker.now),
    ...(ids === null ? [] : [among(ids)]),
  ]
}

function statusIn({ statuses }: CaseQuery): Condition[] {
  if (statuses.length === 0 || statuses.length === STATUSES.length) return []
  return statuses.length === 1
    ? [is('status = ?', ...statuses)]
    : [is(`status in (${marks(statuses)})`, ...statuses)]
}

function ownedBy(owner: string, { operatorId, teamId }: Asker): Condition[] {
  if (owner === '') return []
  if (owner === 'nobody') return [is('owner_id is null')]
  if (owner === 'team') return [teamId === null ? NONE : is('team_id = ?', teamId)]
  const id = owner === 'me' ? operatorId : owner.toLowerCase()
  return [isUuid(id) ? is('owner_id = ?', id) : NONE]
}

const tagged = (tag: string): Condition[] =>
  tag === '' ? [] : [is('id in (select case_id from case_tags where tag = ?)', tag)]

const among = (ids: readonly string[]): Condition =>
  ids.length === 0 ? NONE : is(`id in (${marks(ids)})`, ...ids)

function openedIn({ from, to }: CaseQuery): Condition[] {
  return [
    ...(from === '' ? [] : [is('opened_at >= ?', startOf(from).toISOString())]),
    ...(to === '' ? [] : [is('opened_at < ?', startOf(to, 1).toISOString())]),
  ]
}

function dueIn(due: Due | '', now: Date): Condition[] {
  const today = dayOf(now)
  const before = (at: Date) => is(`${DUE_KEY} < ?`, at.toISOString())
  switch (due) {
    case '':
      return []
    case 'promise':
      return [is('commitment_due_at < ?', now.toISOString())]
    case 'overdue':
      return [before(now)]
    case 'today':
      return [before(startOf(today, 1))]
    case 'week':
      return [before(startOf(today, 7))]
    case 'none':
      return [is(`${DUE_KEY} = ?`, '9')]
  }
}

const DAY_MS = 24 * 3_600_000
const TOKYO_MS = 9 * 3_600_000
const dayOf = (now: Date): string => new Date(now.getTime() + TOKYO_MS).toISOString().slice(0, 10)
/** When a day of the office begins, or one some days after it. */
const startOf = (day: string, later = 0): Date =>
  new Date(Date.parse(`${day}T00:00:00+09:00`) + later * DAY_MS)

/** What a list is sorted by, the last one telling any two cases apart; and whether the greatest comes first. */
export interface Order {
  readonly keys: readonly string[]
  readonly descends: boolean
}
const ORDERS: Readonly<Record<Sort, Order>> = {
  due: { keys: [DUE_KEY, 'number'], descends: false },
  priority: { keys: ['priority', DUE_KEY, 'number'], descends: false },
  updated: { keys: ['updated_at', 'number'], descends: true },
  opened: { keys: ['opened_at', 'number'], descends: true },
  number: { keys: ['number'], descends: true },
}
/** Where it is asked when something is due: by the promises alone, or by nothing where nothing is. */
const DUE_KEYS: Readonly<Record<string, readonly string[]>> = {
  promise: ['commitment_due_at', 'number'],
  none: ['number'],
}
export function orderOf(query: CaseQuery): Order {
  const sort = sortOf(query)
  const { keys, descends } = ORDERS[sort]
  const byDue = sort === 'due' ? (DUE_KEYS[query.due] ?? keys) : keys
  return { keys: byDue, descends: descends !== query.reversed }
}
