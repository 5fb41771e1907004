import type { CustomerSummary, IsoDate, Network } from '../cards/card.ts'
import { onlyDigits, plainDigits } from './width.ts'

export type CustomerFlag = CustomerSummary['flags'][number]
export type PhoneKind = CustomerSummary['phones'][number]['kind']

export interface CustomerPhone {
  readonly number: string
  readonly kind: PhoneKind
  readonly primary: boolean
}
/** All that Annai keeps of a card besides what was done with it: label, network and the last 4 digits. */
export interface CustomerCard {
  readonly cardRef: string
  readonly label: string
  readonly network: Network
  readonly last4: string
}
/** A cardmember as Annai mirrors them for searching. Address and bank stay with the card system. */
export interface Customer {
  readonly id: string
  readonly customerRef: string
  readonly memberNo: string
  readonly nameKanji: string
  readonly nameKana: string
  readonly birthDate: IsoDate
  readonly phones: readonly CustomerPhone[]
  readonly cards: readonly CustomerCard[]
  readonly flags: readonly CustomerFlag[]
  readonly preferredOperatorId: string | null
  /** When the card system last told of them. */
  readonly updatedAt: string
  /** Since when nothing is kept of who they were. */
  readonly erasedAt: string | null
}

const MARKED_LAST4 =
  /^\s*(?:(?:カード)?(?:番号)?の?(?:下|末尾)\s*[4四]?\s*桁?(?:は|が)?|末尾|last\s*(?:4|four)(?:\s*digits)?|[.…・*＊xX●•-]+)[\s:-]*(\d{4})\s*(?:です)?\s*$/i

/** The last 4 digits that a text marks as such: 下4桁0005, 末尾0005, …0005, ****0005, last 4 0005. */
export function markedLast4(text: string): string | null {
  const marked = MARKED_LAST4.exec(plainDigits(text))
  return marked?.[1] ?? null
}

/** The last 4 digits of a card, marked or bare; null when a text holds anything else. */
export const readLast4 = (text: string): string | null => markedLast4(text) ?? onlyDigits(text, 4)

/** A member number: 8 digits, in any width, with hyphens or without. */
export const readMemberNo = (text: string): string | null => onlyDigits(text, 8)
