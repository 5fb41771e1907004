/**
 * How much of the state is told apart. What is left out may be anything: a guard on it may hold or not, a step that is
 * not counted may be entered or be used up. So nothing that can happen is ever missed.
 */
export interface Detail {
  /** Variables, and `$network`. */
  readonly variables: ReadonlySet<string>
  /** Bounded nodes whose visits are counted. */
  readonly counted: readonly number[]
}

/** The script is too large to be explored in this detail. */
export class TooManyStates extends Error {}
