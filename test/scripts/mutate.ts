import { type Document, isMap, isScalar, isSeq, parseDocument, type YAMLMap } from 'yaml'

/** A script with one thing changed: what was changed, where, and the files that it makes. */
export interface Mutant {
  readonly what: string
  readonly step: string
  readonly files: ReadonlyMap<string, string>
}

export interface StepNode {
  readonly id: string
  readonly node: YAMLMap
}
export type Change = (step: StepNode) => string | null

const mapAt = (map: YAMLMap, key: string): YAMLMap | null => {
  const found = map.get(key, true)
  return isMap(found) ? found : null
}
export const wordAt = (map: YAMLMap, key: string): string | null => {
  const found = map.get(key)
  return found === undefined || found === null || typeof found === 'object' ? null : String(found)
}
export const choicesOf = (step: YAMLMap): [string, YAMLMap][] =>
  (mapAt(step, 'choices')?.items ?? [])
    .flatMap((pair) =>
      isScalar(pair.key) && isMap(pair.value)
        ? [[String(pair.key.value), pair.value] as const]
        : [],
    )
    .map(([key, value]) => [key, value])
export const textsOf = (map: YAMLMap): YAMLMap[] =>
  ['title', 'label', 'say', 'hint'].flatMap((key) => mapAt(map, key) ?? [])

const stepsIn = (document: Document): StepNode[] => {
  const steps = isMap(document.contents) ? mapAt(document.contents, 'steps') : null
  return (steps?.items ?? []).flatMap((pair) =>
    isScalar(pair.key) && isMap(pair.value)
      ? [{ id: String(pair.key.value), node: pair.value }]
      : [],
  )
}

interface Spot {
  readonly file: string
  readonly index: number
  readonly nth: number
}

/** Every place where a change changes something; `nth` is how often it is asked for the same step. */
function spotsOf(files: ReadonlyMap<string, string>, change: (nth: number) => Change): Spot[] {
  return [...files].flatMap(([file, text]) =>
    stepsIn(parseDocument(text)).flatMap(({ id, node }, index) => {
      const spots: Spot[] = []
      // A clone of a mapping is a mapping; the library does not say so.
      const trial = () => ({ id, node: node.clone() as YAMLMap })
      for (let nth = 0; change(nth)(trial()) !== null; nth += 1) spots.push({ file, index, nth })
      return spots
    }),
  )
}

/** The mutants that a change makes, each from the files as they are; not all of them, but spread evenly. */
export function* mutants(
  files: ReadonlyMap<string, string>,
  change: (nth: number) => Change,
  most: number,
): Generator<Mutant> {
  const spots = spotsOf(files, change)
  const stride = Math.max(1, Math.ceil(spots.length / most))
  for (const { file, index, nth } of spots.filter((_, place) => place % stride === 0)) {
    const document = parseDocument(files.get(file) ?? '')
    const step = stepsIn(document)[index]
    const what = step ? change(nth)(step) : null
    if (step && what !== null)
      yield { what, step: step.id, files: new Map(files).set(file, document.toString()) }
  }
}

/** Every `next`, `then` and `below` of the files that leads to one step, led to another. */
export function redirect(
  files: ReadonlyMap<string, string>,
  from: string,
  to: string,
): ReadonlyMap<string, string> {
  const turn = (node: unknown): void => {
    if (isSeq(node)) for (const item of node.items) turn(item)
    if (!isMap(node)) return
    for (const pair of node.items) {
      const leads = isScalar(pair.key) && ['next', 'then', 'below'].includes(String(pair.key.value))
      if (leads && isScalar(pair.value) && pair.value.value === from) pair.value.value = to
      else turn(pair.value)
    }
  }
  return new Map(
    [...files].map(([file, text]) => {
      const document = parseDocument(text)
      turn(document.contents)
      return [file, document.toString()]
    }),
  )
}
