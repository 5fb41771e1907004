import { foldLetters, LONG_MARKS } from '../customers/name.ts'
import { fold } from './fold.ts'
import type { Needle } from './needles.ts'
import type { Text } from './texts.ts'

/** A piece of a text as it was written; `hit` when it is what was looked for. */
export interface Piece {
  readonly text: string
  readonly hit: boolean
}
export interface Passage<Source extends Text = Text> {
  readonly source: Source
  readonly pieces: readonly Piece[]
}

const MOST_PASSAGES = 3

/** The passages that show why a case was found: each of the words once, the newest text that holds most of them first. */
export function passagesOf<Source extends Text>(
  texts: readonly Source[],
  needles: readonly Needle[],
): Passage<Source>[] {
  const candidates = texts.map((source) => ({ source, folded: fold(source.text) }))
  const passages: Passage<Source>[] = []
  let missing = [...needles]
  while (missing.length > 0 && passages.length < MOST_PASSAGES) {
    const ranked = candidates
      .map((each) => ({ ...each, held: missing.filter(({ text }) => each.folded.includes(text)) }))
      .filter(({ held }) => held.length > 0)
      .sort((a, b) => b.held.length - a.held.length || later(b.source, a.source))
    const [best] = ranked
    if (!best) break
    passages.push({ source: best.source, pieces: markedUp(best.source.text, best.held) })
    missing = missing.filter((needle) => !best.held.includes(needle))
  }
  return passages
}

/** What was said at a time comes before what a case says of itself, which is as new as its last change. */
const later = (a: Text, b: Text): number =>
  Number(isDated(a)) - Number(isDated(b)) || (a.at > b.at ? 1 : a.at < b.at ? -1 : 0)
export const isDated = ({ place }: Text): boolean =>
  place === 'note' || place === 'call_note' || place === 'answer'

interface Span {
  readonly from: number
  readonly to: number
}

/** A letter with the marks that belong to it, and what cannot be seen between them. */
const CLUSTER = /[\s\S][\p{M}\p{Cf}\uFF9E\uFF9F\u309B\u309C\p{Variation_Selector}]*/gu

const LONG_MARK = new RegExp(`^[${LONG_MARKS}]`)
const known = new Map<string, string>()
const MOST_KNOWN = 20_000

/** A letter folded by itself; the same few thousand come again and again. */
function foldLetter(cluster: string): string {
  const folded = known.get(cluster) ?? foldLetters(cluster).replace(/[^\p{L}\p{M}\p{N}]/gu, '')
  if (known.size < MOST_KNOWN) known.set(cluster, folded)
  return folded
}

/** The letters of a text, folded and without all between them, each with where it stands in the text. */
function lettersOf(text: string): { folded: string; spans: Span[] } {
  let folded = ''
  const spans: Span[] = []
  for (const { 0: cluster, index } of text.matchAll(CLUSTER)) {
    const isLong = LONG_MARK.test(cluster) && /[\u30A1-\u30FA\u30FC]$/.test(folded)
    const letters = isLong ? 'ー' : foldLetter(cluster)
    folded += letters
    for (let at = 0; at < letters.length; at += 1)
      spans.push({ from: index, to: index + cluster.length })
  }
  return { folded, spans }
}

/** Where in a text the words stand. */
function spansIn(text: string, needles: readonly Needle[]): Span[] {
  const { folded, spans } = lettersOf(text)
  const found = needles.flatMap((needle) => {
    const word = needle.text.replaceAll(' ', '')
    const places: Span[] = []
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length)) {
      const span = { from: spans[at]?.from ?? 0, to: spans[at + word.length - 1]?.to ?? 0 }
      if (fold(text.slice(span.from, span.to)).includes(needle.text)) places.push(span)
    }
    return places
  })
  return apart(found.sort((a, b) => a.from - b.from || b.to - a.to))
}

/** Spans that touch are one. */
function apart(sorted: readonly Span[]): Span[] {
  const result: Span[] = []
  for (const span of sorted) {
    const last = result.at(-1)
    if (last && span.from <= last.to)
      result[result.length - 1] = { from: last.from, to: Math.max(last.to, span.to) }
    else result.push(span)
  }
  return result
}

const BEFORE = 30
const LENGTH = 140

/** A piece of a text around the first of the words, with all of them marked. */
export function markedUp(text: string, needles: readonly Needle[]): Piece[] {
  const spans = spansIn(text, needles)
  const start = edge(text, Math.max(0, (spans[0]?.from ?? 0) - BEFORE))
  const end = edge(text, Math.min(text.length, Math.max(start + LENGTH, spans[0]?.to ?? 0)))
  const pieces: Piece[] = []
  const add = (from: number, to: number, hit: boolean) => {
    if (to > from) pieces.push({ text: text.slice(from, to).replace(/[^\S\uFEFF]+/g, ' '), hit })
  }
  if (start > 0) pieces.push({ text: '…', hit: false })
  let at = start
  for (const { from, to } of spans.filter((span) => span.to <= end)) {
    add(at, from, false)
    add(from, to, true)
    at = to
  }
  add(at, end, false)
  if (end < text.length) pieces.push({ text: '…', hit: false })
  return pieces
}

/** Not in the middle of a character of two halves. */
const edge = (text: string, at: number): number =>
  /[\uDC00-\uDFFF]/.test(text[at] ?? '') && at > 0 ? at - 1 : at
