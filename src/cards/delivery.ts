import { addBusinessDays, addDays, businessDayFrom, holidaysKnown } from './business-days.ts'
import type { IsoDate, IsoDateTime } from './card.ts'

const HOUR = 3_600_000
/** Japan has had no daylight saving since 1951, so its offset is a constant. */
const TOKYO_OFFSET = 9 * HOUR
const CUT_OFF_HOUR = 15
const DAYS_TO_DISPATCH = 3
const DAYS_ON_THE_WAY = { from: 1, to: 3 }
const ABOUT_A_WEEK = 9

export interface DeliveryEstimate {
  dispatchOn: IsoDate
  etaFrom: IsoDate
  etaTo: IsoDate
  /** May be said as 「約1週間」; otherwise the dates are read out. */
  aboutAWeek: boolean
  /** False when the dates rest on holidays that are not official yet. */
  holidaysKnown: boolean
}

const inTokyo = (instant: IsoDateTime): Date => new Date(Date.parse(instant) + TOKYO_OFFSET)

/** The calendar date in Tokyo at this instant. */
export const tokyoDate = (instant: IsoDateTime): IsoDate =>
  inTokyo(instant).toISOString().slice(0, 10)

/** The instant of `YYYY-MM-DDTHH:mm`, or with a space between, on a clock in Tokyo; an invalid date for anything else. */
export const fromTokyo = (written: string): Date =>
  new Date(`${written.replace(' ', 'T')}:00+09:00`)

/** The instant at which this hour strikes in Tokyo. */
export const atTokyoHour = (date: IsoDate, hour: number): IsoDateTime =>
  new Date(Date.parse(date) - TOKYO_OFFSET + hour * HOUR).toISOString()

/** The day on which work on an order begins: its own day before 15:00, else the next business day. */
export function orderDay(instant: IsoDateTime): IsoDate {
  const date = tokyoDate(instant)
  return inTokyo(instant).getUTCHours() < CUT_OFF_HOUR ? date : addBusinessDays(date, 1)
}

const later = (a: IsoDate, b: IsoDate): IsoDate => (a > b ? a : b)

/**
 * When a card ordered at this instant arrives: dispatched 3 business days after the order day (not before
 * `dispatchAfter`), then 1 to 3 days by registered mail, which is delivered on any weekday.
 */
export function deliveryEstimate(
  orderedAt: IsoDateTime,
  dispatchAfter: IsoDate | null = null,
): DeliveryEstimate {
  const ready = addBusinessDays(orderDay(orderedAt), DAYS_TO_DISPATCH)
  const dispatchOn = businessDayFrom(later(ready, dispatchAfter ?? ready))
  const etaTo = addDays(dispatchOn, DAYS_ON_THE_WAY.to)
  return {
    dispatchOn,
    etaFrom: addDays(dispatchOn, DAYS_ON_THE_WAY.from),
    etaTo,
    aboutAWeek: etaTo <= addDays(tokyoDate(orderedAt), ABOUT_A_WEEK),
    holidaysKnown: holidaysKnown(dispatchOn),
  }
}
