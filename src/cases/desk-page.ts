import type { CaseLine, CommitmentView, TaskView } from './case-view.ts'
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
  readonly commitments: readonly (CommitmentView & {
    readonly caseId: string
    readonly customer: string
    readonly today: boolean
  })[]
  /** One's own; everybody's for a supervisor. */
  readonly tasks: readonly (TaskView & {
    readonly caseNumber: string
    readonly customer: string
  })[]
  readonly recent: readonly RecentCaller[]
  /** Waiting for a second person; null for those who may not decide. */
  readonly approvals: number | null
  /** Stops by another route that wait to be compared. */
  readonly unmatchedStops: number
  /** Trouble that more customers than usual reported. */
  readonly troubles: DeskWaves
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
