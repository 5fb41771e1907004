/** What is wrong with a new password. */
export type PasswordFault = 'short' | 'long' | 'common' | 'personal' | 'used' | 'differs'

export const SHORTEST_PASSWORD = 12
export const LONGEST_PASSWORD = 128

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
  const password = typed.normalize('NFKC')
  const length = [...password].length
  if (length < SHORTEST_PASSWORD) return 'short'
  if (length > LONGEST_PASSWORD) return 'long'
  const folded = password.toLowerCase()
  if (isPersonal(folded, whose)) return 'personal'
  return isCommon(folded, common) ? 'common' : null
}

function isPersonal(folded: string, { login, name }: Whose): boolean {
  const parts = name
    .normalize('NFKC')
    .toLowerCase()
    .split(/[\s・,.]+/u)
    .filter((part) => part.length >= (/^[\x20-\x7e]*$/.test(part) ? 3 : 2))
  return [login.toLowerCase(), ...parts].some((part) => part !== '' && folded.includes(part))
}

const LEET: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'l',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
}
/** So much around a common word makes it no better. */
const MOST_AROUND = 6
const FEWEST_SIGNS = 5

function isCommon(folded: string, common: ReadonlySet<string>): boolean {
  const plain = folded.replace(/[013457@$]/g, (sign) => LEET[sign] ?? sign)
  const isKnown = (text: string) => common.has(text) || common.has(unit(text))
  if (isKnown(folded) || isKnown(plain)) return true
  if (new Set(folded).size < FEWEST_SIGNS || isRow(folded)) return true
  const cores = [folded, plain].map((text) => text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, ''))
  return cores.some((core) => folded.length - core.length <= MOST_AROUND && isKnown(core))
}

/** What a text repeats, or the text. */
const unit = (text: string): string => /^(.{1,32}?)\1+$/su.exec(text)?.[1] ?? text

const ROWS = ['abcdefghijklmnopqrstuvwxyz', '01234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm']
/** Keys or letters in their order make up nearly all of it. */
function isRow(folded: string): boolean {
  const pairs = ROWS.flatMap((row) => [row, [...row].reverse().join('')]).join(' ')
  const signs = [...folded]
  const inOrder = signs.filter((sign, at) => at > 0 && pairs.includes(`${signs[at - 1]}${sign}`))
  return inOrder.length >= (signs.length - 1) * 0.75
}
