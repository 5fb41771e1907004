import { isConfirmed } from './confirm.ts'
import { distancesOf } from './distance.ts'
import { IMPOSSIBLE } from './environment.ts'
import type { Finding, Suspicion } from './finding.ts'
import type { Graphs } from './graphs.ts'
import type { Move } from './model.ts'
import { hopsOf } from './path.ts'
import type { Choice, Script, Step } from './script.ts'
import { Settling } from './settle.ts'
import type { Graph } from './state-graph.ts'
import { isOffered } from './walk.ts'

/** A step by its id, an answer by its step and outcome. */
const nameOf = (step: string, outcome = '') => (outcome === '' ? step : `${step} ${outcome}`)

const isGuarded = ({ when, needs }: Choice) => needs !== 'none' || Object.keys(when).length > 0

/** All that some call ought to see: every step, and every answer that is not always offered. */
const sightsOf = (script: Script): Suspicion['finding'][] =>
  [...script.steps.values()].flatMap(({ id, choices }) => [
    { kind: 'unreachable' as const, step: id },
    ...choices
      .filter(isGuarded)
      .map(({ outcome }) => ({ kind: 'never_offered' as const, step: id, outcome })),
  ])

interface Sight {
  readonly step: Step
  /** A move that brings the answer about; none where the step itself is to be seen. */
  readonly move: Move | null
}

/** For each node what is still to be seen there. */
const sightsAt = (graph: Graph, open: ReadonlySet<string>): Sight[][] =>
  graph.model.nodes.map(({ step, choices }) =>
    [null, ...choices.filter(({ choice }) => choice !== null && isGuarded(choice))]
      .filter((move) => open.has(nameOf(step.id, move?.outcome)))
      .map((move) => ({ step, move })),
  )

function isSeen(graph: Graph, state: number, { step, move }: Sight): boolean {
  if (!move) return true
  const now = graph.environment[state] ?? 0
  return graph.blocked[state] === 0 && graph.environments.after(move, step, now) !== IMPOSSIBLE
}

function suspicionOf({ step, move }: Sight): Omit<Suspicion, 'edges'> {
  const key = nameOf(step.id, move?.outcome)
  const choice = move?.choice
  if (!choice) return { key, subject: key, finding: { kind: 'unreachable', step: step.id } }
  return {
    key,
    subject: key,
    finding: { kind: 'never_offered', step: step.id, outcome: choice.outcome },
    shows: ({ state }) => isOffered(choice, state),
    reads: Object.keys(choice.when),
    uncounted: true,
  }
}

/** For each of these names the shortest path that should lead to its sight, where there is one; the nearest first. */
function sightsIn(graph: Graph, open: ReadonlySet<string>): Suspicion[] {
  const found: Suspicion[] = []
  const { order, edgesTo } = distancesOf(graph)
  const left = sightsAt(graph, open)
  for (const state of order) {
    const node = graph.node[state] ?? 0
    const seen = left[node]?.filter((sight) => isSeen(graph, state, sight)) ?? []
    if (seen.length === 0) continue
    for (const sight of seen) found.push({ ...suspicionOf(sight), edges: edgesTo(state) })
    left[node] = left[node]?.filter((sight) => !seen.includes(sight)) ?? []
  }
  return found
}

/** Takes away all that is on a path that a call can take; the longest paths pass the most. */
function visit(graph: Graph, open: Set<string>): void {
  for (const each of sightsIn(graph, open).reverse()) {
    if (!open.has(each.subject) || !isConfirmed(graph, each)) continue
    open.delete(each.subject)
    for (const { step, move, to } of hopsOf(graph, each.edges))
      for (const name of [step, to, nameOf(step, move.outcome)]) open.delete(name)
  }
}

/**
 * Steps that no call comes to, and answers that no call is offered. An answer that only a used-up bound could bring
 * about counts as offered: to be sure would take more than it is worth.
 */
export function unseen(graphs: Graphs): Finding[] {
  const sights = sightsOf(graphs.model.script)
  const open = new Set(sights.map(({ step, outcome }) => nameOf(step, outcome)))
  // The larger a graph, the more it tells apart, and the more of its paths can be walked.
  const largest = graphs.all.toSorted((a, b) => b.node.length - a.node.length).slice(0, 3)
  for (const graph of largest) visit(graph, open)
  const found = new Settling(graphs, (graph) => sightsIn(graph, open)).run()
  const undecided = found.filter(({ kind }) => kind === 'undecided')
  for (const { step, outcome } of found) open.delete(nameOf(step, outcome))
  const missed = sights.filter(
    ({ step, outcome }) => open.has(nameOf(step, outcome)) && !(outcome && open.has(step)),
  )
  return [...missed.map((sight) => ({ ...sight, path: [] })), ...undecided]
}
