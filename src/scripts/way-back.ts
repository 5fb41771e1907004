import type { Detail } from './detail.ts'
import type { Environments } from './environment.ts'
import { exploreScript, type KeepsBack } from './explore.ts'
import type { Liveness } from './liveness.ts'
import { type Model, WAY_BACK } from './model.ts'
import { BACK, type Script } from './script.ts'
import { type Graph, moveOf } from './state-graph.ts'

/** Whether to go back depends on these; going back anywhere would come to nothing but doubt. */
export function leastDetail(script: Script): Detail {
  const choices = [...script.steps.values()].flatMap((step) => step.choices)
  const back = choices.filter((choice) => choice.next === BACK)
  return { variables: new Set(back.flatMap((choice) => Object.keys(choice.when))), counted: [] }
}

const NONE: ReadonlySet<number> = new Set()

/** The states from which the way back may be taken without another interrupt. */
function leadingBack(graph: Graph): number[] {
  const inward: number[][] = Array.from(graph.node, () => [])
  const found = new Set<number>()
  for (let edge = 0; edge < graph.edgeTo.length; edge += 1) {
    const move = moveOf(graph, edge)
    const from = graph.edgeFrom[edge] ?? 0
    if (move.target === WAY_BACK) found.add(from)
    else if (move.choice && !move.choice.opensMatter) inward[graph.edgeTo[edge] ?? 0]?.push(from)
  }
  for (const state of found) for (const from of inward[state] ?? []) found.add(from)
  return [...found]
}

/** The part of an environment that the rough round tells apart. */
function roughly(detail: Detail, environments: Environments, environment: number): string {
  const { identity, variables } = environments.at(environment)
  return `${identity} ${[...detail.variables].map((name) => variables[name] ?? '').join()}`
}

/** For each rough environment the nodes where the way back matters. */
function keepersOf(rough: Graph, detail: Detail): Map<string, Set<number>> {
  const keepers = new Map<string, Set<number>>()
  for (const state of leadingBack(rough)) {
    const key = roughly(detail, rough.environments, rough.environment[state] ?? 0)
    const nodes = keepers.get(key) ?? new Set()
    nodes.add(rough.node[state] ?? 0)
    keepers.set(key, nodes)
  }
  return keepers
}

/**
 * Where the step that was interrupted has to be remembered. A rough round in which any step may be gone back to finds
 * out; everywhere else the ways back need not be told apart, which saves nearly all of them.
 */
export function wayBackOf(model: Model, live: Liveness, most: number): KeepsBack {
  if (!model.moves.some((move) => move.target === WAY_BACK)) return () => () => false
  const detail = leastDetail(model.script)
  const rough = exploreScript(model, live, detail, { keeps: null, watch: null, most })
  const keepers = keepersOf(rough, detail)
  return (environments) => {
    const known: (ReadonlySet<number> | undefined)[] = []
    return (node, environment) => {
      const nodes = known[environment] ?? keepers.get(roughly(detail, environments, environment))
      known[environment] = nodes ?? NONE
      return nodes?.has(node) === true
    }
  }
}
