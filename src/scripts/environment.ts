import type { Live, Liveness } from './liveness.ts'
import { entrances, type Found, type Model, type Move, WAY_BACK } from './model.ts'
import { atLeast, type Step } from './script.ts'
import {
  type Answer,
  afterChoice,
  afterInterrupt,
  initialState,
  interruptTarget,
  routeValue,
  type State,
} from './walk.ts'

/**
 * How much of the state is told apart. What is left out may be anything: a guard on it may hold or not, a step that is
 * not counted may be entered or be used up. So nothing that can happen is ever missed.
 */
export interface Detail {
  /** Variables, and `$network`. */
  readonly variables: ReadonlySet<string>
  /** Bounded nodes whose visits are counted. */
  readonly counted: readonly number[]
}

/** The state of a call without the step where it stands. */
export interface Environment {
  readonly state: State
  readonly counters: readonly number[]
}
/** What entering a step comes to: the node really entered, and the environment there. */
export interface Entrance {
  readonly node: number
  readonly environment: number
  /** Bounded steps are passed over here without knowing whether their visits are used up. */
  readonly guessed: boolean
}

export const IMPOSSIBLE = -1
const KNOWN = 'known'

/** What an answer gives, as the log of a real call would say it. */
export function givesOf(
  found: Found,
  customer: string | null,
  other: string,
): NonNullable<Answer['gives']> {
  const named = found.customer === 'same' ? customer : other
  return {
    ...(found.identity === undefined ? {} : { identity: found.identity }),
    ...(found.customer === undefined || named === null ? {} : { customer: named }),
    ...(found.card ? { cards: ['card'], network: found.network ?? 'unknown' } : {}),
  }
}

/** Numbers every environment, and remembers what each move makes of it: there are few, however many states. */
export class Environments {
  readonly all: Environment[] = []
  private readonly ids = new Map<string, number>()
  private readonly effects = new Map<number, number>()
  private readonly relevant = new Map<number, number>()
  private readonly names: readonly string[]
  private readonly model: Model
  private readonly live: Liveness
  private readonly detail: Detail

  constructor(model: Model, live: Liveness, detail: Detail) {
    this.model = model
    this.live = live
    this.detail = detail
    this.names = Object.keys(model.script.variables).filter((name) => detail.variables.has(name))
  }

  at(id: number): Environment {
    const found = this.all[id]
    if (!found) throw new RangeError(`No environment ${id}`)
    return found
  }

  start(): number {
    const counters = this.detail.counted.map(() => 0)
    return this.intern(initialState(this.model.script), counters)
  }

  /** The environment after a move that is made at a step, or IMPOSSIBLE. */
  after(move: Move, step: Step, id: number): number {
    if (!this.mayHappen(move, step, this.at(id).state)) return IMPOSSIBLE
    const key = id * this.model.moves.length + move.effect
    const known = this.effects.get(key)
    if (known !== undefined) return known
    const result = this.effect(move, this.at(id))
    this.effects.set(key, result)
    return result
  }

  /** Every way in which a step may be entered. */
  enter(target: number, id: number): readonly Entrance[] {
    const found: Entrance[] = []
    const { counters } = this.at(id)
    let guessed = false
    for (const node of entrances(this.model, target)) {
      const place = this.detail.counted.indexOf(node)
      const bound = this.model.nodes[node]?.step.atMost
      const visits = counters[place] ?? 0
      if (bound && place >= 0 && visits >= bound.visits) continue
      const counts = place < 0 ? null : counters.with(place, visits + 1)
      found.push({ node, environment: this.relevantAt(node, id, counts), guessed })
      if (!bound || place >= 0) break
      guessed = true
    }
    return found
  }

  /** Whether a move may be made, as far as can be told. */
  private mayHappen(move: Move, step: Step, state: State): boolean {
    if (move.interrupt) {
      const target = interruptTarget(this.model.script, move.interrupt.id, state.identity)
      return this.model.indexOf.get(target ?? '') === move.target
    }
    if (!move.choice || !atLeast(state.identity, move.choice.needs)) return false
    if (move.found.customer === 'same' && state.customer === null) return false
    const { variables } = this.detail
    for (const [name, values] of move.guards)
      if (variables.has(name) && !values.includes(state.variables[name] ?? '')) return false
    const on = step.on ?? ''
    const told = on === '$identity' || variables.has(on)
    return step.kind !== 'route' || !told || routeValue(step, state) === move.outcome
  }

  private effect(move: Move, { state, counters }: Environment): number {
    const { script } = this.model
    if (!move.choice)
      return this.intern(afterInterrupt(script, state, move.interrupt?.id ?? '', ''), counters)
    const gives = givesOf(move.found, state.customer, 'other')
    const after = afterChoice(script, state, move.choice, gives)
    return this.intern(after, move.choice.opensMatter ? this.forgetMatter(counters) : counters)
  }

  private forgetMatter(counters: readonly number[]): readonly number[] {
    return counters.map((count, place) => {
      const node = this.model.nodes[this.detail.counted[place] ?? WAY_BACK]
      return node?.step.atMost?.per === 'call' ? count : 0
    })
  }

  /** The environment with everything left out that cannot matter from a node on. */
  private relevantAt(node: number, id: number, counters: readonly number[] | null): number {
    const live = this.live[node]
    if (!live) return id
    if (counters) return this.intern(this.at(id).state, counters, live)
    const key = id * this.model.nodes.length + live.id
    const known = this.relevant.get(key)
    if (known !== undefined) return known
    const { state, counters: same } = this.at(id)
    const result = this.intern(state, same, live)
    this.relevant.set(key, result)
    return result
  }

  /** The number of a state, with everything left out that is not told apart or cannot matter any more. */
  private intern(state: State, counters: readonly number[], live?: Live): number {
    const kept = live ? this.names.filter((name) => live.names.has(name)) : this.names
    const tellsNetwork =
      this.detail.variables.has('$network') && (live?.names.has('$network') ?? true)
    const network = tellsNetwork ? state.network : 'unknown'
    const unknown = state.identity === 'none' && network === 'unknown'
    const customer = state.customer === null || unknown ? null : KNOWN
    const values = kept.map((name) => `${name}=${state.variables[name]}`)
    const key = `${state.identity} ${network} ${customer} ${values.join()} ${counters.join()}`
    const known = this.ids.get(key)
    if (known !== undefined) return known
    const id = this.all.length
    const variables = Object.fromEntries(kept.map((name) => [name, state.variables[name] ?? '']))
    const { identity } = state
    const relevant = { identity, network, customer, variables, cards: [], back: null }
    this.all.push({ state: relevant, counters })
    this.ids.set(key, id)
    return id
  }
}

/** Whether a step may not be entered at this level; the call cannot go on then. */
export const isBlocked = (step: Step, state: State): boolean => !atLeast(state.identity, step.needs)
