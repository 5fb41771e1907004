import type { Liveness } from './liveness.ts'
import { entrances, type Found, type Model, type Move, WAY_BACK } from './model.ts'
import { atLeast, type Choice, type Step } from './script.ts'
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
  private readonly moved = new Map<number, number>()
  private readonly entered = new Map<number, readonly Entrance[]>()
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
    const key = id * this.model.moves.length + move.id
    const known = this.moved.get(key)
    if (known !== undefined) return known
    const result = this.move(move, step, this.at(id))
    this.moved.set(key, result)
    return result
  }

  /** Every way in which a step may be entered. */
  enter(target: number, id: number): readonly Entrance[] {
    const key = id * this.model.nodes.length + target
    const known = this.entered.get(key)
    if (known) return known
    const result = this.entrances(target, this.at(id))
    this.entered.set(key, result)
    return result
  }

  /** Whether a choice may be offered, as far as can be told. */
  mayOffer(choice: Choice, state: State): boolean {
    const holds = ([name, values]: [string, readonly string[]]) =>
      !this.detail.variables.has(name) || values.includes(state.variables[name] ?? '')
    return atLeast(state.identity, choice.needs) && Object.entries(choice.when).every(holds)
  }

  private move(move: Move, step: Step, { state, counters }: Environment): number {
    const { script } = this.model
    if (move.interrupt) {
      const target = interruptTarget(script, move.interrupt.id, state.identity)
      if (this.model.indexOf.get(target ?? '') !== move.target) return IMPOSSIBLE
      return this.intern(afterInterrupt(script, state, move.interrupt.id, ''), counters)
    }
    if (!move.choice || !this.mayHappen(move, step, state)) return IMPOSSIBLE
    const after = afterChoice(
      script,
      state,
      move.choice,
      givesOf(move.found, state.customer, 'other'),
    )
    return this.intern(after, move.choice.opensMatter ? this.forgetMatter(counters) : counters)
  }

  private mayHappen(move: Move, step: Step, state: State): boolean {
    if (!move.choice || !this.mayOffer(move.choice, state)) return false
    if (move.found.customer === 'same' && state.customer === null) return false
    const on = step.on ?? ''
    const told = on === '$identity' || this.detail.variables.has(on)
    return step.kind !== 'route' || !told || routeValue(step, state) === move.outcome
  }

  private forgetMatter(counters: readonly number[]): readonly number[] {
    return counters.map((count, place) => {
      const node = this.model.nodes[this.detail.counted[place] ?? WAY_BACK]
      return node?.step.atMost?.per === 'call' ? count : 0
    })
  }

  private entrances(target: number, { state, counters }: Environment): Entrance[] {
    const found: Entrance[] = []
    let guessed = false
    for (const node of entrances(this.model, target)) {
      const place = this.detail.counted.indexOf(node)
      const bound = this.model.nodes[node]?.step.atMost
      const visits = counters[place] ?? 0
      if (bound && place >= 0 && visits >= bound.visits) continue
      const counts = place < 0 ? counters : counters.with(place, visits + 1)
      const environment = this.intern(state, counts, this.live[node])
      found.push({ node, environment, guessed })
      if (!bound || place >= 0) break
      guessed = true
    }
    return found
  }

  /** The number of a state, with everything left out that is not told apart or cannot matter any more. */
  private intern(state: State, counters: readonly number[], live?: ReadonlySet<string>): number {
    const kept = this.names.filter((name) => !live || live.has(name))
    const tellsNetwork = this.detail.variables.has('$network') && (!live || live.has('$network'))
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
    this.all.push({
      state: { identity, network, customer, variables, cards: [], back: null },
      counters,
    })
    this.ids.set(key, id)
    return id
  }
}

/** Whether a step may not be entered at this level; the call cannot go on then. */
export const isBlocked = (step: Step, state: State): boolean => !atLeast(state.identity, step.needs)
