import { type Detail, TooManyStates } from './detail.ts'
import { type Detour, Detours } from './detour.ts'
import { type Entrance, Environments, IMPOSSIBLE, isBlocked } from './environment.ts'
import type { Liveness } from './liveness.ts'
import { type Model, type Move, type Node, WAY_BACK } from './model.ts'
import { outcomesNamed } from './monitor.ts'
import { type Graph, NOWHERE } from './state-graph.ts'
import type { Watch } from './watch.ts'

/** Some step is remembered, and it is not told which. */
const SOMEWHERE = -2

/** Whether the way back can still matter at a node in an environment. */
export type KeepsBack = (
  environments: Environments,
) => (node: number, environment: number) => boolean

/** How a script is explored. */
export interface Manner {
  /** Null where every step at which an interrupt can be pressed may be the way back. */
  readonly keeps: KeepsBack | null
  /** What is not to be passed by on detours; null where all of them are walked step by step. */
  readonly watch: Watch | null
  /** So many states are too many. */
  readonly most: number
}

/** A step that an interrupt leads to. */
interface Arrival {
  readonly move: number
  readonly entrance: Entrance
}

/** Where interrupts lead: those for which the step where they are pressed matters, the others, and the ways back. */
interface Pressed {
  readonly own: readonly Arrival[]
  readonly shared: readonly Arrival[]
  readonly detours: readonly Detour[]
}

class Explorer {
  private readonly node: number[] = []
  private readonly environment: number[] = []
  private readonly back: number[] = []
  private readonly blocked: number[] = []
  private readonly firstEdge: number[] = [0]
  private readonly edgeFrom: number[] = []
  private readonly edgeTo: number[] = []
  private readonly edgeMove: number[] = []
  private readonly edgeGuessed: number[] = []
  private readonly edgeDetour: (Detour | null)[] = []
  private readonly ids = new Map<number, number>()
  private readonly interrupts = new Map<number, Pressed>()
  /** The interrupts that a policy speaks of. */
  private readonly watched: ReadonlySet<number>
  private readonly environments: Environments
  private readonly model: Model
  private readonly detail: Detail
  private readonly keepsBack: ReturnType<KeepsBack> | null
  private readonly detours: Detours | null
  private readonly watch: Watch | null
  private readonly pressable: readonly number[]
  private readonly most: number

  constructor(model: Model, environments: Environments, detail: Detail, manner: Manner) {
    const { keeps, watch, most } = manner
    this.model = model
    this.environments = environments
    this.detail = detail
    this.keepsBack = keeps?.(environments) ?? null
    this.watch = watch
    this.detours =
      this.keepsBack && watch ? new Detours(model, environments, this.keepsBack, watch) : null
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
    return {
      model: this.model,
      environments: this.environments,
      detail: this.detail,
      node: Int32Array.from(this.node),
      environment: Int32Array.from(this.environment),
      back: Int32Array.from(this.back),
      blocked: Uint8Array.from(this.blocked),
      firstEdge: Int32Array.from(this.firstEdge),
      edgeFrom: Int32Array.from(this.edgeFrom),
      edgeTo: Int32Array.from(this.edgeTo),
      edgeMove: Int32Array.from(this.edgeMove),
      edgeGuessed: Uint8Array.from(this.edgeGuessed),
      edgeDetour: this.edgeDetour,
    }
  }

  private expand(state: number): void {
    const node = this.model.nodes[this.node[state] ?? NOWHERE]
    const environment = this.environment[state] ?? 0
    if (!node) return
    const blocked = isBlocked(node.step, this.environments.at(environment))
    this.blocked.push(blocked ? 1 : 0)
    if (blocked || node.step.kind === 'end') return
    if (node === this.model.panel) {
      for (const { move, entrance } of this.pressedIn(environment).shared)
        this.arrive(state, move, entrance, SOMEWHERE)
      return
    }
    for (const move of node.choices) this.answer(state, node, move)
    if (node.interruptible) this.interrupt(state, node, environment)
  }

  private answer(state: number, node: Node, move: Move): void {
    const back = this.back[state] ?? NOWHERE
    const after = this.environments.after(move, node.step, this.environment[state] ?? 0)
    if (after === IMPOSSIBLE) return
    const remembered = move.choice?.opensMatter ? NOWHERE : back
    for (const target of move.target === WAY_BACK ? this.waysBack(back) : [move.target])
      for (const entrance of this.environments.enter(target, after))
        this.arrive(state, move.id, entrance, remembered)
  }

  /** Where the way back leads; from where it is on a detour, the detour tells. */
  private waysBack(back: number): readonly number[] {
    if (back === SOMEWHERE) return this.keepsBack ? [] : this.pressable
    return back === NOWHERE ? [] : [back]
  }

  private interrupt(state: number, node: Node, environment: number): void {
    const { own, detours } = this.pressedIn(environment)
    for (const { move, entrance } of own) this.arrive(state, move, entrance, node.index)
    for (const detour of detours) this.take(state, node, detour)
    const panel = this.state(this.model.panel.index, environment, NOWHERE)
    this.add(state, panel, this.model.reach.id, false, null)
  }

  /**
   * Goes all the way of a detour. One that changes nothing, unseen, is left out: whatever led here led on to what comes
   * when the visits are used up as well. Nothing leads to where a call starts.
   */
  private take(state: number, node: Node, detour: Detour): void {
    const entrances = this.environments.enter(node.index, detour.environment)
    const [first] = entrances
    const same = first?.node === node.index && first.environment === this.environment[state]
    if (same && state !== 0 && !this.watch?.sees(node.step, null)) return
    for (const entrance of entrances) {
      const to = this.stateOf(entrance, node.index)
      this.add(state, to, this.model.detour.id, true, detour)
    }
  }

  private pressedIn(environment: number): Pressed {
    const known = this.interrupts.get(environment) ?? this.press(environment)
    this.interrupts.set(environment, known)
    return known
  }

  private press(environment: number): Pressed {
    const own: Arrival[] = []
    const shared: Arrival[] = []
    const detours = new Map<number, Detour>()
    const { panel, interrupts } = this.model
    for (const move of interrupts) {
      const after = this.environments.after(move, panel.step, environment)
      if (after === IMPOSSIBLE) continue
      for (const entrance of this.environments.enter(move.target, after)) {
        const ways = this.detoursBy(move, entrance)
        const arrivals = ways ? shared : own
        arrivals.push({ move: move.id, entrance })
        for (const way of ways ?? [])
          if (!detours.has(way.environment)) detours.set(way.environment, way)
      }
    }
    return { own, shared, detours: [...detours.values()] }
  }

  /** The detours that begin with an interrupt, or null where it matters at which step it is pressed. */
  private detoursBy(press: Move, entrance: Entrance): readonly Detour[] | null {
    if (this.watched.has(press.id)) return null
    const keeps = this.keepsBack?.(entrance.node, entrance.environment) ?? true
    return keeps ? (this.detours?.by(press, entrance) ?? null) : []
  }

  private arrive(from: number, move: number, entrance: Entrance, back: number): void {
    this.add(from, this.stateOf(entrance, back), move, entrance.guessed, null)
  }

  private stateOf({ node, environment }: Entrance, back: number): number {
    if (!this.keepsBack) return this.state(node, environment, SOMEWHERE)
    return this.state(node, environment, this.keepsBack(node, environment) ? back : NOWHERE)
  }

  private add(from: number, to: number, move: number, guessed: boolean, detour: Detour | null) {
    this.edgeFrom.push(from)
    this.edgeTo.push(to)
    this.edgeMove.push(move)
    this.edgeGuessed.push(guessed ? 1 : 0)
    this.edgeDetour.push(detour)
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
export function exploreScript(model: Model, live: Liveness, detail: Detail, manner: Manner): Graph {
  return new Explorer(model, new Environments(model, live, detail), detail, manner).explore()
}
