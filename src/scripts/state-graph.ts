import { type Detail, type Environments, isBlocked } from './environment.ts'
import type { Model, Move } from './model.ts'
import type { Step } from './script.ts'
import type { State } from './walk.ts'

/** No step is remembered to go back to. */
export const NOWHERE = -1
/** The script is too large to be explored in this detail. */
export class TooManyStates extends Error {}

/**
 * The finite graph of (step, state). States are numbers, and a call starts in state 0. The edges of a state lie between
 * `firstEdge[state]` and `firstEdge[state + 1]`.
 */
export interface Graph {
  readonly model: Model
  readonly environments: Environments
  readonly detail: Detail
  readonly node: readonly number[]
  readonly environment: readonly number[]
  readonly back: readonly number[]
  readonly firstEdge: readonly number[]
  readonly edgeFrom: readonly number[]
  readonly edgeTo: readonly number[]
  readonly edgeMove: readonly number[]
  /** Edges that pass over a bounded step without knowing whether it is used up. */
  readonly edgeGuessed: readonly boolean[]
}

/** The step where a state stands. */
export function stepAt(graph: Graph, state: number): Step {
  const node = graph.model.nodes[graph.node[state] ?? NOWHERE]
  if (!node) throw new RangeError(`No state ${state}`)
  return node.step
}

export const stateAt = (graph: Graph, state: number): State =>
  graph.environments.at(graph.environment[state] ?? NOWHERE).state

export function moveOf(graph: Graph, edge: number): Move {
  const move = graph.model.moves[graph.edgeMove[edge] ?? NOWHERE]
  if (!move) throw new RangeError(`No edge ${edge}`)
  return move
}

/** Whether a call cannot go on in this state because its level is too low. */
export const isStuckBelow = (graph: Graph, state: number): boolean =>
  isBlocked(stepAt(graph, state), stateAt(graph, state))
