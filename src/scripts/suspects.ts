import { type Circle, circlesOf } from './cycles.ts'
import { distancesOf } from './distance.ts'
import type { Suspicion } from './finding.ts'
import { breaks, monitorOf, variablesOf } from './monitor.ts'
import { Product } from './product.ts'
import { Proof } from './proof.ts'
import type { Policy, StepId } from './script.ts'
import { type Graph, NOWHERE, stepAt } from './state-graph.ts'

function circling(graph: Graph, circle: Circle): Suspicion {
  const steps = circle.edges.map((edge) => stepAt(graph, graph.edgeFrom[edge] ?? NOWHERE))
  const kind = steps.every((step) => step.kind === 'route') ? 'never_rests' : 'endless'
  const step = stepAt(graph, circle.state).id
  return {
    key: `${kind} ${circle.name}`,
    subject: `${step} ${circle.overMatters}`,
    finding: { kind, step },
    edges: distancesOf(graph).edgesTo(circle.state),
    circle: circle.edges,
  }
}

/** Calls that would never end. */
export const endlessIn = (graph: Graph): Suspicion[] =>
  circlesOf(graph).map((circle) => circling(graph, circle))

function lastStep(graph: Graph, edges: readonly number[]): StepId {
  const last = edges.at(-1)
  return stepAt(graph, last === undefined ? 0 : (graph.edgeTo[last] ?? 0)).id
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

/** The policies that a graph does not prove. */
export function unproved(graph: Graph, policies: readonly Policy[]): readonly Policy[] {
  const broken = new Proof(graph, new Map(policies.map((each) => [each.id, monitorOf(each)]))).run()
  return policies.filter(({ id }) => broken.has(id))
}

/** Looks for broken policies in one graph after the other; one that holds in some graph is not asked for again. */
export function brokenPolicies(policies: readonly Policy[]): (graph: Graph) => Suspicion[] {
  let open = policies
  return (graph) => {
    open = unproved(graph, open)
    return open.map((policy) => breaking(graph, policy))
  }
}
