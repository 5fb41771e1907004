/** Dashes that people and input methods produce; NFKC leaves most of them. The long mark ー is one of them. */
export const DASHES = '\\-\u02D7\u2010-\u2015\u2043\u2212\u2500\u2501\u30FC\uFE58\u301C~'
const EVERY_DASH = new RegExp(`[${DASHES}]`, 'g')
/** Control and invisible characters, lone surrogates, variation selectors: nothing that a person means to type. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Variation_Selector}]/gu

/** One width for every character: full-width and half-width forms, circled and squared ones (NFKC). */
export const oneWidth = (text: string): string =>
  text
    .replace(/[^\S\uFEFF]/g, ' ')
    // First of all, or they would keep a mark from its letter.
    .replace(INVISIBLE, '')
    .replace(/\u309B/g, '\u3099')
    .replace(/\u309C/g, '\u309A')
    .normalize('NFKC')

/** The same with every dash made `-`; for numbers and dates, not for kana, where ー is a sound. */
export const plainDigits = (text: string): string => oneWidth(text).replace(EVERY_DASH, '-')

/** The digits at the end of a text that holds one short number; null when there is more or less. */
export function onlyDigits(text: string, length: number): string | null {
  const digits = plainDigits(text).replace(/[-\s]/g, '')
  return new RegExp(`^[0-9]{${length}}$`).test(digits) ? digits : null
}
