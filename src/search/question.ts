import { STATUSES, type Status } from '../cases/case-file.ts'
import type { HitFilter } from './hits.ts'

export const KINDS = ['people', 'cases', 'codes'] as const
export type Kind = (typeof KINDS)[number]
/** How many days back; longer ago is all. */
export const PERIODS = ['7', '30', '90', '365'] as const

/** What was asked of the search page; an empty filter leaves that question open. */
export interface Question {
  readonly text: string
  readonly kind: Kind | ''
  readonly status: Status | ''
  readonly reason: string
  readonly owner: string
  readonly period: (typeof PERIODS)[number] | ''
  /** Cases behind this place in the order of what was found. */
  readonly before: number | undefined
}

/** Reads the address of the search page in any shape that it can have: what nobody knows is left out. */
export function readQuestion(
  text: string,
  query: Readonly<Record<string, unknown>>,
  reasons: Readonly<Record<string, string>>,
): Question {
  const oneOf = <T extends string>(name: string, values: readonly T[]): T | '' =>
    values.find((value) => value === query[name]) ?? ''
  const word = (name: string) => (typeof query[name] === 'string' ? query[name] : '')
  return {
    text,
    kind: oneOf('kind', KINDS),
    status: oneOf('status', STATUSES),
    reason: oneOf('reason', Object.keys(reasons)),
    owner: /^[0-9a-f-]{36}$/i.test(word('owner')) ? word('owner').toLowerCase() : '',
    period: oneOf('period', PERIODS),
    before: /^\d{1,15}$/.test(word('before')) ? Number(word('before')) : undefined,
  }
}

const DAY_MS = 86_400_000

export const filterOf = ({ status, reason, owner, period }: Question, now: Date): HitFilter => ({
  ...(status === '' ? {} : { status }),
  ...(reason === '' ? {} : { reason }),
  ...(owner === '' ? {} : { ownerId: owner }),
  ...(period === ''
    ? {}
    : { since: new Date(now.getTime() - Number(period) * DAY_MS).toISOString() }),
})

/** The same question from another place on. */
export function addressBehind(question: Question, before: number): string {
  const { text, ...filters } = question
  const given = Object.entries({ ...filters, before }).filter(([, value]) => value !== '')
  const params = new URLSearchParams([
    ['q', text],
    ...given.map(([name, value]): [string, string] => [name, String(value)]),
  ])
  return `/search?${params}`
}
