import { distancesOf } from './distance.ts'
import { IMPOSSIBLE } from './environment.ts'
import type { Finding, Suspicion } from './finding.ts'
import { WAY_BACK } from './model.ts'
import { placeholdersOf } from './placeholder.ts'
import { atLeast, type Choice, type Level, type Step, type Text, type Variables } from './script.ts'
import { type Graph, isStuckBelow, moveOf, NOWHERE, stateAt, stepAt } from './state-graph.ts'
import type { Vocabulary } from './vocabulary.ts'
import { isOffered, routeValue, type State } from './walk.ts'

type Found = Omit<Finding, 'path' | 'step' | 'circle'> & Pick<Suspicion, 'shows' | 'reads'>

/** The placeholders of a text that have no wording for a caller of this level. */
export function forbiddenAt(text: Text | undefined, level: Level, { placeholders }: Vocabulary) {
  return placeholdersOf(text).filter((name) => {
    const spec = placeholders[name]
    return spec !== undefined && !spec.neutral && !atLeast(level, spec.level)
  })
}

const spoken = (step: Step, level: Level, vocabulary: Vocabulary): Found[] =>
  [...new Set([step.say, step.hint].flatMap((text) => forbiddenAt(text, level, vocabulary)))].map(
    (placeholder) => ({ kind: 'placeholder', placeholder, level }),
  )

/** Every mixture of values of variables that are not told apart. */
function mixtures(graph: Graph, names: readonly string[]): Variables[] {
  const { variables } = graph.model.script
  return names.reduce<Variables[]>(
    (all, name) =>
      all.flatMap((some) => (variables[name] ?? []).map((value) => ({ ...some, [name]: value }))),
    [{}],
  )
}

/** Whether some mixture of values leaves nothing to choose. */
function mayBeStuck(graph: Graph, step: Step, now: State): boolean {
  const open = step.choices.filter((choice) => atLeast(now.identity, choice.needs))
  if (open.some((choice) => Object.keys(choice.when).length === 0)) return false
  const untold = readBy(open).filter((name) => !graph.detail.variables.has(name))
  return mixtures(graph, untold).some(
    (values) =>
      !open.some((choice) =>
        isOffered(choice, { ...now, variables: { ...now.variables, ...values } }),
      ),
  )
}

const readBy = (choices: readonly Choice[]) => [
  ...new Set(choices.flatMap((choice) => Object.keys(choice.when))),
]

const isAlwaysOffered = ({ when, needs }: Choice) =>
  needs === 'none' && Object.keys(when).length === 0

/** Nothing at all to choose, which a route and an end never offer. */
function noChoice(graph: Graph, step: Step, now: State): Found[] {
  const waits = step.kind !== 'end' && step.kind !== 'route'
  if (!waits || step.choices.some(isAlwaysOffered) || !mayBeStuck(graph, step, now)) return []
  return [
    {
      kind: 'no_choice',
      level: now.identity,
      reads: readBy(step.choices),
      shows: ({ state }) => !step.choices.some((choice) => isOffered(choice, state)),
    },
  ]
}

/** Answers that go back while there is nothing to go back to. */
function noWayBack(graph: Graph, state: number): Found[] {
  if (graph.back[state] !== NOWHERE) return []
  const step = stepAt(graph, state)
  const now = graph.environment[state] ?? 0
  const moves = graph.model.nodes[graph.node[state] ?? 0]?.choices ?? []
  return moves
    .filter((move) => move.target === WAY_BACK)
    .filter((move) => graph.environments.after(move, step, now) !== IMPOSSIBLE)
    .map(({ outcome, choice }) => ({
      kind: 'no_way_back',
      outcome,
      reads: [...Object.keys(choice?.when ?? {}), ...(step.on === undefined ? [] : [step.on])],
      shows: ({ state, current }) =>
        current.step === step.id &&
        state.back === null &&
        choice !== null &&
        isOffered(choice, state) &&
        (step.kind !== 'route' || routeValue(step, state) === outcome),
    }))
}

function faultsIn(graph: Graph, state: number, vocabulary: Vocabulary): Found[] {
  const level = stateAt(graph, state).identity
  if (isStuckBelow(graph, state)) return [{ kind: 'level', level }]
  return [
    ...spoken(stepAt(graph, state), level, vocabulary),
    ...noChoice(graph, stepAt(graph, state), stateAt(graph, state)),
    ...noWayBack(graph, state),
  ]
}

/** Keeps the first suspicion of each kind: the states come in the order of their distance. */
class Suspicions {
  readonly found = new Map<string, Suspicion>()
  private readonly graph: Graph

  constructor(graph: Graph) {
    this.graph = graph
  }

  add({ shows, reads, ...found }: Found, state: number, edges: () => readonly number[]): void {
    const step = stepAt(this.graph, state).id
    const { kind, placeholder = '', outcome = '' } = found
    const key = `${kind} ${step} ${outcome} ${placeholder}`
    if (this.found.has(key)) return
    const finding = { ...found, step }
    const more = { ...(shows ? { shows } : {}), ...(reads ? { reads } : {}) }
    this.found.set(key, { key, subject: key, finding, edges: edges(), ...more })
  }
}

/** The edges on which an answer has words of its own, in the order of their distance. */
function spokenEdges(graph: Graph): { edge: number; from: number }[] {
  const speaks = graph.model.nodes.map(({ step }) => step.choices.some((choice) => choice.say))
  const speaking = distancesOf(graph).order.filter((state) => speaks[graph.node[state] ?? 0])
  return speaking.flatMap((from) => {
    const first = graph.firstEdge[from] ?? 0
    const count = (graph.firstEdge[from + 1] ?? 0) - first
    const edges = Array.from({ length: count }, (_, index) => ({ edge: first + index, from }))
    return edges.filter(({ edge }) => moveOf(graph, edge).choice?.say !== undefined)
  })
}

/** Whatever is wrong in single states: levels, placeholders, nothing to answer, nowhere to go back to. */
export function faultsOf(graph: Graph, vocabulary: Vocabulary): Suspicion[] {
  const suspicions = new Suspicions(graph)
  const { order, edgesTo } = distancesOf(graph)
  const seen = new Set<string>()
  for (const state of order) {
    if (graph.node[state] === graph.model.panel.index) continue
    const key = `${graph.node[state]}/${graph.environment[state]}/${graph.back[state] === NOWHERE}`
    if (seen.has(key)) continue
    seen.add(key)
    for (const fault of faultsIn(graph, state, vocabulary))
      suspicions.add(fault, state, () => edgesTo(state))
  }
  for (const { edge, from } of spokenEdges(graph)) {
    const { choice, outcome } = moveOf(graph, edge)
    const level = stateAt(graph, graph.edgeTo[edge] ?? 0).identity
    for (const placeholder of forbiddenAt(choice?.say, level, vocabulary))
      suspicions.add({ kind: 'placeholder', placeholder, level, outcome }, from, () => [
        ...edgesTo(from),
        edge,
      ])
  }
  return [...suspicions.found.values()]
}

const waitsAt = (graph: Graph, state: number) =>
  graph.node[state] !== graph.model.panel.index && stepAt(graph, state).kind !== 'route'

/** Steps from which no answer, but for an interrupt, ever leads to an end. */
export function trapsOf(graph: Graph): Suspicion[] {
  const suspicions = new Suspicions(graph)
  const ends = reachingAnEnd(graph)
  const { order, edgesTo } = distancesOf(graph)
  for (const state of order)
    if (ends[state] === 0 && waitsAt(graph, state))
      suspicions.add({ kind: 'no_end_ahead' }, state, () => edgesTo(state))
  return [...suspicions.found.values()]
}

function reachingAnEnd(graph: Graph): Uint8Array {
  const size = graph.node.length
  const reaches = new Uint8Array(size)
  const inward: number[][] = Array.from({ length: size }, () => [])
  for (let edge = 0; edge < graph.edgeTo.length; edge += 1) {
    if (!moveOf(graph, edge).choice) continue
    inward[graph.edgeTo[edge] ?? 0]?.push(graph.edgeFrom[edge] ?? 0)
  }
  const queue: number[] = []
  const mark = (state: number) => {
    if (reaches[state] === 0) queue.push(state)
    reaches[state] = 1
  }
  for (let state = 0; state < size; state += 1)
    if (stepAt(graph, state).kind === 'end' && !isStuckBelow(graph, state)) mark(state)
  for (const state of queue) for (const from of inward[state] ?? []) mark(from)
  return reaches
}
