import { foldLetters } from '../customers/name.ts'
import { phoneDigits } from '../customers/phone.ts'
import { DASHES } from '../customers/width.ts'

/** A telephone number whose groups stand apart; without its gaps it is found by any part of its digits. */
const GROUPED = /(?<!\d)0\d{1,4}[\s()-]{1,3}\d{1,4}[\s()-]{1,3}\d{3,4}(?!\d)/g
const WITHIN_NUMBER = new RegExp(`(?<=\\d)[${DASHES},](?=\\d)`, 'g')

/**
 * A text as it is searched: letters folded as those of names, numbers without their hyphens and commas, and every run
 * of signs and spaces one space. Texts and questions are folded alike; what is found is what holds the question.
 */
export const fold = (text: string): string =>
  foldLetters(text)
    .replace(WITHIN_NUMBER, '')
    .replace(GROUPED, (number) => phoneDigits(number) ?? number)
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()
