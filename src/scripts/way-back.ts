import type { Detail, Environments } from './environment.ts'
import { exploreScript, type Graph, type KeepsBack, moveOf } from './explore.ts'
import type { Liveness } from './liveness.ts'
import { type Model, WAY_BACK } from './model.ts'
import { BACK, type Script } from './script.ts'

/** Whether to go back depends on these; going back anywhere would come to nothing but doubt. */
export function leastDetail(script: Script): Detail {
  const choices = [...script.steps.values()].flatMap((step) => step.choices)
  const back = choices.filter((choice) => choice.next === BACK)
  return { variables: new Set(back.flatMap((choice) => Object.keys(choice.when))), counted: [] }
}

/** The states from which the way back may be taken without another interrupt. */
function leadingBack(graph: Graph): number[] {
  const inward: number[][] = graph.node.map(() => [])
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

const keyOf = (detail: Detail, node: number, environments: Environments, environment: number) => {
  const { identity, variables } = environments.at(environment).state
  const values = [...detail.variables].map((name) => variables[name] ?? '')
  return `${node} ${identity} ${values.join()}`
}

/**
 * Where the step that was interrupted has to be remembered. A rough round in which any step may be gone back to finds
 * out; everywhere else the ways back need not be told apart, which saves nearly all of them.
 */
export function wayBackOf(model: Model, live: Liveness, most: number): KeepsBack {
  if (!model.moves.some((move) => move.target === WAY_BACK)) return () => false
  const detail = leastDetail(model.script)
  const rough = exploreScript(model, live, detail, null, most)
  const keys = new Set(
    leadingBack(rough).map((state) =>
      keyOf(detail, rough.node[state] ?? 0, rough.environments, rough.environment[state] ?? 0),
    ),
  )
  return (node, environments, environment) =>
    keys.has(keyOf(detail, node, environments, environment))
}
