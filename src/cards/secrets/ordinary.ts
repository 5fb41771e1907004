import { DISGUISED } from './reading.ts'

/** Numbers that notes are full of: telephone numbers, dates, times, amounts, case and tracking numbers. */

/** No digit at its side, be it one in disguise. */
const STANDS_ALONE = (pattern: string) =>
  new RegExp(`(?<!\\d[-.,:/]?|${DISGUISED})(?:${pattern})(?![-.,:/]?\\d|${DISGUISED})`, 'g')
const MONTH = '(?:0?[1-9]|1[0-2])'
const DAY = '(?:0?[1-9]|[12]\\d|3[01])'
const TWO = '(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])'

/** How telephone numbers are parted. */
const PHONES = [
  [3, 4, 4],
  [2, 4, 4],
  [3, 3, 4],
  [4, 2, 4],
  [5, 1, 4],
  [4, 3, 3],
  [4, 3, 4],
] as const

/** Says what the number behind it is; no card number is so short. */
const LABEL =
  '(?:会員|オ客様|受付|受理|案件|追跡|伝票|問 ?イ?合ワ?セ|口座|免許証|承認|郵便|注文|契約) ?番号[ :ハガ]{0,2}'
/** Long enough to be told from a piece of a card number. */
const STRONG = STANDS_ALONE(
  [
    '0[5-9]0\\d{8}|0[1-9]\\d{8}|0(?:120|570|800|990)-\\d{6,7}',
    ...PHONES.flatMap(([area, middle, rest]) =>
      ['-', ' ', '[()]'].map((by) => `0[1-9]\\d{${area - 2}}${by}\\d{${middle}}${by}\\d{${rest}}`),
    ),
    '\\(0[1-9]\\d{0,2}\\) ?\\d{2,4}-\\d{4}',
    // Of other countries.
    '\\+\\d{1,3}[- ]\\d{1,3}[- ]\\d{7,8}',
    '\\+\\d{1,3}[- ]?\\(?\\d{1,4}\\)?[- ]\\d{3,4}[- ]\\d{4}',
    '\\+\\d{1,3}[- ]\\d{4}[- ]\\d{4}',
    '\\+\\d{1,3}[- ]\\d{8,10}',
    '\\+\\d{9,12}',
    `(?:19|20)\\d\\d(?:-${MONTH}-${DAY}|/${MONTH}/${DAY}|\\.${MONTH}\\.${DAY}|${TWO})`,
    `[2-4]\\d${TWO}-\\d{4,5}-\\d`,
    // Of parcels.
    '\\d{3}-\\d{2}-\\d{5}-\\d|\\d{4}-\\d{4}-\\d{4}|\\d{11,12}',
    `(?<=${LABEL})\\d{5,12}`,
  ].join('|'),
)
const AMOUNT = STANDS_ALONE('\\d{1,3}(?:,\\d{3}){1,2}|\\d{1,7}(?= ?円)|(?<=¥ ?)\\d{1,7}')
/** Short: a card number in pieces may look like it. */
const WEAK = STANDS_ALONE(
  `(?:[01]?\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d)?|${MONTH}/${DAY}|` +
    `(?<![a-z])[mtshr]\\d{1,2}[-./]${MONTH}[-./]${DAY}|(?<=(?:〒|郵便番号)[ :ハ]?)\\d{3}-?\\d{4}`,
)

const LAST4 = STANDS_ALONE('(?<=(?:末尾|下 ?[4四]? ?桁|last ?4|\\.\\.|\\*)[ :ハ]?)\\d{4}')

const WEAK_MARK = 1
export const LAST4_MARK = 2
export const AMOUNT_MARK = 3
const STRONG_MARK = 4

/** For every character what ordinary number it belongs to, if any. */
export function ordinaryMarks(text: string): Uint8Array {
  const marks = new Uint8Array(text.length)
  const kinds = [
    [WEAK, WEAK_MARK],
    [LAST4, LAST4_MARK],
    [AMOUNT, AMOUNT_MARK],
    [STRONG, STRONG_MARK],
  ] as const
  for (const [pattern, mark] of kinds)
    for (const match of text.matchAll(pattern))
      if (!isTooLong(match[0])) marks.fill(mark, match.index, match.index + match[0].length)
  return marks
}
/** A card number behind a plus: no telephone number is so long, but those of mobiles in China. */
const isTooLong = (found: string) =>
  found.startsWith('+') && found.replace(/\D/g, '').length > 12 && !/^\+86[- ]?1/.test(found)
