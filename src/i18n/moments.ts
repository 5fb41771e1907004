import type { Language } from '../scripts/script.ts'

type Formats = Readonly<Record<Language, Intl.DateTimeFormat>>

const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
const date = { timeZone: 'Asia/Tokyo', year: 'numeric', day: 'numeric' } as const

const MOMENT: Formats = {
  ja: new Intl.DateTimeFormat('ja-JP', { ...date, ...clock, month: 'numeric' }),
  en: new Intl.DateTimeFormat('en-GB', { ...date, ...clock, month: 'short' }),
}
const DAY: Formats = {
  ja: new Intl.DateTimeFormat('ja-JP', { ...date, month: 'long', weekday: 'short' }),
  en: new Intl.DateTimeFormat('en-GB', { ...date, month: 'short', weekday: 'short' }),
}

function said(formats: Formats, iso: string, language: Language): string {
  const at = new Date(iso)
  return Number.isNaN(at.getTime()) ? iso : formats[language].format(at)
}

/** An instant on a Tokyo clock, with its year, since what was seen is read again years later. */
export const moment = (iso: string, language: Language): string => said(MOMENT, iso, language)

/** A calendar date, or the Tokyo date of an instant. */
export const day = (iso: string, language: Language): string => said(DAY, iso, language)
