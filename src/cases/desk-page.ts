import type { CaseLine, CommitmentView, TaskView } from './case-view.ts'
import type { Count, ViewTab } from './cases-page.ts'
import type { DeskWaves } from './trouble-page.ts'

/** Where an operator's day begins: take a call, go on with one, see what is owed. */
export interface DeskPage {
  /** Typed into the start form and not taken. */
  readonly from: string
  readonly fromError: string | null
  readonly live: readonly CallLine[]
  readonly handed: readonly CallLine[]
  readonly cases: readonly (CaseLine & { readonly customer: string })[]
  readonly caseCount: number
  /** The views of the list of cases, each with how many are in it. */
  readonly tabs: readonly ViewTab[]
  /** How many wait for whoever is free; null while the operator has an unverified caller, or takes none. */
  readonly waiting: Count | null
  /** Makes a press of "the next case" that is sent twice one. */
  readonly submission: string
  readonly commitments: readonly PromiseLine[]
  /** What supervisors have to see to because its owner has not; null for everybody else. */
  readonly raised: {
    readonly total: number
    readonly lines: readonly (PromiseLine & { readonly owner: string })[]
  } | null
  /** Cases that wait to be taken, by this person or the desk where they sit. */
  readonly handovers: readonly {
    readonly id: string
    readonly caseId: string
    readonly caseNumber: string
    readonly customer: string
    readonly reason: string
    readonly words: string
    readonly from: string
    readonly to: string
    readonly askedAt: string
    readonly dueAt: string
    readonly late: boolean
  }[]
  /** One's own; everybody's for a supervisor. */
  readonly tasks: readonly (TaskView & {
    readonly caseNumber: string
    readonly customer: string
  })[]
  readonly recent: readonly RecentCaller[]
  /** Waiting for a second person; null for those who may not decide. */
  readonly approvals: number | null
  /** Desks at which many tries to verify or find somebody have failed, or that many people were looked at from. */
  readonly alerts: readonly {
    readonly id: string
    readonly kind: 'tries' | 'searches' | 'people'
    readonly operator: string
    readonly tries: number
    readonly at: string
    readonly mayNote: boolean
  }[]
  /** Records that may be one person, waiting for a second person as well. */
  readonly people: number | null
  /** Stops by another route that wait to be compared. */
  readonly unmatchedStops: number
  /** Trouble that more customers than usual reported. */
  readonly troubles: DeskWaves
}
export interface PromiseLine extends CommitmentView {
  readonly caseId: string
  readonly customer: string
  /** Within half an hour. */
  readonly soon: boolean
  readonly today: boolean
}
export interface CallLine {
  readonly id: string
  readonly startedAt: string
  readonly seconds: number
  readonly customer: string | null
  readonly fromNumber: string | null
  readonly step: string
  readonly caseNumber: string | null
  readonly stateLabel: string
  /** Who handed it over, with a word to the next one. */
  readonly handedBy: string | null
  readonly words: string
}
export interface RecentCaller {
  readonly callId: string
  readonly at: string
  readonly customer: { readonly id: string; readonly name: string } | null
  readonly fromNumber: string | null
  readonly caseFile: { readonly id: string; readonly number: string } | null
  readonly reason: string
}
