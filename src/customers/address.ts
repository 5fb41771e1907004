import type { Address } from '../cards/card.ts'
import { nameKey } from './name.ts'
import { DASHES, oneWidth, plainDigits } from './width.ts'

/** `unclear`: neither proves nor disproves. */
export type Comparison = 'match' | 'mismatch' | 'unclear'

const POSTAL_CODE = /〒?\s*(?<!\d)(\d{3})\s*-?\s*(\d{4})(?![\d-])/
const KANJI_DIGITS = '〇一二三四五六七八九'

/** 十二 → 12; for house numbers, which stay below a hundred. */
function kanjiNumber(text: string): string {
  const [tens, ones] = text.includes('十') ? text.split('十') : [undefined, text]
  const digits = (part: string) => [...part].map((digit) => KANJI_DIGITS.indexOf(digit)).join('')
  if (tens === undefined) return digits(ones ?? '')
  return `${tens === '' ? 1 : digits(tens)}${ones ? digits(ones) : 0}`
}

const DASH_AFTER_NUMBER = new RegExp(`(?<=[\\d${KANJI_DIGITS}十]\\s*)[${DASHES}]\\s*`, 'g')

/** An address folded for comparing: one width, house numbers as 1-2-3 whatever they were written with. */
export function addressKey(text: string): string {
  return oneWidth(text)
    .replace(DASH_AFTER_NUMBER, '-')
    .replace(/[〇一二三四五六七八九十]+(?=丁目|番|号|条|-|$)/g, kanjiNumber)
    .replace(/\s+(?=\d)/g, '-')
    .split(/(\d+)/)
    .map((part, at) => (at % 2 === 1 ? String(Number(part)) : foldWords(part)))
    .join('')
    .replace(/-(?!\d)|(?<!\d)-/g, '')
}

const foldWords = (words: string) =>
  words.replace(/^(?:丁目|番地の?|番|号室?|の|-|\s)+/, '-').replace(/[^-]+/g, (word) =>
    nameKey(word)
      .replace(/[ガケヵヶ](?=.)/g, 'ケ')
      .replace(/^大?字/, ''),
  )

/**
 * Compares an address that was said. Words that differ are `unclear`, for there are many ways to say an address, and so
 * is a postal code alone, which a whole town has; another postal code is a mismatch.
 */
export function compareAddress(said: string, address: Address): Comparison {
  const text = plainDigits(said)
  const postal = POSTAL_CODE.exec(text)
  const words = postal ? text.replace(postal[0], ' ') : text
  const hasWords = addressKey(words) !== ''
  if (postal && `${postal[1]}${postal[2]}` !== address.postalCode.replace(/\D/g, ''))
    return 'mismatch'
  return hasWords && isAddress(words, address) ? 'match' : 'unclear'
}

function isAddress(words: string, { prefecture, city, line1, line2 }: Address): boolean {
  const said = addressKey(words)
  // Without a line of its own there is no address to match, only a town.
  if (addressKey(line1) === '') return false
  const tails = line2 === null || line2 === '' ? [''] : ['', line2]
  return ['', prefecture].some((head) =>
    tails.some((tail) => addressKey(`${head}${city}${line1}${tail && ` ${tail}`}`) === said),
  )
}
