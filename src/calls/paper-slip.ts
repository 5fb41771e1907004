import { addDays } from '../cards/business-days.ts'
import { fromTokyo, tokyoDate } from '../cards/delivery.ts'

/** What was typed from a slip, word for word; it goes back to the page as it is when something is wrong with it. */
export const SLIP_FIELDS = [
  'day',
  'from',
  'to',
  'operatorId',
  'fromNumber',
  'versionId',
  'search',
  'customer',
  'identity',
  'last4',
  'caseId',
  'path',
  'reason',
  'cause',
  'wanted',
  'promise1',
  'due1',
  'promise2',
  'due2',
  'promise3',
  'due3',
  'stopRef',
  'stopBy',
  'stopAt',
  'stopLast4',
  'note',
  'another',
] as const
export type SlipField = (typeof SLIP_FIELDS)[number]
export type SlipTyped = Readonly<Record<SlipField, string>>

export const PROMISE_LINES = [1, 2, 3] as const
export const NOT_IDENTIFIED = 'none'
export const NEW_CASE = 'new'

export const readTyped = (text: (name: string) => string): SlipTyped => {
  const typed = SLIP_FIELDS.map((name) => [name, text(name).trim()])
  return Object.fromEntries(typed) as SlipTyped // one entry for each field
}

const narrow = (text: string) => text.normalize('NFKC').trim()
const two = (n: number | string) => String(n).padStart(2, '0')

/** `HH:mm`, from 14:05, 1405, 14時5分, in any width; null when it is no time. */
export function readTime(text: string): string | null {
  const [, hour = '', minute = '0'] =
    /^(\d{1,2})[:.時](\d{1,2})?分?$/.exec(narrow(text)) ??
    /^(\d{1,2})(\d{2})$/.exec(narrow(text)) ??
    []
  if (hour === '' || Number(hour) > 23 || Number(minute) > 59) return null
  return `${two(hour)}:${two(minute)}`
}

/**
 * A date that has been: 2026-11-23, 2026年11月23日, or 11/23, which is the last one that there was. A year of another
 * century is mistyped.
 */
export function readDay(text: string, now: Date): string | null {
  const today = tokyoDate(now.toISOString())
  const [, year, month = '', day = ''] =
    /^(?:(20\d{2})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?$/.exec(narrow(text)) ?? []
  if (month === '') return null
  const date = `${year ?? today.slice(0, 4)}-${two(month)}-${two(day)}`
  if (!isDate(date)) return null
  return year === undefined && date > today
    ? `${Number(today.slice(0, 4)) - 1}${date.slice(4)}`
    : date
}

function isDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

/** A date and a time, or a time alone: the first one from the beginning of the call on. */
export function readDue(text: string, { day, startedAt }: SlipTimes): Date | null {
  const [, date = '', time = ''] = /^(.*?)[\sT]*([0-9:.時分]+)$/.exec(narrow(text)) ?? []
  const at = readTime(time)
  if (at === null) return null
  if (date === '') return nextAt(at, startedAt)
  const on = readDueDay(date, day)
  return on === null ? null : fromTokyo(`${on}T${at}`)
}

const HALF_A_YEAR = 183

/** Without its year a day is one of the slip's year; one that is long past by then is of the next year. */
function readDueDay(text: string, from: string): string | null {
  const [, year, month = '', day = ''] =
    /^(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?$/.exec(narrow(text)) ?? []
  const date = `${year ?? from.slice(0, 4)}-${two(month)}-${two(day)}`
  if (month === '' || !isDate(date)) return null
  return year === undefined && addDays(date, HALF_A_YEAR) < from
    ? `${Number(from.slice(0, 4)) + 1}${date.slice(4)}`
    : date
}

/** The day of a slip, and when its call began and ended. */
export interface SlipTimes {
  readonly day: string
  readonly startedAt: Date
  readonly endedAt: Date
}

/** Longer than anybody talks: a slip that says so has its times mixed up. */
export const LONGEST_CALL = 12 * 3_600_000

/** A call that goes over midnight ends on the day after; null when a time cannot be read. */
export function slipTimes(typed: Pick<SlipTyped, 'day' | 'from' | 'to'>, now: Date) {
  const day = readDay(typed.day, now)
  const [from, to] = [readTime(typed.from), readTime(typed.to)]
  return day === null || from === null || to === null ? null : timesOf(day, from, to)
}

function timesOf(day: string, from: string, to: string): SlipTimes {
  const endDay = to < from ? addDays(day, 1) : day
  return { day, startedAt: fromTokyo(`${day}T${from}`), endedAt: fromTokyo(`${endDay}T${to}`) }
}

/** The first moment, not before `from`, at which clocks show this time. */
export function nextAt(time: string, from: Date): Date {
  const day = tokyoDate(from.toISOString())
  const at = fromTokyo(`${day}T${time}`)
  return at < from ? fromTokyo(`${addDays(day, 1)}T${time}`) : at
}

/** Last 4 digits, parted by anything; null when something else stands there. */
export function readLast4s(text: string): string[] | null {
  const parts = narrow(text)
    .split(/[^\d]+/)
    .filter((part) => part !== '')
  return parts.every((part) => part.length === 4) ? [...new Set(parts)] : null
}
