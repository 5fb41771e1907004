/** Pieces of a case as screens show them: texts in the operator's language, instants as ISO. */

export type Mark = 'ok' | 'warn' | 'bad' | 'plain'

export interface CommitmentView {
  readonly id: string
  readonly kind: string
  readonly wording: string
  readonly dueAt: string
  readonly late: boolean
  /** For how long it has been late, in words; empty when it is not. */
  readonly lateBy: string
  readonly madeBy: string
  readonly state: string
  readonly stateLabel: string
  readonly caseNumber: string
}

/** What was started in the card system and has no known end: what may be said of it meanwhile, and what may not. */
export interface WaitingView {
  readonly label: string
  readonly targets: readonly string[]
  readonly stateLabel: string
  readonly since: string
  readonly by: string
  readonly may: readonly string[]
  readonly mayNot: readonly string[]
}

/** What a person has to see to. */
export interface TaskView {
  readonly id: string
  readonly caseId: string
  readonly words: string
  /** What it is about, as the card system's people know it. */
  readonly subject: string
  readonly raisedAt: string
  /** Null: at once. */
  readonly dueAt: string | null
  readonly late: boolean
  readonly isOpen: boolean
  readonly owner: string
  /** Ended only by saying how the action ended. */
  readonly needsResult: boolean
  readonly endedAt: string | null
  readonly endedBy: string
  readonly endReason: string
}

export interface CaseLine {
  readonly id: string
  readonly number: string
  readonly reason: string
  readonly status: string
  readonly statusLabel: string
  readonly mark: Mark
  readonly updatedAt: string
  readonly owner: string
}

/** What the last call left: wanted, found, done, open, promised. Shown before the first question once it may be. */
export interface CaseSummaryView {
  readonly caseId: string
  readonly number: string
  readonly lastCallAt: string
  readonly lastOperator: string
  readonly wanted: string
  readonly found: readonly string[]
  readonly done: readonly string[]
  readonly open: readonly string[]
  readonly promises: readonly CommitmentView[]
}
