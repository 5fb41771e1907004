import { type Entrance, type Environments, IMPOSSIBLE, isBlocked } from './environment.ts'
import { type Model, type Move, type Node, WAY_BACK } from './model.ts'
import type { Step } from './script.ts'
import type { Watch } from './watch.ts'

/** One answer on a detour, and the step that it leads to; none for the answer that goes back. */
export interface Turn {
  readonly step: Step | null
  readonly move: Move
  readonly to: Step | null
}

/**
 * An interrupt that is pressed and gone back from without anything that is watched: where it is pressed makes no
 * difference on the way. So the way need not be walked again for every step from which it can be taken.
 */
export interface Detour {
  readonly turns: readonly Turn[]
  /** The environment in which the call comes back. */
  readonly environment: number
}

/** Whether the step to go back to matters at a node in an environment. */
export type Keeps = (node: number, environment: number) => boolean

interface Stop {
  readonly node: number
  readonly environment: number
  readonly turns: readonly Turn[]
}

/** Finds the detours in one graph; what is watched is walked step by step. */
export class Detours {
  private readonly model: Model
  private readonly environments: Environments
  private readonly keeps: Keeps
  private readonly watch: Watch

  constructor(model: Model, environments: Environments, keeps: Keeps, watch: Watch) {
    this.model = model
    this.environments = environments
    this.keeps = keeps
    this.watch = watch
  }

  /**
   * All that an interrupt may come to before the call is back, one for each environment; null where it has to be walked
   * step by step. It has where no bound for the whole call stands at its beginning, so that no endless way is hidden.
   */
  by(press: Move, entrance: Entrance): readonly Detour[] | null {
    const first = this.nodeAt(entrance.node)
    if (first.step.atMost?.per !== 'call') return null
    const turns = [{ step: null, move: press, to: first.step }]
    const stops: Stop[] = [{ ...entrance, turns }]
    const found = new Map<number, Detour>()
    const seen = new Set<number>()
    for (const stop of stops) {
      const key = stop.environment * this.model.nodes.length + stop.node
      if (seen.has(key)) continue
      seen.add(key)
      const next = this.follow(stop, found)
      if (!next) return null
      stops.push(...next)
    }
    return [...found.values()]
  }

  /** The stops that come after one, or null where something on the way is watched. */
  private follow({ node, environment, turns }: Stop, found: Map<number, Detour>): Stop[] | null {
    const { step, choices } = this.nodeAt(node)
    if (isBlocked(step, this.environments.at(environment))) return []
    if (this.watch.sees(step, null)) return null
    const next: Stop[] = []
    for (const move of choices) {
      const after = this.environments.after(move, step, environment)
      if (after === IMPOSSIBLE) continue
      const onward = this.onward(move, after)
      if (onward?.length === 0) continue
      if (this.watch.sees(step, move) || (!onward && move.choice?.opensMatter)) return null
      if (!onward && !found.has(after))
        found.set(after, { turns: [...turns, { step, move, to: null }], environment: after })
      for (const each of onward ?? [])
        next.push({ ...each, turns: [...turns, { step, move, to: this.nodeAt(each.node).step }] })
    }
    return next
  }

  /** Where a move leads without leaving the detour, or null where it goes back. */
  private onward(move: Move, after: number): readonly Entrance[] | null {
    if (move.target === WAY_BACK) return null
    if (move.choice?.opensMatter) return []
    return this.environments
      .enter(move.target, after)
      .filter(({ node, environment }) => this.keeps(node, environment))
  }

  private nodeAt(index: number): Node {
    const node = this.model.nodes[index]
    if (!node) throw new RangeError(`No node ${index}`)
    return node
  }
}
