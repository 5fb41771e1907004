import { type Graph, NOWHERE } from './state-graph.ts'

/** The states of a graph by their distance from the start of a call, and the way to each. */
export interface Distances {
  readonly order: readonly number[]
  /** The edges of a shortest way to a state. */
  readonly edgesTo: (state: number) => number[]
}

/**
 * Takes things in the order of their distance: first those that need no guess about used-up bounds, by the number of
 * answers, then those that need one, and so on. So a call that needs no bound to be used up is preferred.
 */
export class Frontier {
  private layer: number[] = []
  private later: number[] = []
  private head = 0

  push(item: number, guessed: boolean): void {
    if (guessed) this.later.push(item)
    else this.layer.push(item)
  }

  next(): number | undefined {
    if (this.head >= this.layer.length) {
      this.layer = this.later
      this.later = []
      this.head = 0
    }
    this.head += 1
    return this.layer[this.head - 1]
  }
}

const known = new WeakMap<Graph, Distances>()

/** The distances in a graph, reckoned once. */
export function distancesOf(graph: Graph): Distances {
  const distances = known.get(graph) ?? reckon(graph)
  known.set(graph, distances)
  return distances
}

function reckon(graph: Graph): Distances {
  const foundBy = new Int32Array(graph.node.length).fill(NOWHERE)
  const seen = new Uint8Array(graph.node.length)
  const order: number[] = []
  const frontier = new Frontier()
  const reach = graph.model.reach.id
  const arrive = (edge: number) => {
    const state = edge === NOWHERE ? 0 : (graph.edgeTo[edge] ?? 0)
    if (seen[state] === 1) return
    seen[state] = 1
    foundBy[state] = edge
    order.push(state)
    const end = graph.firstEdge[state + 1] ?? 0
    for (let next = graph.firstEdge[state] ?? 0; next < end; next += 1) {
      if (seen[graph.edgeTo[next] ?? 0] === 1) continue
      // To reach for the panel is no answer, so it takes no time.
      if (graph.edgeMove[next] === reach) arrive(next)
      else frontier.push(next, graph.edgeGuessed[next] === 1)
    }
  }
  arrive(NOWHERE)
  for (let edge = frontier.next(); edge !== undefined; edge = frontier.next()) arrive(edge)
  return { order, edgesTo: (state) => trail(graph, foundBy, state) }
}

function trail(graph: Graph, foundBy: Int32Array, state: number): number[] {
  const edges: number[] = []
  let edge = foundBy[state] ?? NOWHERE
  while (edge !== NOWHERE) {
    edges.unshift(edge)
    edge = foundBy[graph.edgeFrom[edge] ?? NOWHERE] ?? NOWHERE
  }
  return edges
}
