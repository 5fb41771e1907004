import type { Language, Text } from './script.ts'

/** Reference tables: facts of others (error codes, accepted cards) that help in a step. Data, not program text. */

interface Sourced {
  readonly guidance: Text
  readonly source: string
  /** The day when somebody last looked at the source. */
  readonly checkedOn: string
}
/** An error code that customers read out, and who can do something about it. */
export interface TopupError extends Sourced {
  readonly code: string
  readonly owner: 'service' | 'issuer'
  readonly meaning: Text
}
/** Which cards of a network the payment app takes. */
export interface TopupCard extends Sourced {
  readonly network: 'AMEX' | 'VISA' | 'MASTERCARD' | 'JCB' | 'DINERS'
  readonly accepted: 'all' | 'some' | 'none'
  /** Those whose cards are taken. */
  readonly issuers: Text
}
/** An answer code of an authorisation; `meaning` is the reason in the words of the screen. */
export interface DeclineCode extends Sourced {
  readonly code: string
  readonly reason: string
  readonly outcome: 'all_ok' | 'fraud_hold' | 'declined' | 'unavailable' | 'locks_and_holds'
  readonly meaning: Text
}
export interface References {
  readonly topupErrors: readonly TopupError[]
  readonly topupCards: readonly TopupCard[]
  readonly declineCodes: readonly DeclineCode[]
}
export type ReferenceHit =
  | { readonly table: 'topup_errors'; readonly row: TopupError }
  | { readonly table: 'topup_cards'; readonly row: TopupCard }
  | { readonly table: 'decline_codes'; readonly row: DeclineCode }

const NETWORK_NAMES: Readonly<Record<TopupCard['network'], string>> = {
  AMEX: 'AMEX American Express アメックス アメリカン・エキスプレス',
  VISA: 'VISA ビザ',
  MASTERCARD: 'Mastercard Master マスターカード',
  JCB: 'JCB ジェーシービー',
  DINERS: 'Diners Club ダイナースクラブ',
}

/** One width and case, hiragana as katakana, nothing but letters and digits. */
const fold = (text: string) =>
  text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\u3041-\u3096]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) + 0x60))
    .replace(/[^\p{L}\p{M}\p{N}]/gu, '')

/** The error code that was read out, or the authorisation's answer code; in any width and case, `323` for ER323. */
export const topupError = (code: string, references: References): TopupError | null =>
  references.topupErrors.find((row) => isCode(fold(code), row.code)) ?? null
export const declineCode = (codeOrReason: string, references: References): DeclineCode | null =>
  references.declineCodes.find(
    (row) => row.code === fold(codeOrReason) || row.reason === codeOrReason,
  ) ?? null

const isCode = (wanted: string, code: string) =>
  wanted !== '' && (wanted === code || wanted === code.replace(/^\D+/, ''))

/** Finds rows of all tables by code or by words (all of them must stand in a row); rows with that code come first. */
export function findReference(query: string, references: References): ReferenceHit[] {
  const words = query
    .normalize('NFKC')
    .slice(0, 200)
    .split(/[\s、,]+/)
    .map(fold)
    .filter(Boolean)
  if (words.length === 0) return []
  const hits = allRows(references)
  const whole = fold(query.slice(0, 200))
  const byCode = hits.filter(({ row }) => 'code' in row && isCode(whole, row.code))
  const byWords = hits.filter((hit) => {
    const text = textOf(hit)
    return !byCode.includes(hit) && words.every((word) => text.includes(word))
  })
  return [...byCode, ...byWords]
}

function allRows(references: References): ReferenceHit[] {
  return [
    ...references.topupErrors.map((row) => ({ table: 'topup_errors' as const, row })),
    ...references.declineCodes.map((row) => ({ table: 'decline_codes' as const, row })),
    ...references.topupCards.map((row) => ({ table: 'topup_cards' as const, row })),
  ]
}

const TEXTS = new WeakMap<ReferenceHit['row'], string>()
/** All words of a row, folded; kept, for the tables do not change. */
function textOf(hit: ReferenceHit): string {
  const known = TEXTS.get(hit.row)
  if (known !== undefined) return known
  const text = joined(...namesOf(hit), ...both(hit.row.guidance))
  TEXTS.set(hit.row, text)
  return text
}
function namesOf({ table, row }: ReferenceHit): string[] {
  if (table === 'topup_cards') return [NETWORK_NAMES[row.network], ...both(row.issuers)]
  return [row.code, ...both(row.meaning), ...(table === 'decline_codes' ? [row.reason] : [])]
}
const both = (text: Text) => (['ja', 'en'] as const satisfies Language[]).map((each) => text[each])
/** Parted, so that no word is found across two of them. */
const joined = (...texts: readonly string[]) => texts.map(fold).join('|')
