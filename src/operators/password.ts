/** What is wrong with a new password. */
export type PasswordFault = 'short' | 'long' | 'common' | 'personal' | 'used' | 'differs'

export const SHORTEST_PASSWORD = 12
export const LONGEST_PASSWORD = 128
/** In the units that a text is sent in; letters with marks come in several. */
const LONGEST_TYPED = 4 * LONGEST_PASSWORD

interface Whose {
  readonly login: string
  readonly name: string
}

/** What can be said of a password by looking at it; null when it will do. `common`: those that everybody tries first. */
export function faultOf(
  typed: string,
  whose: Whose,
  common: ReadonlySet<string>,
): Exclude<PasswordFault, 'used' | 'differs'> | null {
  // Looked at before anything is done with it: a book costs nothing.
  if (typed.length > LONGEST_TYPED) return 'long'
  const password = typed.normalize('NFKC')
  const length = [...password].length
  if (length < SHORTEST_PASSWORD) return 'short'
  if (length > LONGEST_PASSWORD) return 'long'
  const folded = password.toLowerCase()
  if (isPersonal(folded, whose)) return 'personal'
  return isCommon(folded, common) ? 'common' : null
}

function isPersonal(folded: string, { login, name }: Whose): boolean {
  const parts = [login, ...name.normalize('NFKC').split(/[\s・,.]+/u)]
    .map((part) => part.toLowerCase())
    .filter((part) => part.length >= (/^[\x20-\x7e]*$/.test(part) ? 3 : 2))
  return parts.some((part) => folded.includes(part))
}

/** Signs that stand for letters. */
const LEET = [
  { 0: 'o', 1: 'l', 3: 'e', 4: 'a', 5: 's', 7: 't', '@': 'a', $: 's' },
  { 0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's', 7: 't', '@': 'a', $: 's', '!': 'i' },
] as const satisfies readonly Readonly<Record<string, string>>[]
/** So much around a common word makes it no better: a date, a few signs. */
const MOST_AROUND = 8
const FEWEST_SIGNS = 5
/** What the README tells everybody, and what only people who read Japanese try first. */
const ALSO = [
  'annaidemo',
  'annai',
  'ぱすわーど',
  'あんしょうばんごう',
  'あいことば',
  'ひみつ',
  'かんりしゃ',
]

function isCommon(folded: string, common: ReadonlySet<string>): boolean {
  if (new Set(folded).size < FEWEST_SIGNS || isRow(folded)) return true
  const isKnown = (text: string) =>
    [text, unit(text)].some((each) => common.has(each) || ALSO.includes(each))
  // Digits around a word are digits, those within it may be letters.
  const core = folded.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
  const plain = [folded, core].flatMap((text) => [
    text,
    ...LEET.map((signs) => readAs(text, signs)),
  ])
  return plain.map(inHiragana).some((text) => {
    const letters = text.replace(/[^\p{L}ー]/gu, '')
    return isKnown(text) || (folded.length - letters.length <= MOST_AROUND && isKnown(letters))
  })
}
const readAs = (text: string, signs: Readonly<Record<string, string>>): string =>
  [...text].map((sign) => signs[sign] ?? sign).join('')
const inHiragana = (text: string): string =>
  text.replace(/[ァ-ヶ]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0x60))

/** What a text repeats, or the text. */
const unit = (text: string): string => /^(.{1,32}?)\1+$/su.exec(text)?.[1] ?? text

const ROWS = [
  ...['abcdefghijklmnopqrstuvwxyz', '01234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm'],
  'あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわをん',
  'いろはにほへとちりぬるをわかよたれそつねならむうゐのおくやまけふこえてあさきゆめみしゑひもせす',
]
const PAIRS = ROWS.flatMap((row) => [row, [...row].reverse().join('')]).join(' ')
/** Keys or letters in their order make up nearly all of it. */
function isRow(folded: string): boolean {
  const signs = [...inHiragana(folded)]
  const inOrder = signs.filter((sign, at) => at > 0 && PAIRS.includes(`${signs[at - 1]}${sign}`))
  return inOrder.length >= (signs.length - 1) * 0.75
}
