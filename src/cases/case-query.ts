import { validate as isUuid } from 'uuid'
import { STATUSES, type Status } from './case-file.ts'
import { QUEUES } from './urgency.ts'

/** What a list of cases is asked for: pure, so that an address, a saved view and a page say the same. */

export const SORTS = ['due', 'priority', 'updated', 'opened', 'number'] as const
export type Sort = (typeof SORTS)[number]

export const DUES = ['promise', 'overdue', 'today', 'week', 'none'] as const
export type Due = (typeof DUES)[number]

export const COLUMNS = [
  'customer',
  'reason',
  'status',
  'due',
  'owner',
  'updated',
  'priority',
  'queue',
  'cause',
  'card',
  'network',
  'tags',
  'opened',
] as const
export type Column = (typeof COLUMNS)[number]
export const USUAL_COLUMNS: readonly Column[] = COLUMNS.slice(0, 6)

export const NETWORKS = ['AMEX', 'VISA', 'MASTERCARD', 'JCB', 'DINERS'] as const

/** From which case a page goes on: behind it, or before it. */
export interface Place {
  readonly after?: string
  readonly before?: string
}

/** An empty text leaves that question open. */
export interface CaseQuery {
  /** A status or an owner was asked for that nobody knows: no case has it. */
  readonly isUnknown: boolean
  readonly statuses: readonly Status[]
  /** Closed cases as well, where no status is asked for. */
  readonly closed: boolean
  readonly reason: string
  readonly cause: string
  /** `me`, `team`, `nobody`, or somebody's id. */
  readonly owner: string
  readonly queue: string
  readonly network: string
  readonly label: string
  readonly tag: string
  readonly due: Due | ''
  /** Days on which it was opened, the first and the last. */
  readonly from: string
  readonly to: string
  readonly text: string
  readonly sort: Sort
  /** The other way round than is usual for the sort. */
  readonly reversed: boolean
  readonly columns: readonly Column[]
}

export const EVERYTHING_OPEN: CaseQuery = {
  isUnknown: false,
  statuses: [],
  closed: false,
  reason: '',
  cause: '',
  owner: '',
  queue: '',
  network: '',
  label: '',
  tag: '',
  due: '',
  from: '',
  to: '',
  text: '',
  sort: 'due',
  reversed: false,
  columns: USUAL_COLUMNS,
}

/** Whether closed cases may be among the answers. */
export const hasClosed = ({ statuses, closed }: CaseQuery): boolean =>
  statuses.length === 0 ? closed : statuses.includes('closed')

/** A closed case has no due time: a list that holds closed ones is sorted by something that all of them have. */
export const sortOf = (query: CaseQuery): Sort =>
  hasClosed(query) && (query.sort === 'due' || query.sort === 'priority') ? 'updated' : query.sort

/** All values of a name in an address. */
export type Asked = (name: string) => readonly string[]

const LONGEST = 100
const plain = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\p{Cc}/gu, '')
    .trim()
const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))

/** What an address asks for. A status or an owner that means nothing finds nothing; any other such word is left out. */
export function readQuery(asked: Asked): CaseQuery {
  const all = (name: string) => asked(name).flatMap((each) => each.split(','))
  const text = (name: string) => plain(asked(name)[0] ?? '').slice(0, LONGEST)
  const oneOf = <T extends string>(name: string, known: readonly T[]): T | '' =>
    known.find((each) => each === text(name)) ?? ''
  const day = (name: string) => (isDay(text(name)) ? text(name) : '')
  const code = (name: string) => (/^[a-z_]*$/.test(text(name)) ? text(name) : '')
  const owner = () =>
    ['me', 'team', 'nobody'].includes(text('owner')) || isUuid(text('owner')) ? text('owner') : ''
  const columns = COLUMNS.filter((each) => all('columns').includes(each))
  const statuses = STATUSES.filter((each) => all('status').includes(each))
  const isAsked = (name: string) => all(name).some((each) => each !== '')
  return {
    isUnknown: (isAsked('status') && statuses.length === 0) || (isAsked('owner') && owner() === ''),
    statuses,
    closed: text('closed') === 'yes',
    reason: code('reason'),
    cause: code('cause'),
    owner: owner(),
    queue: oneOf('queue', QUEUES),
    network: oneOf('network', NETWORKS),
    label: text('label'),
    tag: text('tag'),
    due: oneOf('due', DUES),
    from: day('from'),
    to: day('to'),
    text: text('text'),
    sort: oneOf('sort', SORTS) || 'due',
    reversed: text('order') === 'reversed',
    columns: columns.length === 0 ? USUAL_COLUMNS : columns,
  }
}

/** Where in a list an address goes on; what was not written by a list of ours is no place. */
export function readPlace(asked: Asked): Place {
  for (const name of ['after', 'before'] as const) {
    const place = asked(name)[0] ?? ''
    if (PLACE.test(place)) return { [name]: place }
  }
  return {}
}
const INSTANT = '\\d{4}-\\d{2}-\\d{2}T[\\d:.]{8,12}Z'
const PLACE = new RegExp(`^([1-5]~)?((${INSTANT}|9)~)?\\d{6}-\\d{4,6}-\\d$`)

/** Written for a status or an owner that nobody knows, so that a view kept of it goes on finding nothing. */
const UNKNOWN = 'unknown'

/** The same as words of an address, without what goes without saying; two that ask the same are written alike. */
export function writeQuery(query: CaseQuery): URLSearchParams {
  const { isUnknown, statuses, closed, sort, reversed, columns, ...words } = query
  const nobodyKnows = isUnknown ? (words.owner === '' ? 'owner' : 'status') : null
  const isUsual = columns.join() === USUAL_COLUMNS.join()
  const pairs = Object.entries({
    status: statuses.join(','),
    closed: closed ? 'yes' : '',
    ...words,
    sort: sort === 'due' ? '' : sort,
    order: reversed ? 'reversed' : '',
    columns: isUsual ? '' : columns.join(','),
    ...(nobodyKnows && { [nobodyKnows]: UNKNOWN }),
  })
  return new URLSearchParams(pairs.filter(([, value]) => value !== ''))
}

/** A query that was written down before. */
export function queryFrom(written: string): CaseQuery {
  const params = new URLSearchParams(written)
  return readQuery((name) => params.getAll(name))
}

/** Views that everybody has. */
export const BUILT_IN = {
  mine: { ...EVERYTHING_OPEN, owner: 'me' },
  team: { ...EVERYTHING_OPEN, owner: 'team' },
  unowned: { ...EVERYTHING_OPEN, owner: 'nobody', sort: 'priority' },
  network: { ...EVERYTHING_OPEN, statuses: ['waiting_network'] },
  delivery: { ...EVERYTHING_OPEN, statuses: ['waiting_delivery'] },
  overdue: { ...EVERYTHING_OPEN, due: 'promise' },
  fraud: { ...EVERYTHING_OPEN, queue: 'fraud_desk' },
  all: { ...EVERYTHING_OPEN, closed: true, sort: 'updated' },
} as const satisfies Record<string, CaseQuery>
export type BuiltIn = keyof typeof BUILT_IN
export const isBuiltIn = (name: string): name is BuiltIn => Object.hasOwn(BUILT_IN, name)

/** Views that tell nothing of how cases stand. */
export const NEUTRAL: readonly BuiltIn[] = ['mine', 'team', 'unowned', 'all']

/**
 * What may be asked beside a caller who is not verified: whose case it is and what it is about, among open ones, with no
 * order that tells how urgent one is.
 */
export const withoutStanding = ({ owner, reason, reversed }: CaseQuery): CaseQuery => ({
  ...EVERYTHING_OPEN,
  owner,
  reason,
  reversed,
  sort: 'updated',
  columns: ['customer', 'reason', 'owner', 'updated'],
})
