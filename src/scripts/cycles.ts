import { componentsOf } from './components.ts'
import { type Graph, moveOf, NOWHERE, stepAt } from './state-graph.ts'

/** A way round that a call could take forever: the edges of the circle, from a state back to itself. */
export interface Circle {
  readonly state: number
  readonly edges: readonly number[]
  /** What the circle is about: its answers, without the steps where an interrupt happened to be pressed. */
  readonly name: string
  readonly overMatters: boolean
}

/** A part of a graph in which every state can be reached from every other of the same component. */
class Region {
  private readonly graph: Graph
  private readonly component: Int32Array
  private readonly allowed: (edge: number) => boolean

  constructor(graph: Graph, keeps: (state: number) => boolean, allowed: (edge: number) => boolean) {
    this.graph = graph
    this.allowed = allowed
    this.component = componentsOf(graph, { state: keeps, edge: allowed })
  }

  /** Whether an edge stays within a component. */
  holds(edge: number): boolean {
    const from = this.component[this.graph.edgeFrom[edge] ?? 0]
    const to = this.component[this.graph.edgeTo[edge] ?? 0]
    return from !== NOWHERE && from === to && this.allowed(edge)
  }

  /** Whether any edge out of a state stays within its component. */
  goesRound(state: number): boolean {
    const end = this.graph.firstEdge[state + 1] ?? 0
    for (let edge = this.graph.firstEdge[state] ?? 0; edge < end; edge += 1)
      if (this.holds(edge)) return true
    return false
  }

  /** The edges out of a state that stay within its component. */
  *edgesFrom(state: number): Generator<number> {
    const end = this.graph.firstEdge[state + 1] ?? 0
    for (let edge = this.graph.firstEdge[state] ?? 0; edge < end; edge += 1)
      if (this.holds(edge)) yield edge
  }

  /** The shortest way from one state to another of the same component, at least one edge long. */
  way(from: number, to: number): number[] | null {
    const foundBy = new Map<number, number>([[from, NOWHERE]])
    for (const state of foundBy.keys())
      for (const edge of this.edgesFrom(state)) {
        const next = this.graph.edgeTo[edge] ?? 0
        if (next === to) return [...this.trail(foundBy, state), edge]
        if (!foundBy.has(next)) foundBy.set(next, edge)
      }
    return null
  }

  private trail(foundBy: ReadonlyMap<number, number>, state: number): number[] {
    const edges: number[] = []
    let edge = foundBy.get(state) ?? NOWHERE
    while (edge !== NOWHERE) {
      edges.unshift(edge)
      edge = foundBy.get(this.graph.edgeFrom[edge] ?? NOWHERE) ?? NOWHERE
    }
    return edges
  }
}

const boundAt = (graph: Graph, state: number) => stepAt(graph, state).atMost

function circle(graph: Graph, edges: readonly number[], overMatters: boolean): Circle {
  const answers = edges.filter((edge) => moveOf(graph, edge) !== graph.model.reach)
  const names = answers.map((edge) => {
    const { interrupt, outcome } = moveOf(graph, edge)
    return interrupt ? outcome : `${graph.node[graph.edgeFrom[edge] ?? 0]}/${outcome}`
  })
  const state = graph.edgeFrom[edges[0] ?? NOWHERE] ?? 0
  return { state, edges, name: names.sort().join(' '), overMatters }
}

/** Circles without any bounded step: one for each step that lies on one. */
function unbounded(graph: Graph, allowed: (edge: number) => boolean): Circle[] {
  const region = new Region(graph, (state) => boundAt(graph, state) === undefined, allowed)
  const found = new Map<number, Circle>()
  for (const [state, node] of graph.node.entries()) {
    if (!region.goesRound(state) || found.has(node) || node === graph.model.panel.index) continue
    const edges = region.way(state, state)
    if (edges) found.set(node, circle(graph, edges, false))
  }
  return [...found.values()]
}

/** Circles over another matter, where only a bound per call counts. */
function overMatters(graph: Graph, allowed: (edge: number) => boolean): Circle[] {
  const region = new Region(graph, (state) => boundAt(graph, state)?.per !== 'call', allowed)
  const found = new Map<string, Circle>()
  for (const [edge, from] of graph.edgeFrom.entries()) {
    if (!moveOf(graph, edge).choice?.opensMatter || !region.holds(edge)) continue
    const key = `${graph.node[from]}/${graph.edgeMove[edge]}`
    if (found.has(key)) continue
    const to = graph.edgeTo[edge] ?? 0
    const back = from === to ? [] : region.way(to, from)
    if (back) found.set(key, circle(graph, [edge, ...back], true))
  }
  return [...found.values()]
}

/**
 * Ways round that a call could take without end, at least one through every step that lies on one: no bounded step is
 * on it, or, where it passes into another matter, none that is bounded for the whole call. Those come first that need no
 * guess about used-up bounds.
 */
export function circlesOf(graph: Graph): Circle[] {
  const sure = (edge: number) => graph.edgeGuessed[edge] === 0
  // A detour begins at a step that is bounded for the whole call.
  const any = (edge: number) => graph.edgeDetour[edge] === null
  const [within, over] = [unbounded(graph, any), overMatters(graph, any)]
  // What is not there with any edge is not there with fewer.
  return [
    ...(within.length > 0 ? unbounded(graph, sure) : []),
    ...(over.length > 0 ? overMatters(graph, sure) : []),
    ...within,
    ...over,
  ]
}
