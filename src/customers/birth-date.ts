import type { IsoDate } from '../cards/card.ts'
import type { Language } from '../scripts/script.ts'
import { plainDigits } from './width.ts'

interface Era {
  readonly letter: string
  readonly ja: string
  readonly en: string
  readonly from: IsoDate
}
/** Newest first (JIS X 0301). Japan counts in the Gregorian calendar since Meiji 6. */
const ERAS: readonly Era[] = [
  { letter: 'R', ja: '令和', en: 'Reiwa', from: '2019-05-01' },
  { letter: 'H', ja: '平成', en: 'Heisei', from: '1989-01-08' },
  { letter: 'S', ja: '昭和', en: 'Showa', from: '1926-12-25' },
  { letter: 'T', ja: '大正', en: 'Taisho', from: '1912-07-30' },
  { letter: 'M', ja: '明治', en: 'Meiji', from: '1868-01-25' },
]
const EARLIEST = '1873-01-01'
const LATEST = '2199-12-31'

const yearOf = (date: IsoDate) => Number(date.slice(0, 4))
const eraOf = (date: IsoDate) => ERAS.find((era) => era.from <= date)

/** The ISO date of a year, month and day that exist, from Meiji 6 on; else null. */
function isoDate(year: number, month: number, day: number): IsoDate | null {
  const date = new Date(Date.UTC(year, month - 1, day))
  const iso = date.toISOString().slice(0, 10)
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return exists && yearOf(iso) === year && iso >= EARLIEST && iso <= LATEST ? iso : null
}

function fromEra(name: string, year: string, month: string, day: string): IsoDate | null {
  const era = ERAS.find((each) => each.ja === name || each.letter === name.toUpperCase())
  const count = year === '元' ? 1 : Number(year)
  if (!era || count < 1) return null
  const date = isoDate(yearOf(era.from) + count - 1, Number(month), Number(day))
  return date !== null && eraOf(date) === era ? date : null
}

/** Any way of writing a date; the groups are era, era year, month, day or year, month, day. */
const ERA_DATE =
  /^(明治|大正|昭和|平成|令和|[MTSHR])\.?(元|\d{1,3})(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})日?$/i
const COMPACT_ERA_DATE = /^([MTSHR])(\d{2})(\d{2})(\d{2})$/i
const DATE = /^(\d{4})(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})日?$/
const COMPACT_DATE = /^(\d{4})(\d{2})(\d{2})$/

/** Reads 1985-04-05, 19850405, 1985年4月5日, S60.4.5, 昭和60年4月5日, 令和元年…, in any width; null when there is no such day. */
export function parseBirthDate(text: string): IsoDate | null {
  const written = plainDigits(text).replace(/\s|生(?:まれ)?$/g, '')
  const era = ERA_DATE.exec(written) ?? COMPACT_ERA_DATE.exec(written)
  if (era) return fromEra(era[1] ?? '', era[2] ?? '', era[3] ?? '', era[4] ?? '')
  const date = DATE.exec(written) ?? COMPACT_DATE.exec(written)
  return date && isoDate(Number(date[1]), Number(date[2]), Number(date[3]))
}

/** 1985年（昭和60年）4月5日, or in English 5 April 1985 (Showa 60). */
export function formatBirthDate(date: IsoDate, language: Language): string {
  const [year, month, day] = date.split('-').map(Number)
  const era = eraOf(date)
  if (!era || !year || !month || !day) return date
  const count = year - yearOf(era.from) + 1
  if (language === 'ja')
    return `${year}年（${era.ja}${count === 1 ? '元' : count}年）${month}月${day}日`
  const name = new Intl.DateTimeFormat('en', { month: 'long', timeZone: 'UTC' })
  return `${day} ${name.format(new Date(`${date}T00:00:00Z`))} ${year} (${era.en} ${count})`
}
