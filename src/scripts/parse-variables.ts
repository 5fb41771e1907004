import type { Declared } from './parse-declarations.ts'
import type { Reading } from './reading.ts'
import type { Variables } from './script.ts'
import type { Place } from './source.ts'

const variableOf = (reading: Reading, declared: Declared, at: Place, key: string) => {
  const name = reading.known(at, 'variable', Object.keys(declared.variables))
  return name === key ? declared.variables[name] : undefined
}

/** `set: { variable: value }` */
export function readSet(reading: Reading, declared: Declared, place: Place | undefined): Variables {
  const pairs: [string, string][] = []
  for (const { key, at, value } of reading.named(place)) {
    const values = variableOf(reading, declared, at, key)
    const chosen = values ? reading.known(value, 'value', values) : undefined
    if (chosen !== undefined) pairs.push([key, chosen])
  }
  return Object.fromEntries(pairs)
}

/** `when: { variable: value | [values] }` */
export function readCondition(
  reading: Reading,
  declared: Declared,
  place: Place | undefined,
): Readonly<Record<string, readonly string[]>> {
  const pairs: [string, readonly string[]][] = []
  for (const { key, at, value } of reading.named(place)) {
    const values = variableOf(reading, declared, at, key)
    if (!values) continue
    const chosen = reading.knownList(value, 'value', values)
    if (reading.oneOrMore(value).length === 0) reading.wrong(value, 'empty')
    pairs.push([key, chosen])
  }
  return Object.fromEntries(pairs)
}
