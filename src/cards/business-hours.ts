import { addBusinessDays, addDays } from './business-days.ts'
import type { IsoDate } from './card.ts'
import { atTokyoHour, tokyoDate } from './delivery.ts'

/** From when to when the center answers, every day, in minutes after midnight. */
export interface BusinessHours {
  readonly opens: number
  readonly closes: number
}
const WRITTEN_HOURS = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)$/

/** Reads `09:00-20:00`; null for what is no such span within a day. */
export function readBusinessHours(written: string): BusinessHours | null {
  const [, ...parts] = WRITTEN_HOURS.exec(written) ?? []
  const [h = 0, m = 0, H = 0, M = 0] = parts.map(Number)
  const hours = { opens: h * 60 + m, closes: H * 60 + M }
  return parts.length === 4 && hours.opens < hours.closes && hours.closes <= 24 * 60 ? hours : null
}
export const CENTER_HOURS: BusinessHours = { opens: 9 * 60, closes: 20 * 60 }

/** `9:00–20:00`. */
export const hoursWords = ({ opens, closes }: BusinessHours): string =>
  [opens, closes]
    .map((at) => `${Math.floor(at / 60)}:${String(at % 60).padStart(2, '0')}`)
    .join('–')

const MINUTE = 60_000
const at = (date: IsoDate, minutes: number): number => Date.parse(atTokyoHour(date, minutes / 60))

/** The instant so many of the center's hours ahead; while it is closed no time passes. */
export function inBusinessHours(now: Date, hours: number, span: BusinessHours): Date {
  let day = tokyoDate(now.toISOString())
  let from = Math.max(now.getTime(), at(day, span.opens))
  let left = hours * 60 * MINUTE
  for (;;) {
    const open = Math.max(0, at(day, span.closes) - from)
    if (left <= open) return new Date(from + left)
    left -= open
    day = addDays(day, 1)
    from = at(day, span.opens)
  }
}

/** The close of the business day that many ahead (Monday to Friday, no holidays); 0: of this one, or the next that there is. */
export function inBusinessDays(now: Date, days: number, span: BusinessHours): Date {
  const today = tokyoDate(now.toISOString())
  return new Date(at(addBusinessDays(today, days), span.closes))
}
