import { doubtOf } from './confirm.ts'
import { type Circle, circlesOf } from './cycles.ts'
import { distancesOf } from './distance.ts'
import type { Detail } from './environment.ts'
import {
  exploreScript,
  type Graph,
  type KeepsBack,
  NOWHERE,
  stepAt,
  TooManyStates,
} from './explore.ts'
import { faultsOf, trapsOf } from './faults.ts'
import { FINDING_KINDS, type Finding, type PathStep, type Suspicion } from './finding.ts'
import { type Liveness, livenessOf } from './liveness.ts'
import { type Model, modelOf } from './model.ts'
import { breaks, type Monitor, monitorOf, variablesOf } from './monitor.ts'
import { hopsOf } from './path.ts'
import { Product } from './product.ts'
import { Proof } from './proof.ts'
import { arrivalsIn } from './reach.ts'
import type { Policy, Script, StepId } from './script.ts'
import type { Vocabulary } from './vocabulary.ts'
import { leastDetail, wayBackOf } from './way-back.ts'

export interface PolicyResult {
  readonly id: string
  readonly holds: boolean
  /** The shortest call that breaks it. */
  readonly path?: readonly PathStep[]
}

/** What has been proved about a script, and what is wrong with it. */
export interface Report {
  readonly steps: number
  /** How many states were walked: a step together with all that can still matter there. */
  readonly states: number
  readonly policies: readonly PolicyResult[]
  readonly findings: readonly Finding[]
}

/** How far a search goes into detail before it gives up. */
const MOST_STATES = 60_000

type Search = (graph: Graph) => readonly Suspicion[]

class Checker {
  private readonly script: Script
  private readonly vocabulary: Vocabulary
  private readonly model: Model
  private readonly live: Liveness
  private readonly least: Detail
  private readonly keepsBack: KeepsBack
  private readonly monitors: ReadonlyMap<string, Monitor>
  private readonly graphs = new Map<string, Graph>()

  constructor(script: Script, vocabulary: Vocabulary) {
    this.script = script
    this.vocabulary = vocabulary
    this.model = modelOf(script, vocabulary)
    this.live = livenessOf(this.model)
    this.monitors = new Map(script.policies.map((policy) => [policy.id, monitorOf(policy)]))
    this.least = leastDetail(script)
    this.keepsBack = wayBackOf(this.model, this.live, MOST_STATES)
  }

  report(): Report {
    const found = [
      ...this.settle((graph) => faultsOf(graph, this.vocabulary)),
      ...this.settle((graph) => circlesOf(graph).map((circle) => circling(graph, circle))),
      ...this.settle(trapsOf),
      ...this.settle((graph) => this.brokenIn(graph)),
    ]
    const findings = [...found, ...this.unreachable()]
    return {
      steps: this.script.steps.size,
      states: [...this.graphs.values()].reduce((sum, graph) => sum + graph.node.length, 0),
      policies: this.script.policies.map((policy) => resultOf(policy, findings)),
      findings: findings.sort(
        (a, b) => FINDING_KINDS.indexOf(a.kind) - FINDING_KINDS.indexOf(b.kind),
      ),
    }
  }

  private graph(detail: Detail): Graph {
    const key = keyOf(detail)
    const graph =
      this.graphs.get(key) ??
      exploreScript(this.model, this.live, detail, this.keepsBack, MOST_STATES)
    this.graphs.set(key, graph)
    return graph
  }

  /** Everything that a search finds and a walk confirms; what comes to the same is told once. */
  private settle(search: Search): Finding[] {
    const found = new Map<string, Finding>()
    const searches = new Searches(search, (each) => this.graph(each))
    for (const suspicion of searches.in(this.least).values()) {
      if (found.has(suspicion.key)) continue
      const confirmed = this.confirm(searches, suspicion)
      if (confirmed) found.set(confirmed.key, confirmed.finding)
    }
    return [...found.values()]
  }

  /**
   * Walks what is suspected. A path that no call can take comes from what the search does not tell apart: it is repeated
   * in more detail, until a walk confirms what it finds or it finds nothing any more.
   */
  private confirm(searches: Searches, first: Suspicion) {
    let detail = this.least
    let suspicion: Suspicion | undefined = first
    try {
      while (suspicion) {
        const doubt = doubtOf(this.graph(detail), suspicion)
        if (!doubt) return { key: suspicion.key, finding: findingOf(this.graph(detail), suspicion) }
        if (this.disproves(searches, first.subject)) return null
        detail = widen(detail, doubt)
        suspicion = searches.in(detail).get(first.subject)
      }
      return null
    } catch (error) {
      if (!(error instanceof TooManyStates)) throw error
      const { policy, step } = first.finding
      const finding = { kind: 'too_large' as const, step, ...(policy ? { policy } : {}), path: [] }
      return { key: first.key, finding }
    }
  }

  /** What is not found in one graph is not so: every graph has all that can happen. */
  private disproves(searches: Searches, subject: string): boolean {
    return [...this.graphs.values()].some(({ detail }) => !searches.in(detail).has(subject))
  }

  /** Steps that no call comes to. */
  private unreachable(): Finding[] {
    const open = new Set(this.script.steps.keys())
    for (const graph of this.graphs.values())
      for (const each of arrivalsIn(graph, open))
        if (!doubtOf(graph, each)) open.delete(each.subject)
    const search: Search = (graph) => arrivalsIn(graph, open)
    const found = open.size > 0 ? this.settle(search) : []
    for (const { step } of found) open.delete(step)
    return [
      ...[...open].map((step) => ({ kind: 'unreachable' as const, step, path: [] })),
      ...found.filter(({ kind }) => kind === 'too_large'),
    ]
  }

  private brokenIn(graph: Graph): Suspicion[] {
    const broken = new Proof(graph, this.monitors).run()
    return this.script.policies
      .filter(({ id }) => broken.has(id))
      .map((policy) => breaking(graph, policy))
  }
}

/** A policy that is broken somewhere in a graph; how, is looked for only when it is asked. */
function breaking(graph: Graph, policy: Policy): Suspicion {
  let found: readonly number[] | null = null
  const edges = () => {
    found ??= new Product(graph, monitorOf(policy)).counterExample() ?? []
    return found
  }
  return {
    key: policy.id,
    subject: policy.id,
    get finding() {
      return { kind: 'policy' as const, policy: policy.id, step: lastStep(graph, edges()) }
    },
    get edges() {
      return edges()
    },
    shows: (standing) => breaks(policy, graph.model.script, standing),
    reads: variablesOf(policy),
  }
}

function lastStep(graph: Graph, edges: readonly number[]): StepId {
  const last = edges.at(-1)
  return stepAt(graph, last === undefined ? 0 : (graph.edgeTo[last] ?? 0)).id
}

function circling(graph: Graph, circle: Circle): Suspicion {
  const steps = circle.edges.map((edge) => stepAt(graph, graph.edgeFrom[edge] ?? NOWHERE))
  const kind = steps.every((step) => step.kind === 'route') ? 'never_rests' : 'endless'
  const step = stepAt(graph, circle.state).id
  return {
    key: `${kind} ${circle.name}`,
    subject: `${kind} ${step} ${circle.overMatters}`,
    finding: { kind, step },
    edges: distancesOf(graph).edgesTo(circle.state),
    circle: circle.edges,
  }
}

/** What a search has found in each graph so far. */
class Searches {
  private readonly found = new Map<string, ReadonlyMap<string, Suspicion>>()
  private readonly search: Search
  private readonly graph: (detail: Detail) => Graph

  constructor(search: Search, graph: (detail: Detail) => Graph) {
    this.search = search
    this.graph = graph
  }

  in(detail: Detail): ReadonlyMap<string, Suspicion> {
    const known = this.found.get(keyOf(detail))
    if (known) return known
    const found = new Map<string, Suspicion>()
    for (const each of this.search(this.graph(detail)))
      if (!found.has(each.subject)) found.set(each.subject, each)
    this.found.set(keyOf(detail), found)
    return found
  }
}

const keyOf = ({ variables, counted }: Detail) =>
  `${[...variables].sort().join()} ${counted.join()}`

function widen(detail: Detail, more: Detail): Detail {
  const variables = new Set([...detail.variables, ...more.variables])
  const counted = [...new Set([...detail.counted, ...more.counted])].sort((a, b) => a - b)
  const wider = { variables, counted }
  if (keyOf(wider) === keyOf(detail)) throw new Error('The check and the walk disagree')
  return wider
}

function resultOf(policy: Policy, findings: readonly Finding[]): PolicyResult {
  const finding = findings.find((each) => each.policy === policy.id)
  return finding
    ? { id: policy.id, holds: false, path: finding.path }
    : { id: policy.id, holds: true }
}

function findingOf(graph: Graph, { finding, edges, circle }: Suspicion): Finding {
  const told = (way: readonly number[]): PathStep[] =>
    hopsOf(graph, way).map(({ step, move }) => ({ step, outcome: move.outcome }))
  return {
    ...finding,
    path: told(edges),
    ...(circle ? { circle: told(circle) } : {}),
  }
}

/**
 * Proves what a script promises, or tells the shortest call that shows what is wrong. The finite graph of (step, state)
 * is explored once; every policy is a search over it. The script must come from `parseScript`.
 */
export function check(script: Script, vocabulary: Vocabulary): Report {
  try {
    return new Checker(script, vocabulary).report()
  } catch (error) {
    if (!(error instanceof TooManyStates)) throw error
    return {
      steps: script.steps.size,
      states: 0,
      policies: script.policies.map(({ id }) => ({ id, holds: false })),
      findings: [{ kind: 'too_large', step: script.start, path: [] }],
    }
  }
}
