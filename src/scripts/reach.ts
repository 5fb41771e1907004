import { distancesOf } from './distance.ts'
import { type Graph, stepAt } from './explore.ts'
import type { Suspicion } from './finding.ts'
import type { StepId } from './script.ts'

/** For each of these steps the shortest path that should lead to it, where there is one. */
export function arrivalsIn(graph: Graph, wanted: ReadonlySet<StepId>): Suspicion[] {
  const found = new Map<string, Suspicion>()
  const { order, edgesTo } = distancesOf(graph)
  for (const state of order) {
    const step = stepAt(graph, state).id
    if (found.has(step) || !wanted.has(step)) continue
    const finding = { kind: 'unreachable' as const, step }
    found.set(step, { key: step, subject: step, finding, edges: edgesTo(state) })
  }
  return [...found.values()]
}
