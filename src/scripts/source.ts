import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from 'yaml'
import type { Problems } from './problem.ts'

/** One file of a script, with what is needed to tell where in it something stands. */
export interface Source {
  readonly file: string
  readonly root: Node | null
  readonly lines: LineCounter
}

/** Something in a file: its node (none where a value is missing) and where it starts. */
export interface Place {
  readonly source: Source
  readonly node: unknown
  readonly offset: number
}

export interface Entry {
  readonly key: string
  readonly at: Place
  readonly value: Place
}

const offsetOf = (node: unknown, fallback: number): number => {
  const range = isMap(node) || isSeq(node) || isScalar(node) ? node.range : undefined
  return range?.[0] ?? fallback
}

export const rootOf = (source: Source): Place => ({ source, node: source.root, offset: 0 })

const placeIn = (parent: Place, node: unknown, fallback: number): Place => ({
  source: parent.source,
  node,
  offset: offsetOf(node, fallback),
})

/** The entries of a mapping, or null where there is none. */
export function entriesOf(place: Place): Entry[] | null {
  if (!isMap(place.node)) return null
  return place.node.items.map((pair) => {
    const at = placeIn(place, pair.key, place.offset)
    const key = isScalar(pair.key) ? String(pair.key.value) : ''
    return { key, at, value: placeIn(place, pair.value, at.offset) }
  })
}

export function itemsOf(place: Place): Place[] | null {
  if (!isSeq(place.node)) return null
  return place.node.items.map((item) => placeIn(place, item, place.offset))
}

/** A single word: what stands in the file, so that 305 and 007 stay what they are. */
export function wordOf(place: Place): string | null {
  if (!isScalar(place.node) || place.node.value === null) return null
  const { value, source } = place.node
  return typeof value === 'string' ? value : (source ?? String(value))
}

export function positionOf(place: Place): { file: string; line: number; column: number } {
  const { line, col } = place.source.lines.linePos(place.offset)
  return { file: place.source.file, line: Math.max(line, 1), column: Math.max(col, 1) }
}

export const sentenceOf = (place: Place): string | null =>
  isScalar(place.node) && typeof place.node.value === 'string' ? place.node.value : null

/** Reads the YAML of one file; what is wrong with it is added to the problems. */
export function readSource(file: string, text: string, problems: Problems): Source {
  problems.read(file)
  const lines = new LineCounter()
  const document = parseDocument(text, {
    lineCounter: lines,
    stringKeys: true,
    prettyErrors: false,
  })
  const source = { file, root: document.contents, lines }
  const wrongs = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0])
  const at = (offset: number) => ({ source, node: null, offset })
  for (const { code, pos } of wrongs)
    if (code === 'DUPLICATE_KEY') problems.add(at(pos[0]), 'duplicate_key')
  // What follows the first mistake is mostly its echo.
  const first = wrongs.find(({ code }) => code !== 'DUPLICATE_KEY')
  if (first) problems.addFatal(at(first.pos[0]), 'syntax', { detail: first.message })
  visit(document, {
    Alias: (_, node) => {
      problems.addFatal({ source, node, offset: node.range?.[0] ?? 0 }, 'alias')
    },
    Node: (_, node) => {
      if (!isAlias(node) && node.anchor !== undefined)
        problems.addFatal({ source, node, offset: node.range?.[0] ?? 0 }, 'alias')
    },
  })
  return source
}
