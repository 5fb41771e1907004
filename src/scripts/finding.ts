import type { Level, StepId } from './script.ts'
import type { Standing } from './walk.ts'

export const FINDING_KINDS = [
  'unreachable',
  'never_offered',
  'level',
  'placeholder',
  'no_choice',
  'no_way_back',
  'endless',
  'never_rests',
  'no_end_ahead',
  'policy',
  'undecided',
] as const
export type FindingKind = (typeof FINDING_KINDS)[number]

/** One answer on the way to a finding; an interrupt is `!id`, a route gives its value. */
export interface PathStep {
  readonly step: StepId
  readonly outcome: string
}

/** What is wrong with a script that can be read, and the shortest call that shows it. */
export interface Finding {
  readonly kind: FindingKind
  /** Where the path has led when the finding shows. */
  readonly step: StepId
  readonly path: readonly PathStep[]
  /** The identity level that the path has reached. */
  readonly level?: Level
  readonly outcome?: string
  readonly placeholder?: string
  readonly policy?: string
  /** What could not be decided. */
  readonly about?: FindingKind
  /** The answers that lead round and round, from `step` back to it. */
  readonly circle?: readonly PathStep[]
}

/** A finding before its path has been confirmed: edges of a graph. */
export interface Suspicion {
  /** Two suspicions with the same key are told once. */
  readonly key: string
  /** What to look for again when the search is repeated with more of the state. */
  readonly subject: string
  readonly finding: Omit<Finding, 'path' | 'circle'>
  readonly edges: readonly number[]
  readonly circle?: readonly number[]
  /** What must be so where the walk of the path stands; nothing more where it is left out. */
  readonly shows?: (standing: Standing) => boolean
  /** Good enough when nothing but a used-up bound stands in the way of its path: so it is not looked at with counters. */
  readonly uncounted?: true
  /** The variables to tell apart where the walk shows otherwise. */
  readonly reads?: readonly string[]
}
