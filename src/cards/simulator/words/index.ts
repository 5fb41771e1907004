import type { Happening } from '../happenings.ts'
import { en } from './en.ts'
import { ja, type Words } from './ja.ts'

export type Language = 'ja' | 'en'
export type { Words }

export const languageOf = (wanted: unknown): Language => (wanted === 'en' ? 'en' : 'ja')
export const wordsOf = (language: Language): Words => (language === 'en' ? en : ja)

const isValue = (words: Words, name: unknown): name is keyof Words['values'] =>
  typeof name === 'string' && Object.hasOwn(words.values, name)

/** The word for a state, reason or the like; itself when there is none. */
export const valueWord = (words: Words, name: string): string =>
  isValue(words, name) ? words.values[name] : name

const WORD_JOINER = '\u2060'

/** A happening as a sentence, in which no line breaks inside a card's …0000. */
export function sentence(words: Words, { code, details }: Happening): string {
  const filled = words.happenings[code].replace(/\{(\w+)\}/g, (_, name: string) => {
    const detail = details[name] ?? ''
    return typeof detail === 'number' ? detail.toLocaleString('ja-JP') : valueWord(words, detail)
  })
  return filled.replace(/…(?=\d)/g, `…${WORD_JOINER}`)
}
