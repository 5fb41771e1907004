import type { CommitmentView, Mark, TaskView, WaitingView } from './case-view.ts'
import type { CaseWorkView } from './case-work-page.ts'
import type { Draft } from './drafts.ts'
import type { Keeping } from './keeping.ts'
import type { SimilarView } from './trouble-page.ts'

/** The page of a case: what it was about, every call of it, what was done and promised, and what may be done next. */
export interface CasePage {
  /** The cause rests on what was chosen by hand while the card system was away. */
  readonly isCauseByHand: boolean
  readonly caseFile: CaseHead
  readonly customer: { readonly id: string; readonly name: string; readonly kana: string } | null
  readonly card: { readonly label: string; readonly last4: string } | null
  readonly newCard: { readonly last4: string | null; readonly words: string } | null
  readonly summary: CaseSummaryText
  readonly calls: readonly CaseCall[]
  readonly actions: readonly CaseAction[]
  readonly waiting: readonly WaitingView[]
  readonly commitments: readonly CaseCommitment[]
  /** Open ones first. */
  readonly tasks: readonly (TaskView & { readonly from: string | null })[]
  /** Shipment, phone wallet and portal registration: facts of their own, each with its own truth. */
  readonly delivery: readonly CaseFact[]
  readonly notes: readonly CaseNote[]
  /** What other customers reported of the same trouble. */
  readonly similar: readonly SimilarView[]
  readonly approvals: readonly {
    readonly words: string
    readonly stateLabel: string
    readonly mark: Mark
  }[]
  /** Oldest first. */
  readonly happened: readonly CaseEvent[]
  readonly may: {
    readonly call: boolean
    readonly note: boolean
    readonly commitments: boolean
    readonly promise: boolean
    readonly close: boolean
    readonly reopen: boolean
    readonly own: boolean
    /** To say how an action ended that nobody knows of. */
    readonly settle: boolean
    readonly print: boolean
  }
  /** What is still to be done before the case can be closed, and where. */
  readonly checklist: readonly ChecklistLine[]
  /** Handing over, linking, merging, filing a call elsewhere. */
  readonly work: CaseWorkView
  readonly queued: QueuedCase
  readonly owners: readonly { readonly id: string; readonly name: string }[]
  /** What may be promised by hand, and when the center answers. */
  readonly promising: {
    readonly kinds: readonly { readonly value: string; readonly label: string }[]
    readonly hours: string
  }
  /** The words of the case as they stand, and the mark that a form carries of them. */
  readonly words: { readonly wanted: string; readonly nextSteps: string; readonly seen: string }
  /** Whether it must be kept as it is, or is erased. */
  readonly keeping: Keeping
  /** What whoever looks has begun to write here, by form. */
  readonly drafts: Readonly<Record<string, Draft>>
  /** Who else is at work on it just now, in sentences. */
  readonly people: readonly string[]
  /** Makes a note that is sent twice one note. */
  readonly submission: string
  /** What was typed into a form that was not taken, by the form it belongs to. */
  readonly typed: {
    readonly form: string
    readonly text: string
    readonly reference?: string
    readonly outcome?: string
    /** What was chosen beside the text, by the field's name. */
    readonly chosen?: Readonly<Record<string, string>>
    readonly fields?: Readonly<Record<string, string>>
    /** Somebody else was faster: what stands there now is shown beside what was typed. */
    readonly conflict?: boolean
    readonly error: string
  } | null
}

export interface ChecklistLine {
  readonly code: string
  readonly words: string
  readonly go: string
  readonly href: string
}

/** Who has the case, where it waits and how it is tagged. */
export interface QueuedCase {
  readonly tags: readonly string[]
  readonly mayTag: boolean
  readonly mayTake: boolean
  readonly mayReturn: boolean
  /** Whoever looks has it because it was the next one: it may be skipped. */
  readonly isServed: boolean
  readonly status: string
  readonly statuses: readonly { readonly value: string; readonly label: string }[]
  readonly queue: string
  readonly queueName: string
  readonly queues: readonly { readonly value: string; readonly label: string }[]
  readonly dueAt: string | null
  readonly knownTags: readonly string[]
}

export interface CaseHead {
  readonly id: string
  readonly number: string
  readonly statusLabel: string
  readonly mark: Mark
  readonly reason: string
  readonly cause: string | null
  readonly disposition: string | null
  readonly owner: { readonly id: string | null; readonly name: string }
  readonly openedAt: string
  readonly openedBy: string
  readonly updatedAt: string
  readonly closedAt: string | null
  readonly closedBy: string | null
  /** Every form of the page carries it, so that a change made elsewhere is told. */
  readonly version: number
}

export interface CaseSummaryText {
  readonly wanted: string
  readonly found: readonly string[]
  readonly done: readonly string[]
  readonly open: readonly string[]
}

/** One call's matter that belongs to this case. */
export interface CaseCall {
  readonly id: string
  /** The number of the merged case that it was taken for; null for the case's own. */
  readonly from: string | null
  readonly nth: number
  /** Set when the call had more than one matter. */
  readonly matter: number | null
  readonly startedAt: string
  readonly endedAt: string | null
  readonly operator: string
  readonly talkSeconds: number
  readonly holdSeconds: number
  readonly identity: { readonly label: string; readonly mark: Mark }
  readonly script: string
  readonly reason: string
  readonly disposition: string | null
  readonly steps: readonly CaseStep[]
  readonly setAside: readonly CaseStep[]
  readonly note: string
  /** That it was entered from a paper slip, by whom and when. */
  readonly paper: string | null
}
export interface CaseStep {
  readonly title: string
  readonly answer: string
  readonly detail: string
  readonly second: number
  readonly at: string
  readonly byHand: boolean
  readonly facts: readonly CaseFact[]
}
/** One fact that was seen; `mark` never speaks alone. */
export interface CaseFact {
  readonly term: string
  readonly words: string
  readonly mark: Mark
  readonly card?: string
}
export interface CaseAction {
  readonly id: string
  readonly from: string | null
  readonly label: string
  readonly target: string
  readonly state: string
  readonly stateLabel: string
  readonly mark: Mark
  readonly receipt: string | null
  readonly at: string
  readonly by: string
  /** Oldest first; none of what was written down here alone. */
  readonly attempts: readonly AttemptLine[]
}
export interface AttemptLine {
  readonly at: string
  readonly kind: string
  readonly words: string
  /** How long the answer took; empty while there is none. */
  readonly took: string
}
export interface CaseCommitment extends CommitmentView {
  readonly from: string | null
  readonly madeAt: string
  readonly owner: string
  readonly endedAt: string | null
  readonly endedBy: string | null
  readonly endReason: string | null
  /** Makes a move that is sent twice one move. */
  readonly submission: string
  /** Since when the supervisors see it; null while they do not. */
  readonly raisedAt: string | null
}
/** One line of what happened to a case, and who did it. */
export interface CaseEvent {
  readonly from: string | null
  readonly at: string
  readonly by: string
  readonly words: string
}
export interface CaseNote {
  readonly id: string
  readonly from: string | null
  readonly body: string
  readonly operator: string
  readonly at: string
}
