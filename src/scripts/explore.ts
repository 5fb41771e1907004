import { type Detail, type Entrance, Environments, IMPOSSIBLE, isBlocked } from './environment.ts'
import type { Liveness } from './liveness.ts'
import { type Model, type Move, type Node, WAY_BACK } from './model.ts'
import { outcomesNamed } from './monitor.ts'
import { type Graph, NOWHERE, TooManyStates } from './state-graph.ts'

/** Some step is remembered, and it is not told which. */
const SOMEWHERE = -2

/** Whether the way back can still matter at a node in an environment. */
export type KeepsBack = (
  environments: Environments,
) => (node: number, environment: number) => boolean

/** A step entered by a move; `state` where it is the same whatever step is remembered. */
interface Arrival {
  readonly move: number
  readonly entrance: Entrance
  readonly keeps: boolean
  readonly forgets: boolean
  state: number | null
}

/** Where interrupts lead: those for which the step where they are pressed matters, and the others. */
interface Pressed {
  readonly own: readonly Arrival[]
  readonly shared: readonly Arrival[]
}

class Explorer {
  private readonly node: number[] = []
  private readonly environment: number[] = []
  private readonly back: number[] = []
  private readonly firstEdge: number[] = [0]
  private readonly edgeFrom: number[] = []
  private readonly edgeTo: number[] = []
  private readonly edgeMove: number[] = []
  private readonly edgeGuessed: boolean[] = []
  private readonly ids = new Map<number, number>()
  private readonly answers = new Map<number, readonly Arrival[]>()
  private readonly interrupts = new Map<number, Pressed>()
  private readonly pressed = new Map<number, readonly Arrival[]>()
  /** The interrupts that a policy speaks of. */
  private readonly watched: ReadonlySet<number>
  private readonly environments: Environments
  private readonly model: Model
  private readonly detail: Detail
  /** Null where every step at which an interrupt can be pressed may be the way back. */
  private readonly keepsBack: ReturnType<KeepsBack> | null
  private readonly pressable: readonly number[]
  private readonly most: number

  constructor(
    model: Model,
    environments: Environments,
    detail: Detail,
    keeps: KeepsBack | null,
    most: number,
  ) {
    this.model = model
    this.environments = environments
    this.detail = detail
    this.keepsBack = keeps?.(environments) ?? null
    this.most = most
    const named = new Set(outcomesNamed(model.script.policies))
    const watched = model.interrupts.filter((move) => named.has(move.outcome))
    this.watched = new Set(watched.map((move) => move.id))
    this.pressable = model.nodes.filter((node) => node.interruptible).map((node) => node.index)
  }

  explore(): Graph {
    const [start] = this.environments.enter(this.model.start, this.environments.start())
    if (start) this.state(start.node, start.environment, NOWHERE)
    for (let state = 0; state < this.node.length; state += 1) {
      this.expand(state)
      this.firstEdge.push(this.edgeTo.length)
      if (this.node.length > this.most) throw new TooManyStates()
    }
    const { model, environments, detail, node, environment, back } = this
    const { firstEdge, edgeFrom, edgeTo, edgeMove, edgeGuessed } = this
    const edges = { firstEdge, edgeFrom, edgeTo, edgeMove, edgeGuessed }
    return { model, environments, detail, node, environment, back, ...edges }
  }

  private expand(state: number): void {
    const node = this.model.nodes[this.node[state] ?? NOWHERE]
    if (!node || node.step.kind === 'end') return
    if (node === this.model.panel) {
      for (const arrival of this.pressed.get(state) ?? []) this.arrive(state, arrival, NOWHERE)
      return
    }
    const environment = this.environment[state] ?? 0
    if (isBlocked(node.step, this.environments.at(environment).state)) return
    const back = this.back[state] ?? NOWHERE
    for (const arrival of this.answersAt(node, environment)) this.arrive(state, arrival, back)
    this.goBack(state, node, environment, back)
    if (!node.interruptible) return
    const { own } = this.interruptsIn(node, environment)
    for (const arrival of own) this.arrive(state, arrival, node.index)
    this.add(state, this.panelIn(node, environment), this.model.reach.id, false)
  }

  /** Whether it makes a difference at which step an interrupt is pressed. */
  private isOwn({ move, keeps }: Arrival): boolean {
    return keeps || this.watched.has(move)
  }

  /** The panel in an environment, with the interrupts for which the step makes no difference. */
  private panelIn(node: Node, environment: number): number {
    const count = this.node.length
    const panel = this.state(this.model.panel.index, environment, NOWHERE)
    if (panel === count) this.pressed.set(panel, this.interruptsIn(node, environment).shared)
    return panel
  }

  /** Where the answers lead that name a step; the same for every step that is remembered. */
  private answersAt(node: Node, environment: number): readonly Arrival[] {
    const key = environment * this.model.nodes.length + node.index
    const known = this.answers.get(key)
    if (known) return known
    const forward = node.choices.filter((move) => move.target !== WAY_BACK)
    const found = forward.flatMap((move) => this.arrivals(node, environment, move, move.target))
    this.answers.set(key, found)
    return found
  }

  private interruptsIn(node: Node, environment: number): Pressed {
    const known = this.interrupts.get(environment)
    if (known) return known
    const moves = this.model.interrupts
    const all = moves.flatMap((move) => this.arrivals(node, environment, move, move.target))
    const own = all.filter((arrival) => this.isOwn(arrival))
    const found = { own, shared: all.filter((arrival) => !own.includes(arrival)) }
    this.interrupts.set(environment, found)
    return found
  }

  private goBack(state: number, node: Node, environment: number, back: number): void {
    if (back === NOWHERE) return
    for (const move of node.choices) {
      if (move.target !== WAY_BACK) continue
      for (const target of back === SOMEWHERE ? this.pressable : [back])
        for (const arrival of this.arrivals(node, environment, move, target))
          this.arrive(state, arrival, back)
    }
  }

  private arrivals(node: Node, environment: number, move: Move, target: number): Arrival[] {
    const after = this.environments.after(move, node.step, environment)
    if (after === IMPOSSIBLE) return []
    return this.environments.enter(target, after).map((entrance) => ({
      move: move.id,
      entrance,
      keeps: this.keepsBack?.(entrance.node, entrance.environment) ?? true,
      forgets: move.choice?.opensMatter === true,
      state: null,
    }))
  }

  private arrive(from: number, arrival: Arrival, back: number): void {
    const to = arrival.state ?? this.stateOf(arrival, back)
    this.add(from, to, arrival.move, arrival.entrance.guessed)
  }

  private add(from: number, to: number, move: number, guessed: boolean): void {
    this.edgeFrom.push(from)
    this.edgeTo.push(to)
    this.edgeMove.push(move)
    this.edgeGuessed.push(guessed)
  }

  private stateOf(arrival: Arrival, back: number): number {
    const { node, environment } = arrival.entrance
    if (!this.keepsBack) {
      arrival.state = this.state(node, environment, SOMEWHERE)
      return arrival.state
    }
    if (arrival.keeps && !arrival.forgets) return this.state(node, environment, back)
    arrival.state = this.state(node, environment, NOWHERE)
    return arrival.state
  }

  private state(node: number, environment: number, back: number): number {
    const size = this.model.nodes.length
    const key = (environment * (size + 2) + back + 2) * size + node
    const known = this.ids.get(key)
    if (known !== undefined) return known
    const id = this.node.length
    this.ids.set(key, id)
    this.node.push(node)
    this.environment.push(environment)
    this.back.push(back)
    return id
  }
}

/** Explores every state that a call may come to, in as much detail as is asked for. */
export function exploreScript(
  model: Model,
  live: Liveness,
  detail: Detail,
  keeps: KeepsBack | null,
  most: number,
): Graph {
  return new Explorer(model, new Environments(model, live, detail), detail, keeps, most).explore()
}
