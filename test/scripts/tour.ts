import { distancesOf } from '../../src/scripts/distance.ts'
import type { Finding, Suspicion } from '../../src/scripts/finding.ts'
import { Graphs } from '../../src/scripts/graphs.ts'
import { entrances, modelOf, WAY_BACK } from '../../src/scripts/model.ts'
import type { Script } from '../../src/scripts/script.ts'
import { Settling } from '../../src/scripts/settle.ts'
import { type Graph, moveOf, stepAt } from '../../src/scripts/state-graph.ts'
import type { Vocabulary } from '../../src/scripts/vocabulary.ts'

/** The names of all edges: every choice of every step, every interrupt, and what comes after every bound. */
export const edgesIn = (script: Script): string[] => [
  ...[...script.steps.values()].flatMap((step) => [
    ...step.choices.map((choice) => `${step.id} ${choice.outcome}`),
    ...(step.atMost ? [`${step.id} used up`] : []),
  ]),
  ...script.interrupts.map((interrupt) => `!${interrupt.id}`),
]

/** What an edge of the graph shows for the first time: its answer, and the bounded steps that it passes over. */
function shownBy(graph: Graph, edge: number): string[] {
  const move = moveOf(graph, edge)
  const from = graph.edgeFrom[edge] ?? 0
  if (move === graph.model.reach) return []
  const target = move.target === WAY_BACK ? (graph.back[from] ?? 0) : move.target
  const chain = entrances(graph.model, target)
  const passed = chain.slice(0, chain.indexOf(graph.node[graph.edgeTo[edge] ?? 0] ?? 0))
  const names = passed.map((node) => `${graph.model.nodes[node]?.step.id} used up`)
  return [move.interrupt ? move.outcome : `${stepAt(graph, from).id} ${move.outcome}`, ...names]
}

function firstSights(graph: Graph): Suspicion[] {
  const found = new Map<string, Suspicion>()
  const { order, edgesTo } = distancesOf(graph)
  for (const state of order) {
    const end = graph.firstEdge[state + 1] ?? 0
    for (let edge = graph.firstEdge[state] ?? 0; edge < end; edge += 1)
      for (const key of shownBy(graph, edge)) {
        if (found.has(key)) continue
        const { id: step } = stepAt(graph, graph.edgeTo[edge] ?? 0)
        const finding = { kind: 'unreachable' as const, step, outcome: key }
        found.set(key, { key, subject: key, finding, edges: [...edgesTo(state), edge] })
      }
  }
  return [...found.values()]
}

/** For every edge that can be walked at all a shortest call that walks it; its name is the finding's outcome. */
export const tourOf = (script: Script, vocabulary: Vocabulary): Finding[] =>
  new Settling(new Graphs(modelOf(script, vocabulary)), firstSights).run()
