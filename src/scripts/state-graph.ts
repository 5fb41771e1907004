import type { Detail } from './detail.ts'
import type { Detour } from './detour.ts'
import type { Environments } from './environment.ts'
import type { Model, Move } from './model.ts'
import type { Step } from './script.ts'
import type { State } from './walk.ts'

/** No step is remembered to go back to. */
export const NOWHERE = -1

/**
 * The finite graph of (step, state). States are numbers, and a call starts in state 0. The edges of a state lie between
 * `firstEdge[state]` and `firstEdge[state + 1]`.
 */
export interface Graph {
  readonly model: Model
  readonly environments: Environments
  readonly detail: Detail
  readonly node: Int32Array
  readonly environment: Int32Array
  readonly back: Int32Array
  /** 1 where a call cannot go on because its level is too low. */
  readonly blocked: Uint8Array
  readonly firstEdge: Int32Array
  readonly edgeFrom: Int32Array
  readonly edgeTo: Int32Array
  readonly edgeMove: Int32Array
  /** 1 for edges that pass over a bounded step without knowing whether it is used up. */
  readonly edgeGuessed: Uint8Array
  /** What an edge that is a detour passes on its way. */
  readonly edgeDetour: readonly (Detour | null)[]
}

/** The step where a state stands. */
export function stepAt(graph: Graph, state: number): Step {
  const node = graph.model.nodes[graph.node[state] ?? NOWHERE]
  if (!node) throw new RangeError(`No state ${state}`)
  return node.step
}

export const stateAt = (graph: Graph, state: number): State =>
  graph.environments.at(graph.environment[state] ?? NOWHERE)

export function moveOf(graph: Graph, edge: number): Move {
  const move = graph.model.moves[graph.edgeMove[edge] ?? NOWHERE]
  if (!move) throw new RangeError(`No edge ${edge}`)
  return move
}

/** Whether a call cannot go on in this state because its level is too low. */
export const isStuckBelow = (graph: Graph, state: number): boolean => graph.blocked[state] === 1
