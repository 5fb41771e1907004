import { type Graph, moveOf, NOWHERE, stepAt } from './state-graph.ts'

/** A way round that a call could take forever: the edges of the circle, from a state back to itself. */
export interface Circle {
  readonly state: number
  readonly edges: readonly number[]
  /** What the circle is about: its answers, without the steps where an interrupt happened to be pressed. */
  readonly name: string
  readonly overMatters: boolean
}

/** Which states and edges a circle may use. */
interface Kept {
  readonly state: (state: number) => boolean
  readonly edge: (edge: number) => boolean
}

/** The strongly connected parts of what is kept, as a number for each state (Tarjan, without recursion). */
function componentsOf(graph: Graph, kept: Kept): Int32Array {
  const size = graph.node.length
  const component = new Int32Array(size).fill(NOWHERE)
  const order = new Int32Array(size).fill(NOWHERE)
  const low = new Int32Array(size)
  const stack: number[] = []
  const open: number[] = []
  const cursor = Int32Array.from(graph.firstEdge)
  let count = 0
  let components = 0
  const begin = (state: number) => {
    order[state] = low[state] = count
    count += 1
    stack.push(state)
    open.push(state)
  }
  const lower = (state: number, to: number) => {
    low[state] = Math.min(low[state] ?? 0, to)
  }
  const close = (state: number) => {
    if (low[state] !== order[state]) return
    for (let each = open.pop(); each !== undefined; each = open.pop()) {
      component[each] = components
      if (each === state) break
    }
    components += 1
  }
  const advance = (state: number) => {
    const edge = cursor[state] ?? 0
    if (edge >= (graph.firstEdge[state + 1] ?? 0)) {
      stack.pop()
      close(state)
      const parent = stack.at(-1)
      if (parent !== undefined) lower(parent, low[state] ?? 0)
      return
    }
    cursor[state] = edge + 1
    const to = graph.edgeTo[edge] ?? 0
    if (!kept.state(to) || !kept.edge(edge)) return
    if (order[to] === NOWHERE) begin(to)
    else if (component[to] === NOWHERE) lower(state, order[to] ?? 0)
  }
  for (let root = 0; root < size; root += 1) {
    if (order[root] !== NOWHERE || !kept.state(root)) continue
    begin(root)
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) advance(top)
  }
  return component
}

/** The shortest way from one state to another within one component, as edges. */
function within(graph: Graph, component: Int32Array, from: number, to: number): number[] | null {
  const foundBy = new Map<number, number>([[from, NOWHERE]])
  const queue = [from]
  for (const state of queue) {
    for (
      let edge = graph.firstEdge[state] ?? 0;
      edge < (graph.firstEdge[state + 1] ?? 0);
      edge += 1
    ) {
      const next = graph.edgeTo[edge] ?? 0
      if (component[next] !== component[from]) continue
      if (next === to) return [...trail(graph, foundBy, state), edge]
      if (foundBy.has(next)) continue
      foundBy.set(next, edge)
      queue.push(next)
    }
  }
  return null
}

function trail(graph: Graph, foundBy: ReadonlyMap<number, number>, state: number): number[] {
  const edges: number[] = []
  let edge = foundBy.get(state) ?? NOWHERE
  while (edge !== NOWHERE) {
    edges.unshift(edge)
    edge = foundBy.get(graph.edgeFrom[edge] ?? NOWHERE) ?? NOWHERE
  }
  return edges
}

const boundAt = (graph: Graph, state: number) => stepAt(graph, state).atMost

/** Circles without any bounded step: one for each step that lies on one. */
function unbounded(graph: Graph): Circle[] {
  const component = componentsOf(graph, (state) => boundAt(graph, state) === undefined)
  const { panel } = graph.model
  const seen = new Set<number>()
  const circles: Circle[] = []
  for (let state = 0; state < graph.node.length; state += 1) {
    const node = graph.node[state] ?? NOWHERE
    if (component[state] === NOWHERE || seen.has(node) || node === panel.index) continue
    const edges = hasNeighbour(graph, component, state) && within(graph, component, state, state)
    if (!edges) continue
    seen.add(node)
    circles.push({ state, edges, name: nameOf(graph, edges), overMatters: false })
  }
  return circles
}

function hasNeighbour(graph: Graph, component: Int32Array, state: number): boolean {
  for (let edge = graph.firstEdge[state] ?? 0; edge < (graph.firstEdge[state + 1] ?? 0); edge += 1)
    if (component[graph.edgeTo[edge] ?? 0] === component[state]) return true
  return false
}

/** Circles over another matter, where only a bound per call counts. */
function overMatters(graph: Graph): Circle[] {
  const component = componentsOf(graph, (state) => boundAt(graph, state)?.per !== 'call')
  const seen = new Set<string>()
  const circles: Circle[] = []
  for (let edge = 0; edge < graph.edgeTo.length; edge += 1) {
    const from = graph.edgeFrom[edge] ?? 0
    const to = graph.edgeTo[edge] ?? 0
    const inside = component[from] !== NOWHERE && component[from] === component[to]
    const key = `${graph.node[from]}/${graph.edgeMove[edge]}`
    if (!inside || seen.has(key) || !moveOf(graph, edge).choice?.opensMatter) continue
    const back = from === to ? [] : within(graph, component, to, from)
    if (!back) continue
    seen.add(key)
    const edges = [edge, ...back]
    circles.push({ state: from, edges, name: nameOf(graph, edges), overMatters: true })
  }
  return circles
}

const nameOf = (graph: Graph, edges: readonly number[]) =>
  edges
    .filter((edge) => moveOf(graph, edge) !== graph.model.reach)
    .map((edge) => {
      const { interrupt, outcome } = moveOf(graph, edge)
      return interrupt ? outcome : `${graph.node[graph.edgeFrom[edge] ?? 0]}/${outcome}`
    })
    .sort()
    .join(' ')

/**
 * Ways round that a call could take without end, at least one through every step that lies on one: no bounded step is
 * on it, or, where it passes into another matter, none that is bounded for the whole call.
 */
export const circlesOf = (graph: Graph): Circle[] => [...unbounded(graph), ...overMatters(graph)]
