import { INTERRUPT_MARK } from './walk.ts'

/** One piece of a path as it stands on a slip: the number of a step, and how it was answered. */
export interface SlipWord {
  /** From 1: which piece it is. */
  readonly place: number
  readonly text: string
  readonly number: number
  /** A letter, `!1` for an interrupt, or nothing where only the number was written. */
  readonly key: string
}
/** The pieces of a path; `unread` is the first that is none. */
export interface SlipWords {
  readonly words: readonly SlipWord[]
  readonly unread: { readonly place: number; readonly text: string } | null
}

const BETWEEN = /[\s,、。・.;:|/→⇒➡➔»>＞~〜ー―–—-]+|から|番/uy
const PIECE = /(?:手順|no)?(\d{1,4})番?[ (-]*(?:(!) ?(\d{1,2})|([a-z]{1,2})(?![a-z]))?\)?へ?/uy

/**
 * Reads what was written by hand: 「1a 4b 23」, full width, with commas, arrows, brackets or nothing between. It stops at
 * the first piece that is not understood.
 */
export function readSlipWords(text: string): SlipWords {
  const narrow = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/割(?:り?込み?)?/gu, INTERRUPT_MARK)
  const words: SlipWord[] = []
  for (let at = 0; at < narrow.length; ) {
    const gap = match(BETWEEN, narrow, at)
    if (gap) {
      at += gap[0].length
      continue
    }
    const place = words.length + 1
    const piece = match(PIECE, narrow, at)
    if (!piece) return { words, unread: { place, text: unreadAt(narrow, at) } }
    const [whole, number, mark, interrupt, letter = ''] = piece
    const key = mark === undefined ? letter : `${INTERRUPT_MARK}${Number(interrupt)}`
    words.push({ place, text: whole.trim(), number: Number(number), key })
    at += whole.length
  }
  return { words, unread: null }
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}

const unreadAt = (text: string, at: number): string =>
  (/^\S{1,12}/u.exec(text.slice(at)) ?? [''])[0]
