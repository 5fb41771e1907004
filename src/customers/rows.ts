import { z } from 'zod'
import type { CustomerSummary, IsoDate, Network } from '../cards/card.ts'
import { catalogue } from '../i18n/index.ts'
import type { Customer } from './customer.ts'
import { phoneDigits } from './phone.ts'

export interface CustomerRow {
  id: string
  customer_ref: string
  member_no: string
  name_kanji: string
  name_kana: string
  birth_date: IsoDate
  flags: string
  preferred_operator: string | null
  updated_at: string
  erased_at: string | null
}
export interface PhoneRow {
  customer_id: string
  number: string
  kind: CustomerSummary['phones'][number]['kind']
  is_primary: number
}
export interface CardRow {
  card_ref: string
  customer_id: string
  label: string
  network: Network
  last4: string
}

/** Stands in the place of a name in whatever language: it is read in both. */
const ERASED_NAME = catalogue('ja').retention.nobody

const flags = z.array(z.enum(['impostor_watch', 'relay_service', 'vulnerable']))

export function toCustomer(
  row: CustomerRow,
  phones: readonly PhoneRow[],
  cards: readonly CardRow[],
): Customer {
  return {
    id: row.id,
    customerRef: row.customer_ref,
    memberNo: row.member_no,
    nameKanji: row.erased_at === null ? row.name_kanji : ERASED_NAME,
    nameKana: row.name_kana,
    birthDate: row.birth_date,
    phones: phones
      .filter((phone) => phone.customer_id === row.id)
      .map(({ number, kind, is_primary }) => ({ number, kind, primary: is_primary === 1 })),
    cards: cards
      .filter((card) => card.customer_id === row.id)
      .map(({ card_ref, label, network, last4 }) => ({ cardRef: card_ref, label, network, last4 })),
    flags: flags.parse(JSON.parse(row.flags)),
    preferredOperatorId: row.preferred_operator,
    updatedAt: row.updated_at,
    erasedAt: row.erased_at,
  }
}

/** One row a number, as its digits; told twice, it is the primary one if one of the two is. */
export function phoneRows(id: string, summary: CustomerSummary): PhoneRow[] {
  const rows = new Map<string, PhoneRow>()
  for (const { number, kind, primary } of summary.phones) {
    const digits = phoneDigits(number) ?? number
    const is_primary = primary ? 1 : (rows.get(digits)?.is_primary ?? 0)
    rows.set(digits, { customer_id: id, number: digits, kind, is_primary })
  }
  return [...rows.values()]
}

export const cardRow = (id: string, card: CustomerSummary['cards'][number]): CardRow => ({
  card_ref: card.cardRef,
  customer_id: id,
  label: card.label,
  network: card.network,
  last4: card.last4,
})
