import { type Graph, NOWHERE } from './state-graph.ts'

/** Which states and edges of a graph are looked at. */
export interface Kept {
  readonly state: (state: number) => boolean
  readonly edge: (edge: number) => boolean
}

/** The strongly connected parts of a graph (Tarjan, without recursion). */
class Search {
  readonly component: Int32Array
  private readonly order: Int32Array
  private readonly low: Int32Array
  private readonly cursor: Int32Array
  private readonly path: number[] = []
  private readonly open: number[] = []
  private readonly graph: Graph
  private readonly kept: Kept
  private count = 0
  private components = 0

  constructor(graph: Graph, kept: Kept) {
    const size = graph.node.length
    this.graph = graph
    this.kept = kept
    this.component = new Int32Array(size).fill(NOWHERE)
    this.order = new Int32Array(size).fill(NOWHERE)
    this.low = new Int32Array(size)
    this.cursor = Int32Array.from(graph.firstEdge)
  }

  run(): Int32Array {
    for (let root = 0; root < this.component.length; root += 1) {
      if (this.order[root] !== NOWHERE || !this.kept.state(root)) continue
      this.begin(root)
      for (let top = this.path.at(-1); top !== undefined; top = this.path.at(-1)) this.advance(top)
    }
    return this.component
  }

  private begin(state: number): void {
    this.order[state] = this.count
    this.low[state] = this.count
    this.count += 1
    this.path.push(state)
    this.open.push(state)
  }

  private lower(state: number, to: number): void {
    this.low[state] = Math.min(this.low[state] ?? 0, to)
  }

  private advance(state: number): void {
    const edge = this.cursor[state] ?? 0
    if (edge >= (this.graph.firstEdge[state + 1] ?? 0)) {
      this.finish(state)
      return
    }
    this.cursor[state] = edge + 1
    const to = this.graph.edgeTo[edge] ?? 0
    if (!this.kept.state(to) || !this.kept.edge(edge)) return
    if (this.order[to] === NOWHERE) this.begin(to)
    else if (this.component[to] === NOWHERE) this.lower(state, this.order[to] ?? 0)
  }

  private finish(state: number): void {
    this.path.pop()
    if (this.low[state] === this.order[state]) this.close(state)
    const parent = this.path.at(-1)
    if (parent !== undefined) this.lower(parent, this.low[state] ?? 0)
  }

  private close(state: number): void {
    for (let each = this.open.pop(); each !== undefined; each = this.open.pop()) {
      this.component[each] = this.components
      if (each === state) break
    }
    this.components += 1
  }
}

/** For each state the number of its strongly connected component; NOWHERE for those that are not kept. */
export const componentsOf = (graph: Graph, kept: Kept): Int32Array => new Search(graph, kept).run()
