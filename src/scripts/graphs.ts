import type { Detail } from './detail.ts'
import { exploreScript, type KeepsBack } from './explore.ts'
import { type Liveness, livenessOf } from './liveness.ts'
import type { Model } from './model.ts'
import type { EventPattern } from './script.ts'
import type { Graph } from './state-graph.ts'
import { Watch } from './watch.ts'
import { leastDetail, wayBackOf } from './way-back.ts'

/** How far a script is explored in one detail before giving up. */
const MOST_STATES = 60_000

const isWithin = (less: Detail, more: Detail) =>
  [...less.variables].every((name) => more.variables.has(name)) &&
  less.counted.every((node) => more.counted.includes(node))

/** The graphs of one script, each in as much detail as some question asked for. */
export class Graphs {
  readonly all: Graph[] = []
  readonly least: Detail
  readonly model: Model
  private readonly live: Liveness
  private readonly keepsBack: KeepsBack
  private readonly watch: Watch | null

  constructor(model: Model, exact?: Graphs, patterns: readonly EventPattern[] = []) {
    this.model = model
    this.live = exact?.live ?? livenessOf(model)
    this.least = leastDetail(model.script)
    this.keepsBack = exact?.keepsBack ?? wayBackOf(model, this.live, MOST_STATES)
    this.watch = exact ? new Watch(patterns) : null
  }

  /** Graphs in which an interrupt and its way back are one edge, where nothing on the way is looked at. */
  passing(patterns: readonly EventPattern[]): Graphs {
    return new Graphs(this.model, this, patterns)
  }

  /** The smallest graph in at least this detail. */
  in(detail: Detail): Graph {
    const fits = this.all.filter((each) => isWithin(detail, each.detail))
    const known = fits.sort((a, b) => a.node.length - b.node.length)[0]
    if (known) return known
    const { model, live, keepsBack: keeps, watch } = this
    const graph = exploreScript(model, live, detail, { keeps, watch, most: MOST_STATES })
    this.all.push(graph)
    return graph
  }

  get states(): number {
    const { panel } = this.model
    const steps = (graph: Graph) => graph.node.filter((node) => node !== panel.index).length
    return this.all.reduce((sum, graph) => sum + steps(graph), 0)
  }
}

/** More detail; the same again would mean that a path is doubted for no reason. */
export function widen(detail: Detail, more: Detail): Detail {
  if (isWithin(more, detail)) throw new Error('The check and the walk disagree')
  return {
    variables: new Set([...detail.variables, ...more.variables]),
    counted: [...new Set([...detail.counted, ...more.counted])].sort((a, b) => a - b),
  }
}

/** How many times larger a graph may become by a detail. */
export function weightOf(model: Model, { variables, counted }: Detail): number {
  const values = [...variables].map((name) => model.script.variables[name]?.length ?? 2)
  const visits = counted.map((node) => 1 + (model.nodes[node]?.step.atMost?.visits ?? 1))
  return [...values, ...visits].reduce((product, each) => product * each, 1)
}
