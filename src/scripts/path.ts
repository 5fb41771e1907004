import type { Move } from './model.ts'
import type { Script, StepId } from './script.ts'
import { type Graph, moveOf, NOWHERE, stepAt } from './state-graph.ts'
import { givesOf } from './transfer.ts'
import {
  type Answer,
  afterChoice,
  afterInterrupt,
  initialState,
  type Standing,
  walk,
} from './walk.ts'

/** One answer on a path: at `step` the outcome was this one, and the call came to `to`. */
export interface Hop {
  readonly step: StepId
  readonly move: Move
  readonly to: StepId
}

/** The answers along some edges; to reach for the panel and to press an interrupt there is one answer. */
export function hopsOf(graph: Graph, edges: readonly number[]): Hop[] {
  const hops: Hop[] = []
  let from: number | null = null
  for (const edge of edges) {
    from ??= graph.edgeFrom[edge] ?? NOWHERE
    const move = moveOf(graph, edge)
    if (move === graph.model.reach) continue
    const step = stepAt(graph, from).id
    const to = stepAt(graph, graph.edgeTo[edge] ?? NOWHERE).id
    const turns = graph.edgeDetour[edge]?.turns ?? [{ step: null, move, to: null }]
    for (const turn of turns)
      hops.push({ step: turn.step?.id ?? step, move: turn.move, to: turn.to?.id ?? to })
    from = null
  }
  return hops
}

/** The log that a real call would have that takes this path. */
export function logOf(script: Script, hops: readonly Hop[]): Answer[] {
  const log: Answer[] = []
  let state = initialState(script)
  let matter = 1
  let visits = new Map<StepId, number>()
  for (const [seq, { step, move }] of hops.entries()) {
    const visit = (visits.get(step) ?? 0) + 1
    visits.set(step, visit)
    const gives = givesOf(move.found, state.customer, `customer-${seq}`) ?? {}
    const { customer, cards } = state
    if (script.steps.get(step)?.kind !== 'route')
      log.push({
        seq,
        matter,
        step,
        visit,
        outcome: move.outcome,
        about: { customer, cards },
        gives,
      })
    state = move.choice
      ? afterChoice(script, state, move.choice, gives)
      : afterInterrupt(script, state, move.interrupt?.id ?? '', step)
    if (move.choice?.opensMatter) {
      matter += 1
      visits = new Map()
    }
  }
  return log
}

/** Walks a path with the real walk; null where the call would take another one. */
export function replay(script: Script, hops: readonly Hop[]): Standing | null {
  const standing = walk(script, logOf(script, hops))
  if (standing.path.length < hops.length) return null
  const same = hops.every((hop, index) => {
    const passed = standing.path[index]
    const after = standing.path[index + 1]?.step ?? standing.current.step
    const outcome = passed?.answer?.outcome ?? passed?.choice?.outcome
    return passed?.step === hop.step && outcome === hop.move.outcome && after === hop.to
  })
  return same ? standing : null
}
