import { addBusinessDays, addDays, businessDayFrom } from '../cards/business-days.ts'
import { atTokyoHour, fromTokyo, tokyoDate } from '../cards/delivery.ts'

const MINUTE = 60_000
const OPENS = 9
const CLOSES = 17

/** A time some business hours ahead (09:00 to 17:00 on business days). */
export function businessHoursFrom(now: Date, hours: number): Date {
  let day = businessDayFrom(tokyoDate(now.toISOString()))
  let at = Math.max(now.getTime(), Date.parse(atTokyoHour(day, OPENS)))
  let left = hours * 60 * MINUTE
  for (;;) {
    const closes = Date.parse(atTokyoHour(day, CLOSES))
    const open = Math.max(0, closes - at)
    if (left <= open) return new Date(at + left)
    left -= open
    day = addBusinessDays(day, 1)
    at = Date.parse(atTokyoHour(day, OPENS))
  }
}

const inMinutes = (minutes: number) => (now: Date) => new Date(now.getTime() + minutes * MINUTE)
/** The last minute of a day, so that the date that is shown is that day's. */
const endOfDay = (date: string) => new Date(Date.parse(atTokyoHour(addDays(date, 1), 0)) - MINUTE)
const inDays = (days: number) => (now: Date) =>
  endOfDay(addDays(tokyoDate(now.toISOString()), days))
const inBusinessDays = (days: number) => (now: Date) =>
  new Date(atTokyoHour(addBusinessDays(tokyoDate(now.toISOString()), days), CLOSES))
const sameBusinessDay = (now: Date) => {
  const closes = new Date(atTokyoHour(businessDayFrom(tokyoDate(now.toISOString())), CLOSES))
  return closes > now ? closes : inBusinessDays(1)(now)
}

/** When each kind of promise is due when nothing more exact was told (domain rule 4.3). */
const DUE: Readonly<Record<string, (now: Date) => Date>> = {
  call_back: (now) => businessHoursFrom(now, 2),
  follow_up: sameBusinessDay,
  network_answer: (now) => businessHoursFrom(now, 2),
  fraud_desk: inMinutes(30),
  verify_stop: inMinutes(60),
  verify_manual_stop: inMinutes(60),
  reissue: (now) => businessHoursFrom(now, 1),
  tell_delivery: inMinutes(5),
  address_review: sameBusinessDay,
  claim: inBusinessDays(1),
  shipment_trace: inBusinessDays(1),
  holder_calls: inBusinessDays(1),
  receipt_check: inDays(2),
  reshipment: inDays(7),
  tell_lock: inDays(7),
  retry_later: inDays(7),
  delivery: inDays(9),
}

/** What is known of a promise besides its kind. */
export interface PromiseFacts {
  /** The last day on which the card is expected. */
  readonly deliveryBy?: string
  /** The time that was agreed for a call back or a follow-up, `YYYY-MM-DDTHH:mm` in Tokyo. */
  readonly agreed?: string
  /** The time of the day that suits the customer, in their words. */
  readonly window?: string
}

export function dueOf(kind: string, now: Date, facts: PromiseFacts): Date {
  if (kind === 'delivery' && facts.deliveryBy) return endOfDay(facts.deliveryBy)
  if ((kind === 'call_back' || kind === 'follow_up') && facts.agreed) {
    const agreed = fromTokyo(facts.agreed)
    if (agreed > now) return agreed
  }
  // Words cannot be reckoned with: whoever is named a time looks at the promise before the day is over.
  if (kind === 'call_back' && facts.window) return sameBusinessDay(now)
  return (DUE[kind] ?? inBusinessDays(1))(now)
}

type Fields = Readonly<Record<string, string>>

/** Fields that promise a time which is over already. One that was given before may be sent again as it is. */
export const pastTimes = (fields: Fields, before: Fields, now: Date): Record<string, 'past'> =>
  Object.fromEntries(
    ['callback_due', 'follow_up'].flatMap((name) => {
      const time = fields[name]
      const isPast = time !== undefined && time !== before[name] && fromTokyo(time) <= now
      return isPast ? [[name, 'past' as const]] : []
    }),
  )
