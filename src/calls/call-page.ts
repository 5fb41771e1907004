import type {
  CaseLine,
  CaseSummaryView,
  CommitmentView,
  Mark,
  WaitingView,
} from '../cases/case-view.ts'
import type { SimilarView } from '../cases/trouble-page.ts'
import type { Level, StepKind } from '../scripts/script.ts'

/** What the call screen shows. Every text is already in the operator's language; instants are ISO, the view formats them. */

/** A piece of what is read aloud: plain words, or a value put in (with how it is pronounced). */
export interface Segment {
  readonly text: string
  readonly value: boolean
  readonly reading?: string
}
/** One fact that was seen. `mark` never speaks alone: the words say the same. */
export interface FactView {
  readonly term: string
  readonly words: string
  readonly mark: Mark
  readonly card?: string
}
export interface ChoiceView {
  /** Value of `<button name="outcome">`; a pick is `outcome:ref`. */
  readonly value: string
  /** 1–9, or null beyond. */
  readonly key: number | null
  readonly label: string
  readonly detail?: string
  readonly proposed: boolean
  /** Picked against the proposal: a reason is asked. */
  readonly needsReason: boolean
}
export interface FieldView {
  readonly name: string
  readonly label: string
  readonly type: string
  readonly required: boolean
  readonly value: string
  readonly error?: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
}
export interface ActionView {
  readonly id: string
  readonly label: string
  readonly target: string
  readonly state: 'pending' | 'sent' | 'done' | 'refused' | 'unknown'
  readonly stateLabel: string
  readonly receipt: string | null
  readonly at: string
}
export interface StepView {
  readonly id: string
  readonly matter: number
  readonly visit: number
  readonly kind: StepKind
  readonly kindLabel: string
  readonly title: string
  readonly say: readonly Segment[]
  readonly hint: string
  readonly never: readonly string[]
  readonly fields: readonly FieldView[]
  readonly choices: readonly ChoiceView[]
  readonly lookUp: LookUpView | null
  readonly act: ActView | null
  readonly references: readonly ReferenceView[]
  /** Why the proposal was not followed, as typed so far. */
  readonly reason: { readonly value: string; readonly error?: string }
}
export interface LookUpView {
  readonly name: string
  /** `missing`: not looked up yet (for instance after a crash); `away`: the card system did not answer. */
  readonly state: 'seen' | 'missing' | 'away'
  readonly at: string | null
  readonly facts: readonly FactView[]
  /** Search and verification are typed by the operator first, then looked up. */
  readonly form: 'none' | 'search' | 'verification' | 'third_party'
  readonly said: readonly FieldView[]
}
export interface ActView {
  readonly name: string
  readonly final: boolean
  readonly targets: readonly string[]
  /** Already on its way, done or not known: it is shown and cannot be started again. */
  readonly running: readonly ActionView[]
  /** The same, from another step, call or operator: offered to go on from. */
  readonly standing: readonly (ActionView & { readonly by: string })[]
  readonly last4Error?: string
}
export interface ReferenceView {
  readonly title: string
  readonly rows: readonly {
    readonly code: string
    readonly words: string
    readonly current: boolean
  }[]
}
export interface PathItem {
  readonly matter: number
  readonly step: string
  readonly visit: number
  readonly title: string
  readonly answer: string
  readonly detail: string
  readonly at: string
  /** Seconds since the call began. */
  readonly second: number
  readonly byHand: boolean
  /** Where this answer can be corrected; null for what cannot be (done in the card system, or by the program). */
  readonly correctUrl: string | null
}
export interface CardView {
  readonly cardRef: string
  readonly label: string
  readonly last4: string
  readonly network: string
  readonly kind: string
  readonly chosen: boolean
  readonly loginCard: boolean
  readonly status: { readonly words: string; readonly mark: Mark }
  /** What was started on it and has no known end, whatever the state says that was read since. */
  readonly waiting: readonly string[]
  readonly facts: readonly FactView[]
}
export interface CallPage {
  readonly call: {
    readonly id: string
    readonly state: 'live' | 'paused' | 'ended'
    readonly startedAt: string
    readonly endedAt: string | null
    /** That what was said in it is erased. */
    readonly erased: string | null
    readonly heldSince: string | null
    readonly holdSeconds: number
    readonly talkSeconds: number
    readonly fromNumber: string | null
    readonly operator: string
    /** False: somebody else's call, shown for reading only. */
    readonly isMine: boolean
    /** Count of the operator's entries; every form carries it, so that a stale page is told. */
    readonly entries: number
    readonly submission: string
    /** That it was entered from a paper slip, by whom and when. */
    readonly paper: string | null
  }
  readonly identity: { readonly level: Level; readonly label: string; readonly mark: Mark }
  readonly customer: { readonly id: string; readonly name: string; readonly kana: string } | null
  /** What to mind; before the caller is verified no more than that somebody may pretend to be them. */
  readonly minds: readonly string[]
  readonly caseFile: {
    readonly id: string
    readonly number: string
    readonly calls: number
    readonly statusLabel: string
  } | null
  readonly script: { readonly title: string; readonly version: number }
  readonly step: StepView
  readonly path: readonly PathItem[]
  readonly setAside: readonly PathItem[]
  readonly interrupts: readonly {
    readonly value: string
    readonly label: string
  }[]
  /** An earlier answer is being changed: what it was, and the way back. */
  readonly correcting: { readonly was: string; readonly cancelUrl: string } | null
  readonly cards: readonly CardView[]
  readonly cardsAt: string | null
  readonly commitments: readonly CommitmentView[]
  readonly openCases: readonly CaseLine[]
  readonly previous: CaseSummaryView | null
  readonly actions: readonly ActionView[]
  /** Trouble of this matter that other customers reported as well; none before the caller is verified. */
  readonly similar: readonly SimilarView[]
  /** What has no known end yet, of this call and, once the caller is verified, of its case. */
  readonly waiting: readonly WaitingView[]
  readonly note: {
    readonly body: string
    readonly version: number
    readonly savedAt: string | null
    /** What was typed over another text than the one that stands there, and the two put together. */
    readonly typed: { readonly mine: string; readonly both: string } | null
  }
  /** Said on top: bad input, a conflict, what was typed and not recorded. */
  readonly alert: {
    readonly kind: 'error' | 'conflict' | 'info'
    readonly text: string
    /** What was typed into a form that came too late. */
    readonly unsaved?: readonly string[]
  } | null
  /** Whose hands a supervisor may take the call out of. */
  readonly takeOverFrom: string | null
  /** By whom and why it was taken over, for everybody else; `wasMine`: out of these hands. */
  readonly takenOver: { readonly words: string; readonly wasMine: boolean } | null
  readonly handOverTo: readonly { readonly id: string; readonly name: string }[]
  /** Where the call stands and in whose hands: while it is the same, what changes on the page changes in its place. */
  readonly place: string
  readonly goneElsewhere: readonly string[]
  /** What became of the case when the caller or the case was corrected. */
  readonly caseTurn: string | null
}
