import type { Language } from '../scripts/script.ts'
import { remembered } from './remembered.ts'

type Written = Readonly<Record<Language, (iso: string) => string>>

const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
const date = { timeZone: 'Asia/Tokyo', year: 'numeric', day: 'numeric' } as const

const write = (locale: string, options: Intl.DateTimeFormatOptions) => {
  const format = new Intl.DateTimeFormat(locale, { ...date, ...options })
  return remembered((iso) => {
    const at = new Date(iso)
    return Number.isNaN(at.getTime()) ? iso : format.format(at)
  })
}
const MOMENT: Written = {
  ja: write('ja-JP', { ...clock, month: 'numeric' }),
  en: write('en-GB', { ...clock, month: 'short' }),
}
const DAY: Written = {
  ja: write('ja-JP', { month: 'long', weekday: 'short' }),
  en: write('en-GB', { month: 'short', weekday: 'short' }),
}

/** An instant on a Tokyo clock, with its year, since what was seen is read again years later. */
export const moment = (iso: string, language: Language): string => MOMENT[language](iso)

/** A calendar date, or the Tokyo date of an instant. */
export const day = (iso: string, language: Language): string => DAY[language](iso)
