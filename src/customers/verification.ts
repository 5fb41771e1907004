import type { CustomerSummary } from '../cards/card.ts'
import type { Level } from '../scripts/script.ts'
import { type Comparison, compareAddress } from './address.ts'
import { compareBank } from './bank.ts'
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

/**
 * Names of items only: what the caller said is compared and forgotten. Which of them matched stays in here and in tests:
 * nothing of it is kept, and nobody is told.
 */
export interface VerificationResult {
  readonly level: Level
  readonly matched: readonly ItemName[]
  readonly compared: readonly ItemName[]
  /** Less was reached than if all that was said had been right. */
  readonly failed: boolean
}

/** Enough for everything; name and birth date among them. */
const ENOUGH = 4
/** Who holds a card or a letter of ours has both of these: they prove one thing. */
const TOGETHER: Partial<Record<ItemName, ItemName>> = { memberNo: 'last4' }

/**
 * Compares what the caller said with what is registered. `full`: at least 4 items match, name and birth date among them,
 * and none contradicts; `basic`: name and birth date match; which item failed is told to nobody. An item holds one value:
 * one that names several, or a part of what is registered, matches nothing.
 */
export function compare(said: SaidItems, customer: CustomerSummary): VerificationResult {
  const compared = SAID_ITEMS.filter((item) => (said[item] ?? '').trim() !== '')
  const results = new Map(compared.map((item) => [item, judge(item, said[item] ?? '', customer)]))
  const matched = compared.filter((item) => results.get(item) === 'match')
  const contradicted = compared.some((item) => results.get(item) === 'mismatch')
  const level = levelOf(matched, contradicted)
  return { level, matched, compared, failed: level !== levelOf(compared, false) }
}

function levelOf(matched: readonly ItemName[], contradicted: boolean): Level {
  if (!matched.includes('name') || !matched.includes('birthDate')) return 'none'
  const proofs = new Set(matched.map((item) => TOGETHER[item] ?? item))
  return proofs.size >= ENOUGH && !contradicted ? 'full' : 'basic'
}

function judge(item: ItemName, said: string, customer: CustomerSummary): Comparison {
  if (item === 'address') return compareAddress(said, customer.address)
  if (item === 'bank') return compareBank(said, customer.bank)
  return MATCHES[item](said, customer) ? 'match' : 'mismatch'
}

const MATCHES: Record<
  Exclude<ItemName, 'address' | 'bank'>,
  (said: string, customer: CustomerSummary) => boolean
> = {
  name: isName,
  birthDate: (said, { birthDate }) => parseBirthDate(said) === birthDate,
  phone: isPhone,
  last4: (said, { cards }) => cards.some(({ last4 }) => last4 === readLast4(said)),
  memberNo: (said, { memberNo }) => readMemberNo(said) === memberNo,
}

function isName(said: string, { nameKanji, nameKana }: CustomerSummary): boolean {
  const title = /(?:様|さま|サマ|さん)\s*$/
  return [said, said.replace(title, '')].some(
    (name) => isSame(nameKey(name), nameKey(nameKanji)) || isSame(kanaKey(name), kanaKey(nameKana)),
  )
}

/** What folds to nothing is no name, on either side. */
const isSame = (said: string, registered: string) => said !== '' && said === registered

function isPhone(said: string, { phones }: CustomerSummary): boolean {
  const digits = phoneDigits(said)
  return digits !== null && phones.some(({ number }) => phoneDigits(number) === digits)
}
