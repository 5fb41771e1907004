import { blackOut } from './black-out.ts'
import { findSecret } from './secrets.ts'

/** A card number needs so many digits; most texts of an answer are passed over by this alone. */
const LONG = /(?:\p{N}[^\p{L}\p{N}]*){13}/u

/** The card system calls something by a card number: whatever is written down about it would hold that. */
export class CardNumberAsRef extends Error {}

/**
 * An answer of the card system as it may be shown and kept: card numbers in its texts are black (PCI DSS 3.4.1, 3.5.1).
 * Throws `CardNumberAsRef` where a reference, by which we would have to ask again, is one.
 */
export function blackAnswer<T>(answer: T): T
export function blackAnswer(answer: unknown, name = ''): unknown {
  if (typeof answer === 'string') return blackText(answer, name)
  if (Array.isArray(answer)) return answer.map((each: unknown) => blackAnswerOf(each, name))
  if (typeof answer !== 'object' || answer === null) return answer
  return Object.fromEntries(
    Object.entries(answer).map(([key, value]) => [key, blackAnswerOf(value, key)]),
  )
}
const blackAnswerOf: (answer: unknown, name: string) => unknown = blackAnswer

function blackText(text: string, name: string): string {
  if (!LONG.test(text) || findSecret(text)?.kind !== 'card_number') return text
  if (/Refs?$/.test(name)) throw new CardNumberAsRef(name)
  return blackOut(text)
}
