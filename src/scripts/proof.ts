import { BROKEN, type Event, type Monitor, matches } from './monitor.ts'
import { type Graph, isStuckBelow, moveOf, NOWHERE, stateAt, stepAt } from './state-graph.ts'
import { touches } from './watch.ts'

/** A monitor with a place for its memories among the bits of all of them. */
interface Slot {
  readonly id: string
  readonly monitor: Monitor
  readonly word: number
  readonly shift: number
  readonly mask: number
}
/** Which slots look at an event; the bits of all others pass unchanged. */
interface Watch {
  readonly slots: readonly Slot[]
  readonly pass: Int32Array
}

const WORD = 32

function slotsOf(monitors: ReadonlyMap<string, Monitor>): { slots: Slot[]; words: number } {
  const slots: Slot[] = []
  let word = 0
  let shift = 0
  for (const [id, monitor] of monitors) {
    if (shift + monitor.memories > WORD) {
      word += 1
      shift = 0
    }
    const ones = monitor.memories >= WORD ? -1 : 2 ** monitor.memories - 1
    slots.push({ id, monitor, word, shift, mask: ones << shift })
    shift += monitor.memories
  }
  return { slots, words: word + 1 }
}

/**
 * Follows many policies over a graph at once. For every state the memories that each monitor may have there are bits;
 * they are carried along the edges until nothing new comes up.
 */
export class Proof {
  readonly broken = new Set<string>()
  private readonly graph: Graph
  private readonly slots: readonly Slot[]
  private readonly words: number
  private readonly have: Int32Array
  private readonly fresh: Int32Array
  private readonly queued: Uint8Array
  private readonly queue: number[] = []
  /** For each node the slots that look at something there. */
  private readonly touching: readonly (readonly Slot[])[]
  private readonly entries: readonly Watch[]
  private readonly answers: (Watch | undefined)[]
  /** What is remembered where an answer leads, and where it is given. */
  private readonly carried: Int32Array
  private readonly here: Int32Array
  private readonly before: Int32Array

  constructor(graph: Graph, monitors: ReadonlyMap<string, Monitor>) {
    const { slots, words } = slotsOf(monitors)
    this.graph = graph
    this.slots = slots
    this.words = words
    this.have = new Int32Array(graph.node.length * words)
    this.fresh = new Int32Array(graph.node.length * words)
    this.queued = new Uint8Array(graph.node.length)
    this.carried = new Int32Array(words)
    this.here = new Int32Array(words)
    this.before = new Int32Array(words)
    this.answers = new Array(graph.model.nodes.length * graph.model.moves.length)
    this.touching = graph.model.nodes.map(({ step }) =>
      slots.filter(({ monitor }) => monitor.watches.some((pattern) => touches(pattern, step))),
    )
    this.entries = graph.model.nodes.map(({ step, index }) =>
      this.watch(index, { step }, step.kind === 'end'),
    )
  }

  run(): ReadonlySet<string> {
    for (const { word, shift } of this.slots)
      this.carried[word] = (this.carried[word] ?? 0) | (1 << shift)
    this.arrive(0)
    for (const state of this.queue) this.expand(state)
    return this.broken
  }

  private watch(node: number, event: Event, all: boolean): Watch {
    const watches = ({ monitor }: Slot) =>
      monitor.watches.some((pattern) => matches(pattern, event))
    const slots = all ? this.slots : (this.touching[node] ?? []).filter(watches)
    const pass = new Int32Array(this.words).fill(-1)
    for (const { word, mask } of slots) pass[word] = (pass[word] ?? 0) & ~mask
    return { slots, pass }
  }

  private answerAt(node: number, edge: number): Watch {
    const { model, edgeMove } = this.graph
    const key = node * model.moves.length + (edgeMove[edge] ?? 0)
    const known = this.answers[key]
    if (known) return known
    const move = moveOf(this.graph, edge)
    const step = model.nodes[node]?.step
    const event = step ? { step, answer: move } : null
    const watch = event
      ? this.watch(node, event, move.choice?.opensMatter === true)
      : { slots: [], pass: new Int32Array(this.words).fill(-1) }
    this.answers[key] = watch
    return watch
  }

  /** Takes what has newly come to a state through the entering of its step, and on along its edges. */
  private expand(state: number): void {
    const { graph, words, carried } = this
    for (let word = 0; word < words; word += 1) {
      carried[word] = this.fresh[state * words + word] ?? 0
      this.fresh[state * words + word] = 0
    }
    this.queued[state] = 0
    if (isStuckBelow(graph, state)) return
    const node = graph.node[state] ?? NOWHERE
    this.enter(node, state)
    for (let word = 0; word < words; word += 1) this.here[word] = carried[word] ?? 0
    const end = graph.firstEdge[state + 1] ?? 0
    for (let edge = graph.firstEdge[state] ?? 0; edge < end; edge += 1) {
      const watch = this.answerAt(node, edge)
      for (let word = 0; word < words; word += 1) carried[word] = this.here[word] ?? 0
      if (watch.slots.length > 0) this.answer(watch, state, edge)
      this.arrive(graph.edgeTo[edge] ?? 0)
    }
  }

  private answer(watch: Watch, state: number, edge: number): void {
    const answer = moveOf(this.graph, edge)
    const step = stepAt(this.graph, state)
    const now = stateAt(this.graph, state)
    this.change(watch, ({ monitor }, memory) => {
      const after = monitor.after(memory, { step, answer }, now)
      if (after === BROKEN || !answer.choice?.opensMatter) return after
      return monitor.mayEnd(after, null) ? 0 : BROKEN
    })
  }

  private enter(node: number, state: number): void {
    const watch = this.entries[node]
    if (!watch || watch.slots.length === 0) return
    const step = stepAt(this.graph, state)
    const now = stateAt(this.graph, state)
    this.change(watch, ({ monitor }, memory) => {
      const after = monitor.after(memory, { step }, now)
      if (after === BROKEN || step.kind !== 'end') return after
      return monitor.mayEnd(after, step.id) ? after : BROKEN
    })
  }

  /** Puts what the watching monitors remember now in the place of what they remembered. */
  private change(watch: Watch, after: (slot: Slot, memory: number) => number): void {
    const { carried, before } = this
    before.set(carried)
    for (let word = 0; word < this.words; word += 1)
      carried[word] = (carried[word] ?? 0) & (watch.pass[word] ?? 0)
    for (const slot of watch.slots) {
      const bits = ((before[slot.word] ?? 0) & slot.mask) >>> slot.shift
      for (let memory = 0; memory < slot.monitor.memories; memory += 1) {
        if (((bits >>> memory) & 1) === 0) continue
        const next = after(slot, memory)
        if (next === BROKEN) this.broken.add(slot.id)
        else carried[slot.word] = (carried[slot.word] ?? 0) | (1 << (slot.shift + next))
      }
    }
  }

  /** Keeps what has not come to this state before. */
  private arrive(state: number): void {
    const { have, fresh, carried, words } = this
    let news = 0
    for (let word = 0; word < words; word += 1) {
      const at = state * words + word
      const added = (carried[word] ?? 0) & ~(have[at] ?? 0)
      if (added === 0) continue
      news |= added
      have[at] = (have[at] ?? 0) | added
      fresh[at] = (fresh[at] ?? 0) | added
    }
    if (news === 0 || this.queued[state] === 1) return
    this.queued[state] = 1
    this.queue.push(state)
  }
}
