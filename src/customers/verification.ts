import type { CustomerSummary } from '../cards/card.ts'
import type { Level } from '../scripts/script.ts'
import { type Comparison, compareAddress } from './address.ts'
import { isBank } from './bank.ts'
import { parseBirthDate } from './birth-date.ts'
import { readLast4, readMemberNo } from './customer.ts'
import { kanaKey, nameKey } from './name.ts'
import { phoneDigits } from './phone.ts'

/** What a caller may say to prove who they are; in the order of the form. */
export const SAID_ITEMS = [
  'name',
  'birthDate',
  'phone',
  'address',
  'bank',
  'last4',
  'memberNo',
] as const
export type ItemName = (typeof SAID_ITEMS)[number]
export type SaidItems = Partial<Readonly<Record<ItemName, string>>>

/** Names of items only: what the caller said is compared and forgotten. */
export interface VerificationResult {
  readonly level: Level
  readonly matched: readonly ItemName[]
  readonly compared: readonly ItemName[]
}

/** Enough for everything; name and birth date among them. */
const ENOUGH = 4

/**
 * Compares what the caller said with what is registered. `full`: at least 4 items match, name and birth date among them,
 * and none contradicts; `basic`: name and birth date match; which item failed is told to nobody.
 */
export function compare(said: SaidItems, customer: CustomerSummary): VerificationResult {
  const compared = SAID_ITEMS.filter((item) => (said[item] ?? '').trim() !== '')
  const results = new Map(compared.map((item) => [item, judge(item, said[item] ?? '', customer)]))
  const matched = compared.filter((item) => results.get(item) === 'match')
  const contradicted = compared.some((item) => results.get(item) === 'mismatch')
  return { level: levelOf(matched, contradicted), matched, compared }
}

function levelOf(matched: readonly ItemName[], contradicted: boolean): Level {
  if (!matched.includes('name') || !matched.includes('birthDate')) return 'none'
  return matched.length >= ENOUGH && !contradicted ? 'full' : 'basic'
}

function judge(item: ItemName, said: string, customer: CustomerSummary): Comparison {
  if (item === 'address') return compareAddress(said, customer.address)
  return MATCHES[item](said, customer) ? 'match' : 'mismatch'
}

const MATCHES: Record<
  Exclude<ItemName, 'address'>,
  (said: string, customer: CustomerSummary) => boolean
> = {
  name: isName,
  birthDate: (said, { birthDate }) => parseBirthDate(said) === birthDate,
  phone: isPhone,
  bank: (said, { bank }) => bank !== null && isBank(said, bank),
  last4: (said, { cards }) => cards.some(({ last4 }) => last4 === readLast4(said)),
  memberNo: (said, { memberNo }) => readMemberNo(said) === memberNo,
}

function isName(said: string, { nameKanji, nameKana }: CustomerSummary): boolean {
  const title = /(?:様|さま|サマ|さん)\s*$/
  return [said, said.replace(title, '')].some(
    (name) => nameKey(name) === nameKey(nameKanji) || kanaKey(name) === kanaKey(nameKana),
  )
}

function isPhone(said: string, { phones }: CustomerSummary): boolean {
  const digits = phoneDigits(said)
  return digits !== null && phones.some(({ number }) => phoneDigits(number) === digits)
}
