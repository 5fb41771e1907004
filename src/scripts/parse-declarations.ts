import type { Entries, Reading } from './reading.ts'
import type { StepId, Text } from './script.ts'
import { type Place, positionOf } from './source.ts'

export interface Named {
  readonly at: Place
  readonly value: Place
}

/** What the files of a script declare, so that everything else can be held against it. */
export interface Declared {
  readonly phases: readonly { readonly id: string; readonly title: Text }[]
  readonly variables: Readonly<Record<string, readonly string[]>>
  readonly steps: ReadonlyMap<StepId, Named>
  readonly interrupts: ReadonlyMap<string, Named>
}

/** Collects ids over all files; one that is there already is a problem. */
class Ids {
  readonly found = new Map<string, Named>()
  private readonly reading: Reading
  private readonly what: string

  constructor(reading: Reading, what: string) {
    this.reading = reading
    this.what = what
  }

  add(name: string, at: Place, value: Place, dashes = false): void {
    this.reading.id(name, at, dashes)
    const first = this.found.get(name)
    if (!first) this.found.set(name, { at, value })
    else {
      const { file, line } = positionOf(first.at)
      const params = { what: this.what, name, first: `${file}:${line}` }
      this.reading.wrong(at, 'duplicate_id', params)
    }
  }
}

function idsOf(reading: Reading, parts: readonly Entries[], key: string, what: string) {
  const ids = new Ids(reading, what)
  for (const part of parts)
    for (const entry of reading.named(part.get(key))) ids.add(entry.key, entry.at, entry.value)
  return ids.found
}

function readPhases(reading: Reading, parts: readonly Entries[]) {
  const ids = new Ids(reading, 'phase')
  const phases: { id: string; title: Text }[] = []
  for (const place of parts.flatMap((part) => reading.list(part.get('phases')))) {
    const entries = reading.entries(place, ['id', 'title'])
    const idPlace = reading.demand(entries, 'id')
    const id = reading.name(idPlace)
    const title = reading.label(reading.demand(entries, 'title'))
    if (id === undefined || !idPlace) continue
    if (!ids.found.has(id)) phases.push({ id, title })
    ids.add(id, idPlace, place)
  }
  return phases
}

function readValues(reading: Reading, place: Place): readonly string[] {
  const values: string[] = []
  for (const { name, place: at } of reading.names(place)) {
    if (values.includes(name)) reading.wrong(at, 'duplicate_value', { name })
    else values.push(name)
  }
  if (values.length === 0) reading.wrong(place, 'empty')
  return values
}

export function declare(reading: Reading, parts: readonly Entries[]): Declared {
  const variables = idsOf(reading, parts, 'variables', 'variable')
  return {
    phases: readPhases(reading, parts),
    variables: Object.fromEntries(
      [...variables].map(([name, { value }]) => [name, readValues(reading, value)]),
    ),
    steps: idsOf(reading, parts, 'steps', 'step'),
    interrupts: idsOf(reading, parts, 'interrupts', 'interrupt'),
  }
}
