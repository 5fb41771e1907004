/** Digits in disguise: how a text reads when full width, circles, kanji, kana and words count as digits. */

/** Where digits that are not written 0-9 are kept apart: each manner of writing has its own place (private use area). */
const CIRCLED = 0xe000
const KANJI = 0xe010
const WORD = 0xe020
const END = 0xe02a
/** Any of them, as a class of a pattern. */
export const DISGUISED = '[\\uE000-\\uE029]'
const inPlace = (place: number, digit: number) => String.fromCharCode(place + digit)

/** First character, its number, how many follow: digits that NFKC drops or mixes (enclosed, raised, Roman, of traders, of tiles, unseen). */
const ENCLOSED: readonly (readonly [number, number, number])[] = [
  [0x2460, 1, 20],
  [0x24ea, 0, 1],
  [0x24eb, 11, 10],
  [0x24f5, 1, 10],
  [0x24ff, 0, 1],
  [0x2776, 1, 10],
  [0x2780, 1, 10],
  [0x278a, 1, 10],
  [0x2070, 0, 1],
  [0x2074, 4, 6],
  [0x2080, 0, 10],
  [0x1f10b, 0, 2],
  [0x2160, 1, 12],
  [0x2170, 1, 12],
  [0x3021, 1, 9],
  [0x1f007, 1, 9],
  [0x1f010, 1, 9],
  [0x1f019, 1, 9],
  [0xe0030, 0, 10],
]
const CIRCLES = new Map(
  ENCLOSED.flatMap(([first, number, size]) =>
    Array.from({ length: size }, (_, at): [string, string] => [
      String.fromCodePoint(first + at),
      [...String(number + at)].map((digit) => inPlace(CIRCLED, Number(digit))).join(''),
    ]),
  ),
)
for (const [raised, digit] of [...'¹²³'].map((each, at) => [each, at + 1] as const))
  CIRCLES.set(raised, inPlace(CIRCLED, digit))
const CIRCLE = new RegExp(`[${[...CIRCLES.keys()].join('')}]`, 'gu')

const KANJI_DIGITS = [
  '〇零○◯',
  '一壱壹弌',
  '二弐貳貮',
  '三参參弎',
  '四肆',
  '五伍',
  '六陸',
  '七漆',
  '八捌',
  '九玖',
]
const KANJI_VALUE = new Map(
  KANJI_DIGITS.flatMap((all, digit) => [...all].map((each) => [each, digit] as const)),
)
const KANJI_CLASS = `[${[...KANJI_VALUE.keys()].join('')}]`
const KANJI_DIGIT = new RegExp(KANJI_CLASS, 'g')
/** Not the beginning of a word such as 四谷 or 一度. */
const KANJI_NUMBER = new RegExp(`${KANJI_CLASS}+(?!${KANJI_CLASS}|(?!番)\\p{Script=Han})`, 'gu')

const WORDS = [
  ['ゼロ', 'レイ', 'レー', 'マル', 'オー', 'zero', 'oh', 'nought', 'naught', 'nil', 'rei'],
  ['イチ', 'ワン', 'ヒト', 'one', 'ichi'],
  ['ニイ', 'ニー', 'ツー', 'ニ', 'two', 'ni'],
  ['サン', 'スリー', 'three', 'san'],
  ['ヨン', 'フォー', 'シイ', 'シー', 'シ', 'four', 'yon', 'shi'],
  ['ゴオ', 'ゴウ', 'ゴー', 'ファイブ', 'ファイヴ', 'ゴ', 'five', 'go'],
  ['ロク', 'シックス', 'six', 'roku'],
  ['ナナ', 'シチ', 'セブン', 'seven', 'nana', 'shichi'],
  ['ハチ', 'エイト', 'eight', 'hachi'],
  ['キュウ', 'キュー', 'ナイン', 'ク', 'nine', 'niner', 'kyuu', 'kyu', 'ku'],
]
const WORD_VALUE = new Map(WORDS.flatMap((all, digit) => all.map((word) => [word, digit] as const)))
const asPattern = (word: string) => {
  if (/[a-z]/.test(word)) return `(?<![a-z])${word}(?![a-z])`
  return word.endsWith('イ') ? `${word}(?!チ)` : word
}
const oneOf = (words: readonly string[]) =>
  [...words]
    .sort((a, b) => b.length - a.length)
    .map(asPattern)
    .join('|')
const ANY_WORD = oneOf([...WORD_VALUE.keys()])
/** に, し, ご and く are ordinary kana: one of them counts beside another digit word only. */
const SURE_WORD = oneOf([...WORD_VALUE.keys()].filter((word) => word.length > 1))
const SPOKEN = new RegExp(
  `(?:${ANY_WORD})(?:[^\\p{L}\\p{N}]{0,3}[ーノト]?[^\\p{L}\\p{N}]{0,3}(?:${ANY_WORD}))+|${SURE_WORD}`,
  'gu',
)
const LATIN = WORDS.flat()
  .filter((word) => /[a-z]/.test(word))
  .sort((a, b) => b.length - a.length)
/** Words of Latin letters for digits, written together. */
const GLUED = new RegExp(`(?<![a-z])(?:${LATIN.join('|')}){2,}(?![a-z])`, 'g')
const ONE_LATIN = new RegExp(LATIN.join('|'), 'g')
const ONE_WORD = new RegExp(ANY_WORD, 'g')

/** The value of a digit of any script, by its place among its ten. */
function scriptDigit(char: string): string {
  let code = char.codePointAt(0) ?? 0
  let value = 0
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - 1))) {
    code -= 1
    value += 1
  }
  return String(value)
}

const DASH = /(?<=[0-9] ?)[\u02D7\u2010-\u2015\u2212\u30FC](?= ?[0-9])/g

/** One width and case, hiragana as katakana, invisible characters gone, blanks single, digits of every script as 0-9. */
export function fold(text: string): string {
  return text
    .replace(/[\uE000-\uF8FF]/g, ' ')
    .replace(CIRCLE, (circle) => CIRCLES.get(circle) ?? '')
    .replace(/\u309B/g, '\u3099')
    .replace(/\u309C/g, '\u309A')
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/[\p{M}\p{Cf}\p{Cc}\p{Cs}]/gu, '')
    .replace(/[\u3041-\u3096]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) + 0x60))
    .replace(/(?![0-9])\p{Nd}/gu, scriptDigit)
    .replace(DASH, '-')
    .replace(LOOK_ALIKE, (letters) => letters.replace(/[il]/g, '1').replace(/[^1]/g, '0'))
}
/** Letters and signs that are typed for 0 and 1, among digits or behind them. */
const LOOK_ALIKE = /(?<=[0-9])[oil\u043E\u03BF\u00F8°丸]+(?![\p{L}])/gu

/** The folded text with circled and kanji digits as 0-9: for what stands beside a word such as 暗証番号. */
export const withDigits = (folded: string): string =>
  folded
    .replace(/[\uE000-\uE009]/g, (circle) => String(circle.charCodeAt(0) - CIRCLED))
    .replace(KANJI_NUMBER, (number) =>
      number.replace(KANJI_DIGIT, (kanji) => String(KANJI_VALUE.get(kanji))),
    )

/** The folded text with every disguise as a digit of its own kind, so that a kind's end is a number's boundary. */
export const withEveryDigit = (folded: string): string =>
  folded
    .replace(KANJI_DIGIT, (kanji) => inPlace(KANJI, KANJI_VALUE.get(kanji) ?? 0))
    .replace(GLUED, (words) => words.replace(ONE_LATIN, '$& '))
    .replace(SPOKEN, (words) =>
      words.replace(ONE_WORD, (word) => inPlace(WORD, WORD_VALUE.get(word) ?? 0)),
    )
    .replace(/(?:double|ダブル) ?([0-9\uE000-\uE029])/g, '$1$1')

/** The digit that a character of such a text is, or -1. */
export function digitAt(text: string, at: number): number {
  const code = text.charCodeAt(at)
  if (code >= 0x30 && code <= 0x39) return code - 0x30
  return code >= CIRCLED && code < END ? (code - CIRCLED) % 16 : -1
}

/** Whether two neighbouring digits belong to one number: every disguised digit stands for itself. */
export function isOneNumber(text: string, at: number): boolean {
  return text.charCodeAt(at) < CIRCLED && text.charCodeAt(at + 1) < CIRCLED
}

/** Digits in kana of which no one is an ordinary particle: for a PIN read aloud. */
export const SPOKEN_PIN =
  /(?:(?:ゼロ|レイ|マル|イチ|サン|ヨン|ロク|ナナ|シチ|ハチ|キュウ|キュー)(?:ー|[ \-・、,.])*|(?:ニイ|ニー|ニ|ゴー|ゴ|シ|ク)(?:ー|[ \-・、,.])*){3,4}/
