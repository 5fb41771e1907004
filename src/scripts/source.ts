import type { Problems } from './problem.ts'
import { meaningOf, readYaml, YamlFailure, type YamlNode } from './yaml-nodes.ts'

/** One file of a script, with what is needed to tell where in it something stands. */
export interface Source {
  readonly file: string
  readonly text: string
  readonly root: YamlNode | null
}

/** Something in a file: its node (none where a value is missing) and where it starts. */
export interface Place {
  readonly source: Source
  readonly node: YamlNode | null
  readonly offset: number
}

export interface Entry {
  readonly key: string
  readonly at: Place
  readonly value: Place
}

export const rootOf = (source: Source): Place => ({ source, node: source.root, offset: 0 })

const placeIn = ({ source }: Place, node: YamlNode): Place => ({
  source,
  node,
  offset: node.start,
})

/** The entries of a mapping, or null where there is none. */
export function entriesOf(place: Place): Entry[] | null {
  if (place.node?.kind !== 'map') return null
  return place.node.pairs.map(({ key, value }) => ({
    key: key.kind === 'word' ? key.text : '',
    at: placeIn(place, key),
    value: placeIn(place, value),
  }))
}

export function itemsOf(place: Place): Place[] | null {
  if (place.node?.kind !== 'list') return null
  return place.node.items.map((item) => placeIn(place, item))
}

/** A single word: what stands in the file, so that 305 and 007 stay what they are. */
export function wordOf({ node }: Place): string | null {
  if (node?.kind !== 'word') return null
  return meaningOf(node) === null ? null : node.text
}

export function sentenceOf({ node }: Place): string | null {
  return node?.kind === 'word' && typeof meaningOf(node) === 'string' ? node.text : null
}

export function positionOf({ source, offset }: Place): {
  file: string
  line: number
  column: number
} {
  const before = source.text.slice(0, Math.max(offset, 0))
  const lines = before.split('\n')
  return { file: source.file, line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 }
}

/** Reads the YAML of one file; what is wrong with it is added to the problems. */
export function readSource(file: string, text: string, problems: Problems): Source {
  problems.read(file)
  const source = (root: YamlNode | null): Source => ({ file, text, root })
  try {
    const read = source(readYaml(text))
    refuseTwice(rootOf(read), problems)
    return read
  } catch (error) {
    if (!(error instanceof YamlFailure)) throw error
    const { offset, detail } = error.fault
    const at = { source: source(null), node: null, offset }
    if (detail === null) problems.addFatal(at, 'alias')
    else problems.addFatal(at, 'syntax', { detail })
    return source(null)
  }
}

function refuseTwice(place: Place, problems: Problems): void {
  const keys = new Set<string>()
  for (const { key, at, value } of entriesOf(place) ?? []) {
    if (keys.has(key)) problems.add(at, 'duplicate_key')
    keys.add(key)
    refuseTwice(value, problems)
  }
  for (const item of itemsOf(place) ?? []) refuseTwice(item, problems)
}
