import type { Detail } from './detail.ts'
import type { Suspicion } from './finding.ts'
import { entrances, type Model } from './model.ts'
import { type Hop, hopsOf, replay } from './path.ts'
import type { Choice, Step } from './script.ts'
import type { Graph } from './state-graph.ts'
import { givesOf } from './transfer.ts'
import { afterChoice, afterInterrupt, initialState, routeValue, type State } from './walk.ts'

/** The path of a suspicion, its circle taken twice: what can be taken twice can be taken for ever. */
const rehearsed = (graph: Graph, { edges, circle = [] }: Suspicion): Hop[] =>
  hopsOf(graph, [...edges, ...circle, ...circle])

/**
 * Null where a real call can take the path and shows what is suspected. Otherwise what the search has to tell apart so
 * as not to come up with this path again.
 */
export function doubtOf(graph: Graph, suspicion: Suspicion): Detail | null {
  const hops = rehearsed(graph, suspicion)
  const standing = replay(graph.model.script, hops)
  if (!standing) return new Rehearsal(graph.model).deviation(hops)
  if (suspicion.shows?.(standing) ?? true) return null
  return { variables: new Set(suspicion.reads), counted: [] }
}

/** Whether a real call can take the path and shows what is suspected. */
export const isConfirmed = (graph: Graph, suspicion: Suspicion): boolean => {
  const standing = replay(graph.model.script, rehearsed(graph, suspicion))
  return standing !== null && (suspicion.shows?.(standing) ?? true)
}

/** Takes a path with all the variables and counters of a real call, up to where the call would go another way. */
class Rehearsal {
  private readonly model: Model
  private state: State
  private inMatter = new Map<number, number>()
  private readonly inCall = new Map<number, number>()

  constructor(model: Model) {
    this.model = model
    this.state = initialState(model.script)
    this.enter(model.start, model.start)
  }

  /** What stands in the way of the path: all the guards that would not let it pass, or the first used-up bound. */
  deviation(hops: readonly Hop[]): Detail {
    const variables = new Set<string>()
    for (const hop of hops) {
      for (const name of this.unmet(hop)) variables.add(name)
      const counted = this.take(hop)
      if (counted.length > 0 && variables.size === 0) return { variables, counted }
    }
    return { variables, counted: [] }
  }

  /** The variables for whose values this answer would not be given. */
  private unmet({ step, move }: Hop): string[] {
    const at = this.model.script.steps.get(step)
    if (!move.choice || !at) return []
    const routed = at.kind !== 'route' || routeValue(at, this.state) === move.outcome
    return [...this.failing(move.choice), ...(routed ? [] : onOf(at))]
  }

  private failing(choice: Choice): string[] {
    return Object.entries(choice.when)
      .filter(([name, values]) => !values.includes(this.state.variables[name] ?? ''))
      .map(([name]) => name)
  }

  /** Gives the answer; the bounded nodes that send the call elsewhere than the path says. */
  private take({ step, move, to }: Hop): number[] {
    const { script, indexOf, nodes } = this.model
    const back = this.state.back
    const { customer } = this.state
    this.state = move.choice
      ? afterChoice(
          script,
          this.state,
          move.choice,
          givesOf(move.found, customer, `not ${customer}`),
        )
      : afterInterrupt(script, this.state, move.interrupt?.id ?? '', step)
    if (move.choice?.opensMatter) this.inMatter = new Map()
    const target = nodes[move.target]?.index ?? indexOf.get(back ?? '')
    return target === undefined ? [] : this.enter(target, indexOf.get(to) ?? target)
  }

  private enter(target: number, entered: number): number[] {
    const found: number[] = []
    for (const node of entrances(this.model, target)) {
      if (this.isUsedUp(node) === (node === entered)) found.push(node)
      if (node === entered) break
    }
    for (const counters of [this.inMatter, this.inCall])
      counters.set(entered, (counters.get(entered) ?? 0) + 1)
    return found
  }

  private isUsedUp(node: number): boolean {
    const bound = this.model.nodes[node]?.step.atMost
    const counters = bound?.per === 'call' ? this.inCall : this.inMatter
    return bound !== undefined && (counters.get(node) ?? 0) >= bound.visits
  }
}

const onOf = (step: Step) => (step.on === undefined ? [] : [step.on])
