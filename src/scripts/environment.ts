import type { Detail } from './detail.ts'
import type { Live, Liveness } from './liveness.ts'
import { entrances, type Model, type Move } from './model.ts'
import { type Digit, digitIn, Packing, withDigit } from './packing.ts'
import { atLeast, type Step } from './script.ts'
import { Transfers } from './transfer.ts'
import { initialState, type State } from './walk.ts'

/** What entering a step comes to: the node really entered, and the environment there. */
export interface Entrance {
  readonly node: number
  readonly environment: number
  /** Bounded steps are passed over here without knowing whether their visits are used up. */
  readonly guessed: boolean
}

export const IMPOSSIBLE = -1

/**
 * The state of a call without the step where it stands, as far as it is told apart: packed into a number, and numbered
 * anew in the order in which they come up.
 */
export class Environments {
  private readonly codes: number[] = []
  private readonly states: State[] = []
  private readonly ids = new Map<number, number>()
  /** What each effect makes of an environment, and how each step is entered in one: many ways lead to the same. */
  private readonly results = new Map<number, number>()
  private readonly entered = new Map<number, readonly Entrance[]>()
  private readonly dead: (readonly Digit[] | undefined)[] = []
  private readonly packing: Packing
  private readonly transfers: Transfers
  private readonly model: Model
  private readonly live: Liveness
  private readonly detail: Detail

  constructor(model: Model, live: Liveness, detail: Detail) {
    this.model = model
    this.live = live
    this.detail = detail
    this.packing = new Packing(model, detail)
    this.transfers = new Transfers(model, this.packing, detail)
  }

  /** The state of a call; of what is not told apart it says nothing. */
  at(id: number): State {
    const known = this.states[id] ?? this.packing.unpack(this.codeOf(id))
    this.states[id] = known
    return known
  }

  start(): number {
    return this.intern(this.packing.pack(initialState(this.model.script)))
  }

  /** The environment after a move that is made at a step, or IMPOSSIBLE. */
  after(move: Move, step: Step, id: number): number {
    const code = this.codeOf(id)
    for (const { digit, open } of this.transfers.gatesOf(move, step))
      if (!open[digitIn(code, digit)]) return IMPOSSIBLE
    const key = id * this.model.moves.length + move.effect
    const known = this.results.get(key) ?? this.written(code, move)
    this.results.set(key, known)
    return known
  }

  /** Every way in which a step may be entered. */
  enter(target: number, id: number): readonly Entrance[] {
    const key = id * this.model.nodes.length + target
    const known = this.entered.get(key)
    if (known) return known
    const found = this.entrancesOf(target, id)
    this.entered.set(key, found)
    return found
  }

  private written(before: number, move: Move): number {
    let code = before
    for (const { digit, value } of this.transfers.writesOf(move))
      code = withDigit(code, digit, value)
    return this.intern(code)
  }

  private entrancesOf(target: number, id: number): Entrance[] {
    const found: Entrance[] = []
    const code = this.codeOf(id)
    let guessed = false
    for (const node of entrances(this.model, target)) {
      const bound = this.model.nodes[node]?.step.atMost
      const digit = bound && this.packing.visits[this.detail.counted.indexOf(node)]
      const count = digit ? digitIn(code, digit) : 0
      if (digit && count >= bound.visits) continue
      const counted = digit ? withDigit(code, digit, count + 1) : code
      found.push({ node, environment: this.relevantAt(node, counted), guessed })
      if (!bound || digit) break
      guessed = true
    }
    return found
  }

  private codeOf(id: number): number {
    const code = this.codes[id]
    if (code === undefined) throw new RangeError(`No environment ${id}`)
    return code
  }

  /** The environment with everything left out that cannot matter from a node on. */
  private relevantAt(node: number, code: number): number {
    const live = this.live[node]
    if (!live) return this.intern(code)
    const dead = this.dead[live.id] ?? this.deadAt(live)
    this.dead[live.id] = dead
    let left = code
    for (const digit of dead) left = withDigit(left, digit, 0)
    return this.intern(left)
  }

  private deadAt({ names }: Live): Digit[] {
    const { network, variables } = this.packing
    const all = [['$network', network] as const, ...variables]
    return all.flatMap(([name, digit]) => (names.has(name) ? [] : [digit]))
  }

  /** The number of a state; who the customer is does not matter as long as nothing hangs on it. */
  private intern(packed: number): number {
    const { identity, network, customer } = this.packing
    const unknown = digitIn(packed, identity) === 0 && digitIn(packed, network) === 0
    const code = unknown ? withDigit(packed, customer, 0) : packed
    const known = this.ids.get(code)
    if (known !== undefined) return known
    this.ids.set(code, this.codes.length)
    this.codes.push(code)
    return this.codes.length - 1
  }
}

/** Whether a step may not be entered at this level; the call cannot go on then. */
export const isBlocked = (step: Step, state: State): boolean => !atLeast(state.identity, step.needs)
