import { type Detail, TooManyStates } from './detail.ts'
import type { Model } from './model.ts'
import { LEVELS, type Level, NETWORKS } from './script.ts'
import type { State } from './walk.ts'

/** One part of a state as a digit of a number; `worth` is what a one stands for. */
export interface Digit {
  readonly values: readonly string[]
  readonly worth: number
}

export const digitIn = (code: number, { values, worth }: Digit): number =>
  Math.floor(code / worth) % values.length
export const withDigit = (code: number, digit: Digit, value: number): number =>
  code + (value - digitIn(code, digit)) * digit.worth

/** Any customer: it is not told apart which one. */
export const KNOWN = 'known'

/** Packs a state, as far as a detail tells it apart, into one number, and unpacks it again. */
export class Packing {
  readonly identity: Digit
  readonly network: Digit
  readonly customer: Digit
  readonly variables: ReadonlyMap<string, Digit>
  /** How often each counted node was visited. */
  readonly visits: readonly Digit[]
  /** All but the visits. */
  readonly state: readonly Digit[]

  constructor(model: Model, { variables, counted }: Detail) {
    const all: Digit[] = []
    const digit = (values: readonly string[]): Digit => {
      const last = all.at(-1)
      const worth = last ? last.worth * last.values.length : 1
      if (worth * values.length > Number.MAX_SAFE_INTEGER) throw new TooManyStates()
      all.push({ values, worth })
      return { values, worth }
    }
    const networks = ['unknown', ...NETWORKS.filter((name) => name !== 'unknown')]
    this.identity = digit(LEVELS)
    this.network = digit(variables.has('$network') ? networks : ['unknown'])
    this.customer = digit(['', KNOWN])
    const told = Object.entries(model.script.variables).filter(([name]) => variables.has(name))
    this.variables = new Map(told.map(([name, values]) => [name, digit(values)]))
    this.state = [...all]
    this.visits = counted.map((node) => digit(countsOf(model, node)))
  }

  /** The number of a state in which no step has been counted yet. */
  pack({ identity, network, customer, variables }: State): number {
    const put = ({ values, worth }: Digit, value: string) =>
      Math.max(0, values.indexOf(value)) * worth
    const known = customer === null ? '' : KNOWN
    const head =
      put(this.identity, identity) + put(this.network, network) + put(this.customer, known)
    return [...this.variables].reduce(
      (sum, [name, digit]) => sum + put(digit, variables[name] ?? ''),
      head,
    )
  }

  unpack(code: number): State {
    const word = (digit: Digit) => digit.values[digitIn(code, digit)] ?? ''
    const entries = [...this.variables].map(([name, digit]) => [name, word(digit)] as const)
    return {
      identity: this.levelIn(code),
      network: word(this.network),
      customer: digitIn(code, this.customer) === 0 ? null : KNOWN,
      variables: Object.fromEntries(entries),
      cards: [],
      back: null,
    }
  }

  levelIn(code: number): Level {
    return LEVELS[digitIn(code, this.identity)] ?? 'none'
  }
}

/** From no visit up to all that the bound allows. */
const countsOf = (model: Model, node: number) =>
  Array.from(
    { length: 1 + (model.nodes[node]?.step.atMost?.visits ?? 0) },
    (_, count) => `${count}`,
  )
