import holidayJp from '@holiday-jp/holiday_jp'
import type { IsoDate } from './card.ts'

/**
 * The last day for which the official holiday table is known: the equinox days of a year are announced in the February
 * before it. Later dates are computed by the package, so whoever shows them says that they may move.
 */
export const HOLIDAYS_KNOWN_UNTIL: IsoDate = '2027-12-31'

const holidays: ReadonlySet<string> = new Set(Object.keys(holidayJp.holidays))
const DAY = 86_400_000

export const addDays = (date: IsoDate, days: number): IsoDate =>
  new Date(Date.parse(date) + days * DAY).toISOString().slice(0, 10)

/** Card issuers and their printers rest from 29 December to 3 January, whatever the calendar says. */
const isYearEnd = (monthDay: string): boolean => monthDay >= '12-29' || monthDay <= '01-03'

export function isBusinessDay(date: IsoDate): boolean {
  const weekday = new Date(date).getUTCDay()
  if (weekday === 0 || weekday === 6) return false
  return !isYearEnd(date.slice(5)) && !holidays.has(date)
}

/** The first business day on or after this date. */
export function businessDayFrom(date: IsoDate): IsoDate {
  return isBusinessDay(date) ? date : businessDayFrom(addDays(date, 1))
}

/** The date that many business days after this one, which itself does not count. */
export function addBusinessDays(date: IsoDate, days: number): IsoDate {
  if (days === 0) return date
  return addBusinessDays(businessDayFrom(addDays(date, 1)), days - 1)
}

/** Whether every holiday up to this date is official. */
export const holidaysKnown = (date: IsoDate): boolean => date <= HOLIDAYS_KNOWN_UNTIL
