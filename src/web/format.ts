import { remembered } from '../i18n/remembered.ts'
import type { Language } from '../scripts/script.ts'

/** Writes instants, dates and numbers as people read them; screens never show an ISO text. */
export interface Fmt {
  /** `11/23 14:08`; with the year when it is not this one. */
  instant(iso: string): string
  /** 2026年11月23日（月）, Mon 23 Nov 2026: of an instant or a calendar date. */
  date(iso: string): string
  /** A date without its weekday, as of a birth. */
  calendar(iso: string): string
  /** The day without the year: 11月23日（月）, Mon 23 Nov. */
  day(iso: string): string
  time(iso: string): string
  /** Seconds as a running clock: 04:32, 1:04:32. */
  clock(seconds: number): string
  phone(digits: string): string
  yen(amount: number): string
  number(n: number): string
  /** A whole second in UTC, for `datetime` attributes. */
  iso(iso: string): string
}

const LOCALE: Readonly<Record<Language, string>> = { ja: 'ja-JP', en: 'en-GB' }
const isDateOnly = (iso: string) => iso.length === 10
/** A calendar date has no time zone of its own: noon in UTC is the same day in Japan. */
const read = (iso: string) => new Date(isDateOnly(iso) ? `${iso}T03:00:00Z` : iso)

const known = new Map<string, Fmt>()

/** The formats of a language, made once: an Intl formatter costs more than a page. */
export function formats(language: Language, timeZone: string): Fmt {
  const key = `${language} ${timeZone}`
  const made = known.get(key) ?? makeFormats(language, timeZone, () => new Date())
  known.set(key, made)
  return made
}

/** `now` tells which year goes without saying. */
function makeFormats(language: Language, timeZone: string, now: () => Date): Fmt {
  const of = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(LOCALE[language], { timeZone, ...options })
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  const month = language === 'ja' ? 'numeric' : 'short'
  const near = of({ month, day: 'numeric', ...clock })
  const far = of({ year: 'numeric', month, day: 'numeric', ...clock })
  const long = language === 'ja' ? 'long' : 'short'
  const date = of({ year: 'numeric', month: long, day: 'numeric', weekday: 'short' })
  const calendar = of({ year: 'numeric', month: long, day: 'numeric' })
  const day = of({ month: long, day: 'numeric', weekday: 'short' })
  const year = of({ year: 'numeric' })
  const time = of(clock)
  const number = new Intl.NumberFormat(LOCALE[language])
  const write = (format: Intl.DateTimeFormat, iso: string) => {
    const at = read(iso)
    return Number.isNaN(at.getTime()) ? '' : widen(format.format(at), language)
  }
  const [nearly, fully] = [
    remembered((iso) => write(near, iso)),
    remembered((iso) => write(far, iso)),
  ]
  const yearOf = remembered((iso) => write(year, iso))
  let [hour, thisYear] = [Number.NaN, '']
  const isThisYear = (iso: string) => {
    const current = Math.floor(now().getTime() / HOUR)
    if (current !== hour) [hour, thisYear] = [current, year.format(new Date(current * HOUR))]
    return yearOf(iso) === thisYear
  }
  return {
    instant: (iso) => (isThisYear(iso) ? nearly : fully)(iso),
    date: remembered((iso) => write(date, iso)),
    calendar: (iso) => write(calendar, iso),
    day: (iso) => write(day, iso),
    time: remembered((iso) => write(time, iso)),
    clock: clockOf,
    phone: phoneOf,
    yen: (amount) =>
      language === 'ja' ? `${number.format(amount)}円` : `¥${number.format(amount)}`,
    number: (n) => number.format(n),
    iso: remembered((iso) =>
      isDateOnly(iso) ? iso : `${new Date(iso).toISOString().slice(0, WHOLE_SECONDS)}Z`,
    ),
  }
}

const HOUR = 3_600_000
const WHOLE_SECONDS = 'YYYY-MM-DDThh:mm:ss'.length
/** Weekdays stand in full-width brackets in Japanese; English months need no comma. */
const widen = (text: string, language: Language) =>
  language === 'ja' ? text.replace('(', '（').replace(')', '）') : text.replaceAll(',', '')

const two = (n: number) => String(n).padStart(2, '0')

function clockOf(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${two(m)}:${two(s)}`
}

/** Grouped for reading aloud; area codes are taken to have two digits only for Tokyo and Osaka. */
function phoneOf(digits: string): string {
  if (/^0[5-9]0\d{8}$/.test(digits)) return digits.replace(/^(\d{3})(\d{4})(\d{4})$/, '$1-$2-$3')
  if (/^(0120|0570|0800)\d{6,7}$/.test(digits))
    return digits.replace(/^(\d{4})(\d{3})(\d{3,4})$/, '$1-$2-$3')
  if (/^0[36]\d{8}$/.test(digits)) return digits.replace(/^(\d{2})(\d{4})(\d{4})$/, '$1-$2-$3')
  if (/^0\d{9}$/.test(digits)) return digits.replace(/^(\d{3})(\d{3})(\d{4})$/, '$1-$2-$3')
  return digits
}
