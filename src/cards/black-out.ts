import { findSecret } from './secrets.ts'

/** A refused text as it may go back to the screen: every digit black, and where that is not enough, every word. */
export function blackOut(text: string): string {
  if (findSecret(text) === null) return text
  const withoutDigits = text.replace(/[\p{N}〇零一二三四五六七八九十]/gu, '●')
  return findSecret(withoutDigits) === null ? withoutDigits : text.replace(/\S/gu, '●')
}
