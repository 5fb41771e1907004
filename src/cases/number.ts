import type { IsoDate } from '../cards/card.ts'
import { plainDigits } from '../customers/width.ts'

/** A quasigroup without fixed swaps (Damm 2004): finds every single wrong digit and every swap of two neighbours. */
const DAMM = [
  '0317598642',
  '7092154863',
  '4206871359',
  '1750983426',
  '6123045978',
  '3674209581',
  '5869720134',
  '8945362017',
  '9438617205',
  '2581436790',
]
const check = (digits: string) =>
  [...digits].reduce((row, digit) => Number(DAMM[row]?.[Number(digit)]), 0)

/** The number of a day's nth case, to be read aloud: date, serial, check digit (`261123-0042-7`). */
export function formatCaseNumber(day: IsoDate, serial: number): string {
  const date = day.slice(2).replaceAll('-', '')
  const count = String(serial).padStart(4, '0')
  return `${date}-${count}-${check(date + count)}`
}

export type CaseNumberReading = { readonly number: string } | { readonly wrong: 'check_digit' }

/**
 * Reads a case number in any width, with any dashes or none. `wrong`: written like one, but mistyped; null: not one.
 * Eleven digits alone may be a telephone number as well; whoever searches has to try both.
 */
export function readCaseNumber(text: string): CaseNumberReading | null {
  const written = plainDigits(text)
    .replace(/^\s*(?:(?:受付|案件)番号|case|no\.?|#|[\s:は])+/i, '')
    .replace(/(?<=\d)\s*一\s*(?=\d)/g, '-')
    .replace(/\s*-\s*|(?<=\d)\s+(?=\d)/g, '-')
    .trim()
  const parts = /^(\d{6})-(\d{4,5})-(\d)$/.exec(written) ?? /^(\d{6})(\d{4,5})(\d)$/.exec(written)
  if (!parts) return null
  const [, date = '', serial = '', digit = ''] = parts
  const issued = isDay(date) && !/^0(?:\d{4}|000)$/.test(serial)
  if (!issued || check(date + serial + digit) !== 0) return { wrong: 'check_digit' }
  return { number: `${date}-${serial}-${digit}` }
}

function isDay(date: string): boolean {
  const [year = 0, month = 0, day = 0] = (date.match(/\d\d/g) ?? []).map(Number)
  const instant = new Date(Date.UTC(2000 + year, month - 1, day))
  return instant.getUTCMonth() === month - 1 && instant.getUTCDate() === day
}
