import { AMOUNT_MARK, LAST4_MARK, ordinaryMarks } from './ordinary.ts'
import { digitAt, isOneNumber, withEveryDigit } from './reading.ts'

/** How the numbers of the networks begin, and how long they are. */
const NETWORKS: readonly (readonly [RegExp, readonly number[]])[] = [
  [/^4/, [13, 16, 18, 19]],
  [/^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]],
  [/^3[47]/, [15]],
  [/^35(?:2[89]|[3-8])/, [16, 17, 18, 19]],
  [/^(?:2131|1800)/, [15]],
  [/^3(?:0[0-5]|095|6|[89])/, [14, 16, 17, 18, 19]],
  [/^(?:6011|64[4-9]|65)/, [16, 17, 18, 19]],
  [/^62/, [16, 17, 18, 19]],
  [/^(?:5018|5020|5038|5893|6304|6759|676[1-3])/, [13, 14, 15, 16, 17, 18, 19]],
]
const SHORTEST = 13
const LONGEST = 19
/** What stands behind it on a magnetic stripe: the month until which it is valid, and a code. */
const EXPIRY = /^(?:(?:0[1-9]|1[0-2])[23]\d|[23]\d(?:0[1-9]|1[0-2]))(?:\d{3,4})?$/
const LONGEST_RUN = LONGEST + 8

function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let at = 0; at < digits.length; at += 1) {
    const digit = Number(digits[digits.length - 1 - at])
    const weighed = at % 2 === 0 ? digit : digit * 2
    sum += weighed > 9 ? weighed - 9 : weighed
  }
  return sum % 10 === 0
}

/** Whether digits have a network's prefix and length and the right check digit. */
export const isCardNumber = (digits: string): boolean =>
  NETWORKS.some(([prefix, lengths]) => prefix.test(digits) && lengths.includes(digits.length)) &&
  passesLuhn(digits)

const hasPrefix = (digits: string) => NETWORKS.some(([prefix]) => prefix.test(digits))

/** Digits that stand together; `continues`: nothing but blanks and punctuation parts it from the group before. */
interface Group {
  readonly digits: string
  /** How many of them belong to an ordinary number; of these, to a card's last 4, and to a long one. */
  readonly ordinary: number
  readonly last4: number
  readonly long: number
  /** Whether it is a single digit that is not written 0-9. */
  readonly disguised: 0 | 1
  readonly continues: boolean
}

/** Whether a text holds a card number, in whatever pieces and whatever manner of writing. */
export function holdsCardNumber(folded: string): boolean {
  if (cardNumberIn(withEveryDigit(folded))) return true
  const dashes = folded.replace(/(?<=[0-9] ?)一(?= ?[0-9])/g, '-')
  return dashes !== folded && cardNumberIn(withEveryDigit(dashes))
}

function cardNumberIn(text: string): boolean {
  const groups = groupsOf(text, ordinaryMarks(text))
  return groups.some((_, first) => startsCardNumber(groups, first))
}

function startsCardNumber(groups: readonly Group[], first: number): boolean {
  let digits = ''
  const window: Group[] = []
  for (let at = first; at < groups.length; at += 1) {
    const group = groups[at]
    if (!group || (at > first && !group.continues)) return false
    if (at === first && isBeforeExpiry(group.digits)) return true
    digits += group.digits
    window.push(group)
    if (digits.length > LONGEST || (digits.length > 3 && !hasPrefix(digits))) return false
    if (digits.length >= SHORTEST && isCardNumber(digits) && !isExplained(window, digits.length))
      return true
  }
  return false
}

/** A card number with its expiry behind it in one run. */
function isBeforeExpiry(digits: string): boolean {
  for (let length = SHORTEST + 1; length <= LONGEST && length < digits.length; length += 1)
    if (EXPIRY.test(digits.slice(length)) && isCardNumber(digits.slice(0, length))) return true
  return false
}

/** So many kanji or kana in a row may be the words of a sentence: 二、三日に. */
const WORDS = 3

/**
 * Ordinary numbers that happen to stand side by side: every digit is theirs. Last 4 digits alone explain nothing, for four
 * of them are a card number.
 */
function isExplained(window: readonly Group[], length: number): boolean {
  const count = (kind: 'ordinary' | 'last4' | 'long' | 'disguised') =>
    window.reduce((sum, group) => sum + group[kind], 0)
  const words = count('disguised') <= WORDS ? count('disguised') : 0
  return (
    count('ordinary') + words === length && (count('last4') === 0 || count('long') * 2 >= length)
  )
}

function groupsOf(text: string, marks: Uint8Array): Group[] {
  const groups: Group[] = []
  let continues = false
  for (let at = 0; at < text.length; at += 1) {
    if (digitAt(text, at) < 0) {
      continues = continues && isSeparator(text, at)
      continue
    }
    const end = endOfGroup(text, at)
    groups.push(groupAt(text, at, end, marks, continues))
    continues = true
    at = end - 1
  }
  return groups
}

function endOfGroup(text: string, start: number): number {
  let end = start + 1
  while (digitAt(text, end) >= 0 && isOneNumber(text, end - 1)) end += 1
  return end
}

function groupAt(text: string, start: number, end: number, marks: Uint8Array, continues: boolean) {
  const disguised: 0 | 1 = /\d/.test(text.charAt(start)) ? 0 : 1
  const group = { digits: '', disguised, ordinary: 0, last4: 0, long: 0, continues }
  for (let at = start; at < end; at += 1) {
    if (group.digits.length <= LONGEST_RUN) group.digits += digitAt(text, at)
    const mark = marks[at] ?? 0
    if (mark !== 0) group.ordinary += 1
    if (mark === LAST4_MARK) group.last4 += 1
    if (mark >= AMOUNT_MARK) group.long += 1
  }
  return group
}

/** Everything but letters parts the digits of one number; so do the long mark, の and と. */
const isSeparator = (text: string, at: number) => /[ーノト]|[^\p{L}\p{N}]/u.test(text.charAt(at))
