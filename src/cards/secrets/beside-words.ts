import { AMOUNT_MARK, ordinaryMarks } from './ordinary.ts'
import { SPOKEN_PIN } from './reading.ts'

/** Codes of a few digits that are secret because of the word before them. */
export type CodeKind = 'pin' | 'cvv' | 'one_time_code'

const CODE = 'コ[ー-]?ド'
const ascii = (word: string) => `(?<![a-z])(?:${word})(?![a-z])`
const KINDS: readonly (readonly [CodeKind, RegExp, number, number])[] = [
  [
    'pin',
    new RegExp(
      `暗 ?証(?: ?番 ?号| ?no\\.?| ?${CODE})?|アンショウ(?:バンゴウ)?|暗号番号|ピン(?:${CODE}|ナンバー|番号)|` +
        ascii(`pin(?:[ -]?(?:code|number|no\\.?))?`),
      'g',
    ),
    3,
    4,
  ],
  [
    'cvv',
    new RegExp(
      `セキュリティ[ー-]? ?${CODE}|security ?code|裏面?ノ?[34三四]桁|` +
        ascii('(?:cvv|cvc|cav)(?:2(?!\\d))?|cid|csc'),
      'g',
    ),
    3,
    4,
  ],
  [
    'one_time_code',
    new RegExp(
      `ワンタイム(?:パスワ[ー-]ド|${CODE})?|認証(?:${CODE}|番号|ナンバー)|確認${CODE}|` +
        `one[ -]?time ?(?:pass(?:word|code)?|code)|verification code|${ascii('otp')}`,
      'g',
    ),
    4,
    8,
  ],
]
/** How far behind its word a code may stand. */
const REACH = 10
const NUMBER = /\d(?:[ \-.,・、ー]{0,2}\d){0,15}/g
const UNIT =
  /^ ?(?:[年月日時分秒円回件名枚歳才号桁種個度台%人通社店階]|番地|番ノカ|[ヶケカヵ]月|ノ?カ[ー-]ド|times|yen|digits?)/
/** What says that the digits behind it are something else. */
const OTHER =
  /(?:下 ?[4四]? ?桁|末尾|last ?(?:4|four)(?: digits)?|\.{2,}|\*|[¥〒]|内線|(?:会員|受付|案件|電話|追跡|口座|問合?セ?) ?番号|エラ[ー-](?: ?コ[ー-]ド)?|tel)[ :ハガノ]*$|[a-z]$/

/** The secret code that stands beside its word, if there is one. `text`: folded, with digits as 0-9. */
export function codeBesideWord(text: string): CodeKind | null {
  const marks = ordinaryMarks(text)
  for (const [kind, words, shortest, longest] of KINDS)
    for (const word of text.matchAll(words)) {
      const from = word.index + word[0].length
      if (hasCode(text, from, marks, shortest, longest)) return kind
      if (kind !== 'one_time_code' && isSpoken(text.slice(from, from + REACH + 24))) return kind
    }
  return null
}

function hasCode(text: string, from: number, marks: Uint8Array, shortest: number, longest: number) {
  const behind = text.slice(from, from + REACH + 40)
  for (const number of behind.matchAll(NUMBER)) {
    if (number.index > REACH) return false
    const count = number[0].replace(/\D/g, '').length
    const isOther =
      isOrdinary(marks[from + number.index]) ||
      UNIT.test(behind.slice(number.index + number[0].length)) ||
      OTHER.test(behind.slice(0, number.index))
    if (count >= shortest && count <= longest && !isOther) return true
  }
  return false
}

/** An amount says what it is by its 円. */
const isOrdinary = (mark = 0) => mark !== 0 && mark !== AMOUNT_MARK

const SURE = /ゼロ|レイ|イチ|サン|ヨン|ロク|ナナ|シチ|ハチ|キュ[ウー]/g
function isSpoken(behind: string): boolean {
  const spoken = SPOKEN_PIN.exec(behind)
  return spoken !== null && spoken.index <= REACH && (spoken[0].match(SURE) ?? []).length >= 2
}
