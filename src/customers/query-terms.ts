import { readCaseNumber } from '../cases/number.ts'
import { parseBirthDate } from './birth-date.ts'
import { phoneDigits } from './phone.ts'
import { oneWidth } from './width.ts'

const ERA = '(?:明治|大正|昭和|平成|令和|(?<![A-Za-z])[MTSHRmtshr])'
/** Dates that hold spaces or stand without one beside a name. */
const DATE = new RegExp(
  `(?:${ERA}\\s*(?:元|\\d{1,2})|\\d{4})\\s*年\\s*\\d{1,2}\\s*月\\s*\\d{1,2}\\s*日?|` +
    `(?:${ERA}\\.?(?:元|\\d{1,2})|(?<!\\d)(?:1[89]|20)\\d\\d)([./-])\\d{1,2}\\1\\d{1,2}(?![\\d-])|${ERA}\\d{6}(?!\\d)`,
  'g',
)
const LAST4 =
  /(?:下|末尾)\s*[4四]?\s*桁?(?:は|が)?\s*:?\s*\d{4}(?!\d)|(?:\.{2,}|[*●•]+)\s*\d{4}(?!\d)/g
const LABELS =
  /(?:電話番号|電話|会員番号|受付番号|案件番号|生年月日|氏名|TEL|phone|case\s*no\.?|#)\s*(?:[:は]|(?=[\d\s+]))/gi

/** Cuts a search text into names and numbers; numbers that belong together though written apart stay together. */
export function cutTerms(text: string): string[] {
  const taken: string[] = []
  const take = (piece: string) => {
    taken.push(piece)
    return '\n'
  }
  const rest = oneWidth(text).replace(LABELS, '\n').replace(LAST4, take).replace(DATE, take)
  return [...rest.split(/[\n,、。;/|]+/).flatMap(cutPiece), ...taken]
}

/** Runs of words and runs of numbers, by turns. */
function cutPiece(piece: string): string[] {
  const words = piece
    .split(/\s+/)
    .flatMap((word) => word.split(NAME_BESIDE_NUMBER))
    .filter(Boolean)
  const runs: string[][] = []
  for (const word of words) {
    const run = runs.at(-1)
    if (run && isNumber(run[0] ?? '') === isNumber(word)) run.push(word)
    else runs.push([word])
  }
  return runs.flatMap((run) => (isNumber(run[0] ?? '') ? joinNumbers(run) : [run.join(' ')]))
}

const NAME_BESIDE_NUMBER =
  /(?<=[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}])(?=\d)|(?<=\d)(?=[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}])/u
const isNumber = (word: string) => /\d/.test(word)

/** The longest beginning of the run that is one number as a whole is one; so on with what is left. */
function joinNumbers(run: readonly string[]): string[] {
  const result: string[] = []
  for (let at = 0; at < run.length; ) {
    const size = [4, 3, 2].find((n) => at + n <= run.length && isWhole(run.slice(at, at + n))) ?? 1
    result.push(run.slice(at, at + size).join(' '))
    at += size
  }
  return result
}

function isWhole(words: readonly string[]): boolean {
  const joined = words.join(' ')
  const caseNumber = readCaseNumber(joined)
  return (
    phoneDigits(joined) !== null ||
    parseBirthDate(words.join('-')) !== null ||
    (caseNumber !== null && 'number' in caseNumber)
  )
}
