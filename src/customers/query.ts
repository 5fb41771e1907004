import { readCaseNumber } from '../cases/number.ts'
import { parseBirthDate } from './birth-date.ts'
import { markedLast4, readMemberNo } from './customer.ts'
import { isKana, kanaKey, nameKey } from './name.ts'
import { phoneDigits } from './phone.ts'
import { cutTerms } from './query-terms.ts'
import { plainDigits } from './width.ts'

/** One way of understanding a piece of what was typed. `name` may come with the given name in kana. */
export type Reading =
  | { readonly item: 'phone'; readonly digits: string; readonly whole: boolean }
  | { readonly item: 'kana'; readonly key: string }
  | { readonly item: 'name'; readonly key: string; readonly kana?: string }
  | { readonly item: 'birth_date'; readonly date: string }
  | { readonly item: 'last4'; readonly digits: string }
  | { readonly item: 'member_no'; readonly digits: string }
  | { readonly item: 'case_number'; readonly number: string }

/** Every term must be met by one of its readings. With a problem nobody is found, and the page says why. */
export interface CustomerQuery {
  readonly terms: readonly (readonly Reading[])[]
  readonly problem: 'empty' | 'not_understood' | 'wrong_check_digit' | 'not_verified' | null
}

const LONGEST = 200

/** Understands what was typed into the one search box: name, kana, birth date, phone, last 4, member or case number. */
export function readQuery(text: string): CustomerQuery {
  const pieces = cutTerms(text.slice(0, LONGEST))
  const terms = pieces.map((piece) => (/\d/.test(piece) ? numberReadings(piece) : names(piece)))
  if (text.length > LONGEST) return { terms: [], problem: 'not_understood' }
  if (terms.length === 0) return { terms, problem: 'empty' }
  if (terms.every((readings) => readings.length > 0)) return { terms, problem: null }
  const mistyped = pieces.some((piece, at) => terms[at]?.length === 0 && isMistypedCase(piece))
  return { terms, problem: mistyped ? 'wrong_check_digit' : 'not_understood' }
}

/**
 * The same beside a caller who is not verified: names, case numbers, and a telephone number by itself, as a ring shows
 * it. By what callers prove themselves with nobody is looked for there: being found or not would tell whether it is right.
 */
export function withoutProofs({ terms, problem }: CustomerQuery): CustomerQuery {
  const isAlone = terms.length === 1
  const kept = terms.map((readings) =>
    readings.filter(
      (each) =>
        ['name', 'kana', 'case_number'].includes(each.item) ||
        (each.item === 'phone' && each.whole && isAlone),
    ),
  )
  if (problem !== null || kept.every((readings) => readings.length > 0))
    return { terms: kept, problem }
  return { terms: [], problem: 'not_verified' }
}

const isMistypedCase = (piece: string) => {
  const reading = readCaseNumber(piece)
  return reading !== null && 'wrong' in reading
}

function names(piece: string): Reading[] {
  const key = nameKey(piece)
  if (key === '') return []
  if (isKana(piece))
    return [
      { item: 'kana', key: kanaKey(piece) },
      { item: 'name', key },
    ]
  const mixed = /^(.*[^\u3041-\u30FF\s])\s*([\u3041-\u3096\u30A1-\u30FF\s]+)$/u.exec(piece)
  if (!mixed) return [{ item: 'name', key }]
  const split = {
    item: 'name' as const,
    key: nameKey(mixed[1] ?? ''),
    kana: kanaKey(mixed[2] ?? ''),
  }
  return split.kana ? [{ item: 'name', key }, split] : [{ item: 'name', key }]
}

function numberReadings(piece: string): Reading[] {
  const marked = markedLast4(piece)
  if (marked !== null) return [{ item: 'last4', digits: marked }]
  const caseNumber = readCaseNumber(piece)
  const date = parseBirthDate(piece)
  return [
    ...(caseNumber && 'number' in caseNumber
      ? [{ item: 'case_number' as const, number: caseNumber.number }]
      : []),
    ...(date === null ? [] : [{ item: 'birth_date' as const, date }]),
    ...plainNumber(piece, date !== null),
  ]
}

/** What digits alone may be; a date that is written with its separators is nothing else. */
function plainNumber(piece: string, isDate: boolean): Reading[] {
  if (isDate && !/^\d{8}$/.test(plainDigits(piece))) return []
  const phone = phoneDigits(piece)
  if (phone !== null) return [{ item: 'phone', digits: phone, whole: true }]
  const digits = plainDigits(piece).replace(/[-\s()]/g, '')
  if (!/^\d{4,10}$/.test(digits)) return []
  const memberNo = readMemberNo(digits)
  return [
    ...(digits.length === 4 ? [{ item: 'last4' as const, digits }] : []),
    ...(memberNo === null ? [] : [{ item: 'member_no' as const, digits: memberNo }]),
    { item: 'phone', digits, whole: false },
  ]
}
