import { oneWidth } from '../customers/width.ts'
import { fold } from './fold.ts'

/** A folded word or phrase; all of a question's have to be found. */
export interface Needle {
  readonly text: string
  /** Up to three digits say nothing about a person: whose number would not hold them? */
  readonly ownOnly: boolean
}

const MOST = 10
const QUOTED = /["“”「『]([^"“”」』]*)["“”」』]/g

/** The words of a question, parted by spaces of any width; what stands in quotes stays together. */
export function needlesOf(question: string): Needle[] {
  const phrases: string[] = []
  const rest = oneWidth(question).replace(QUOTED, (_all, phrase: string) => {
    phrases.push(phrase)
    return ' '
  })
  const folded = [...rest.split(/[\s、。;|]+/), ...phrases].map(fold)
  const words = [...new Set(folded)].filter((text) => text !== '')
  return words.slice(0, MOST).map(needle)
}

const needle = (text: string): Needle => ({ text, ownOnly: /^\d{1,3}$/.test(text) })
