import { ordinaryMarks } from './ordinary.ts'

const PASSWORD =
  /パスワ[ー-]ド|パスコ[ー-]ド|パスフレ[ー-]ズ|(?<![a-z])(?:password|passwd|passcode|passphrase|pass|pwd|pw)(?![a-z])/g
/** What stands between the word and a value; without `SAYS` only what cannot be an ordinary word is taken for one. */
const BETWEEN =
  /(?: ?(?:ハ|ガ|ヲ|is(?![a-z])|was(?![a-z])|to(?![a-z])|[=:>→、,「『"'([【“”‘’])){0,4} ?/y
const VALUE = /[!-~]{4,64}/y
const SAYS = /[ハガヲ=:>→「『"'([【“”‘’]|is|was|to/
/** After these even a plain word is a value, if it says nothing about the password. */
const SAYS_A_WORD = /[ハ=:「『“]/

/** Words that are said about passwords and are no passwords. */
const ORDINARY =
  /^(?:amex|american|visa|master|jcb|diners|sms|e-?mail|web|online|offline|otp|app|apple|iphone|ipad|android|google|chrome|safari|edge|windows|3-?d(?:s|-?secure)?|emv|secure|netanswer|url|au-?pay|paypay|line|saison|portal|page|site|screen|form|link|error|cards?|login|logout|auth|reset|re-?set|changed?|unchanged|unknown|forgot|forgotten|updated?|wrong|locked|unlocked|expired|registered|correct|incorrect|invalid|required|same|different|none|null|never|only|must|needs?|will|with|was|were|not|he|she|they|customer|operator|again|after|before|today|yesterday|history|events?|settings?|help)(?![a-z])(?:\D*|\d{1,2}|-?3ds?)$/
const NO_VALUE = /^(?:er|g)\d{2,3}$|^https?:|^www\.|^[^@]+@[^@]+\.[a-z]+$|(?:\.\.|\*|#)\d{4}$/
const UNIT = /^ ?(?:[年月日時分秒円回件名枚歳才号桁個度台%人通社番]|ノ?カ[ー-]ド)/

/** Whether a password is written down behind the word. `text`: folded, with digits as 0-9. */
export function holdsPassword(text: string): boolean {
  const marks = ordinaryMarks(text)
  for (const word of text.matchAll(PASSWORD)) {
    const from = word.index + word[0].length
    BETWEEN.lastIndex = from
    const between = BETWEEN.exec(text)?.[0] ?? ''
    VALUE.lastIndex = from + between.length
    const value = VALUE.exec(text)?.[0]
    const start = from + between.length
    if (value === undefined || marks[start] !== 0) continue
    if (isPassword(value, between, text.slice(start + value.length, start + value.length + 8)))
      return true
  }
  return false
}

function isPassword(written: string, between: string, behind: string): boolean {
  const value = written.replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '')
  if (value.length === 0 || written.length < 4 || ORDINARY.test(value) || NO_VALUE.test(value))
    return false
  if (/^[\d,.]+$/.test(value)) return value.length >= 4 && !UNIT.test(behind)
  const [hasLetter, hasDigit] = [/[a-z]/.test(value), /\d/.test(value)]
  if (hasLetter && hasDigit) return !UNIT.test(behind)
  if (/[^a-z]/.test(value) || value !== written) return SAYS.test(between) && isOneWord(written)
  return SAYS_A_WORD.test(between) && !/^ [a-z]/.test(behind)
}

/** Signs within a word are a password's; words joined by / or - or ended by a stop are a sentence's. */
const isOneWord = (written: string) =>
  !/^[("'[]?[a-z]+(?:[/,-][a-z]+)*[)\]"'.,;:!?]*$/.test(written)
