import { parseBirthDate } from '../../customers/birth-date.ts'
import { readLast4, readMemberNo } from '../../customers/customer.ts'
import { phoneDigits } from '../../customers/phone.ts'
import type { SaidItems } from '../../customers/verification.ts'
import { onlyDigits } from '../../customers/width.ts'
import type { SaidItem } from '../../i18n/fact-params.ts'

/** What the caller said, as the operator typed it. */
export type Said = Readonly<Record<string, string>>

const item = (said: Said, ...names: readonly string[]): string =>
  names.map((name) => (said[name] ?? '').trim()).find((value) => value !== '') ?? ''

const joined = (said: Said, ...names: readonly string[]): string =>
  names
    .map((name) => item(said, name))
    .filter((value) => value !== '')
    .join(' ')

export const saidName = (said: Said): string => item(said, 'name', 'kana', 'holderName')
export const saidItem = (said: Said, name: SaidItem): string => item(said, name)

/** As items to compare: an address with or without its postcode, a bank with or without its branch. */
export const saidItems = (said: Said): SaidItems => ({
  name: saidName(said),
  birthDate: item(said, 'birthDate'),
  phone: item(said, 'phone'),
  address: joined(said, 'postalCode', 'address'),
  bank: joined(said, 'bank', 'branch'),
  last4: item(said, 'last4'),
  memberNo: item(said, 'memberNo'),
})

const READERS = {
  birthDate: parseBirthDate,
  phone: phoneDigits,
  last4: readLast4,
  memberNo: readMemberNo,
  postalCode: (text: string) => onlyDigits(text.replace('〒', ''), 7),
} satisfies Partial<Record<SaidItem, (text: string) => string | null>>

export type Readable = keyof typeof READERS
export const READABLE: readonly Readable[] = [
  'birthDate',
  'phone',
  'last4',
  'memberNo',
  'postalCode',
]

/** An item in its one stored form; null when it cannot be read as one, '' when nothing was said. */
export const readSaid = (said: Said, name: Readable): string | null => {
  const typed = item(said, name)
  return typed === '' ? '' : READERS[name](typed)
}

/** Items that were typed and cannot be read: mistyped, so that nothing is concluded from them. */
export const unreadable = (said: Said): Readable[] =>
  READABLE.filter((name) => readSaid(said, name) === null)
