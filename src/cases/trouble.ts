import { foldLetters } from '../customers/name.ts'
import { hostsIn, shownHost } from './site.ts'

/** What a customer met that others may meet as well: an error, a shop, a site. */
export const SIGNAL_KINDS = [
  'error_code',
  'response_code',
  'merchant',
  'site',
  'phishing',
  'service',
] as const
export type SignalKind = (typeof SIGNAL_KINDS)[number]

/** `key` is what is compared, `shown` how it was first written. */
export interface Signal {
  readonly kind: SignalKind
  readonly key: string
  readonly shown: string
}

const LONGEST = 120
const CODE = /[A-Z]{1,4}[-\s]?\d{2,5}|\d{2,5}/g

const oneWidth = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
const folded = (text: string): string =>
  oneWidth(text)
    .toUpperCase()
    .replace(/[\p{P}\p{S}\p{Z}]+/gu, '')
    .slice(0, LONGEST)

const FORMS =
  /株式会社|有限会社|合同会社|合資会社|合名会社|\((?:株|有|同|資|名|カ|ユ|ド)\)|^(?:カ|ユ|ド)\)|\((?:カ|ユ|ド)$/g
const COMPANY = /[\s,.]+(?:CO[\s,.]*LTD|COMPANY|INC|LTD|LIMITED|LLC|CORP|CORPORATION|K\.?K)\.?$/

/** A name as it is compared: in one width, kana and capitals, without the legal form of who bears it. */
function nameOf(text: string): string {
  const name = foldLetters(oneWidth(text)).trim()
  return folded(name.replace(FORMS, ' ').trim().replace(COMPANY, '')) || folded(name)
}

/** The codes that a text names: ER323, ＥＲ　３２３ and er-323 are one. */
export const codesIn = (text: string): string[] => [
  ...new Set([...oneWidth(text).toUpperCase().matchAll(CODE)].map((found) => folded(found[0]))),
]

/** One signal; null where nothing is left of the text. A shop that is called by its site is that site. */
export function signal(kind: SignalKind, text: string): Signal | null {
  const shown = oneWidth(text).slice(0, LONGEST)
  const [host] = kind === 'merchant' && !/\s/.test(shown) ? hostsIn(shown) : []
  if (host !== undefined) return siteSignal('site', host)
  const key = kind === 'merchant' || kind === 'service' ? nameOf(text) : folded(text)
  return key === '' ? null : { kind, key, shown }
}
/** A host keeps its dots: they tell one site from another. */
export const siteSignal = (kind: 'site' | 'phishing', host: string): Signal => ({
  kind,
  key: host.toUpperCase().slice(0, LONGEST),
  shown: shownHost(host).slice(0, LONGEST),
})

export const onceKey = ({ kind, key }: Pick<Signal, 'kind' | 'key'>): string => `${kind}:${key}`

export const DAYS = 30
export const DAY_MS = 86_400_000
const FEWEST = 3
const TIMES = 3

/** How many different customers reported something: in the last 24 hours, and day by day in the 30 days before, in all. */
export interface Frequency {
  readonly lastDay: number
  readonly before: number
}

const usual = ({ before }: Frequency): number => before / DAYS

/**
 * More than usual: at least 3 different customers within 24 hours, and at least 3 times as many as on an average day of
 * the 30 days before. A code that ten people meet every day is no wave at twelve; a site that nobody ever named is one
 * at the third call.
 */
export const isWave = (seen: Frequency): boolean =>
  seen.lastDay >= FEWEST && seen.lastDay >= TIMES * usual(seen)

/** Over when not even half of what begins a wave is left, so that one at the edge does not begin again every hour. */
export const isOver = (seen: Frequency): boolean =>
  seen.lastDay < FEWEST / 2 || seen.lastDay < (TIMES / 2) * usual(seen)

const days = new Map<string, string>()

/** The day of an instant where the customers are; an hour is within one day, and is read once. */
export function dayOf(at: string): string {
  const hour = at.slice(0, 13)
  const known = days.get(hour)
  if (known !== undefined) return known
  if (days.size > 2000) days.clear()
  const day = new Date(Date.parse(at) + 9 * 3_600_000).toISOString().slice(0, 10)
  days.set(hour, day)
  return day
}
