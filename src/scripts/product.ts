import { Frontier } from './distance.ts'
import type { Move } from './model.ts'
import { BROKEN, type Event, type Monitor, matches } from './monitor.ts'
import type { Step } from './script.ts'
import { type Graph, isStuckBelow, moveOf, NOWHERE, stateAt, stepAt } from './state-graph.ts'

/** The search of one policy over the explored graph: every state together with what the monitor remembers there. */
export class Product {
  private readonly graph: Graph
  private readonly monitor: Monitor
  /** Answers given in some state with some memory: the edge, the pair it starts from, what is remembered after it. */
  private readonly arcEdge: number[] = []
  private readonly arcFrom: number[] = []
  private readonly arcMemory: number[] = []
  /** The arc by which each pair of state and memory was found. */
  private readonly foundBy: Int32Array
  private readonly seen: Uint8Array
  private readonly frontier = new Frontier()
  private readonly watchedEntries: readonly boolean[]
  private readonly watchedAnswers: Uint8Array

  constructor(graph: Graph, monitor: Monitor) {
    this.graph = graph
    this.monitor = monitor
    const size = graph.node.length * monitor.memories
    this.foundBy = new Int32Array(size).fill(NOWHERE)
    this.seen = new Uint8Array(size)
    const { nodes, moves } = graph.model
    this.watchedEntries = nodes.map(({ step }) => this.isWatched({ step }))
    this.watchedAnswers = new Uint8Array(nodes.length * moves.length)
  }

  /** The edges of a shortest path that breaks the policy, or null where it holds on every path. */
  counterExample(): number[] | null {
    if (this.enter(0, 0, NOWHERE)) return []
    for (let arc = this.frontier.next(); arc !== undefined; arc = this.frontier.next()) {
      const memory = this.arcMemory[arc] ?? BROKEN
      const state = this.graph.edgeTo[this.arcEdge[arc] ?? 0] ?? 0
      if (memory === BROKEN || this.enter(state, memory, arc)) return this.pathTo(arc)
    }
    return null
  }

  /** Puts every answer that can be given here among those still to be followed. */
  private expand(pair: number): void {
    const { memories } = this.monitor
    const { firstEdge, edgeGuessed, edgeMove, edgeTo, model } = this.graph
    const state = Math.floor(pair / memories)
    const end = firstEdge[state + 1] ?? 0
    for (let edge = firstEdge[state] ?? 0; edge < end; edge += 1) {
      const arc = this.arcEdge.length
      const memory = this.answer(edge, state, pair % memories)
      this.arcMemory.push(memory)
      this.arcEdge.push(edge)
      this.arcFrom.push(pair)
      // To reach for the panel is no answer, so it takes no time; nothing can be broken by it.
      if (edgeMove[edge] === model.reach.id) this.enter(edgeTo[edge] ?? 0, memory, arc)
      else this.frontier.push(arc, edgeGuessed[edge] === 1)
    }
  }

  private isWatched(event: Event): boolean {
    return this.monitor.watches.some((pattern) => matches(pattern, event))
  }

  /** Whether the monitor cares for this answer at this node; asked once for each, since edges are many. */
  private watchesAnswer(node: number, step: Step, answer: Move): boolean {
    const key = node * this.graph.model.moves.length + answer.id
    const known = this.watchedAnswers[key] ?? 0
    if (known !== 0) return known === 2
    const watched = this.isWatched({ step, answer })
    this.watchedAnswers[key] = watched ? 2 : 1
    return watched
  }

  /** What is remembered when the answer has been given and before the next step is entered. */
  private answer(edge: number, state: number, memory: number): number {
    const move = moveOf(this.graph, edge)
    const step = stepAt(this.graph, state)
    const after = this.watchesAnswer(this.graph.node[state] ?? 0, step, move)
      ? this.monitor.after(memory, { step, answer: move }, stateAt(this.graph, state))
      : memory
    if (after === BROKEN || !move.choice?.opensMatter) return after
    return this.monitor.mayEnd(after, null) ? 0 : BROKEN
  }

  /** Enters a state by an arc; true where that breaks the policy. */
  private enter(state: number, memory: number, arc: number): boolean {
    if (isStuckBelow(this.graph, state)) return false
    const step = stepAt(this.graph, state)
    const after = this.watchedEntries[this.graph.node[state] ?? 0]
      ? this.monitor.after(memory, { step }, stateAt(this.graph, state))
      : memory
    if (after === BROKEN) return true
    if (step.kind === 'end') return !this.monitor.mayEnd(after, step.id)
    const pair = state * this.monitor.memories + after
    if (this.seen[pair] === 1) return false
    this.seen[pair] = 1
    this.foundBy[pair] = arc
    this.expand(pair)
    return false
  }

  private pathTo(last: number): number[] {
    const edges: number[] = []
    let arc = last
    while (arc !== NOWHERE) {
      edges.unshift(this.arcEdge[arc] ?? NOWHERE)
      arc = this.foundBy[this.arcFrom[arc] ?? NOWHERE] ?? NOWHERE
    }
    return edges
  }
}
