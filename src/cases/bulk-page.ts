import type { BulkKind, Outcome } from './bulk-change.ts'
import type { BulkBar, CaseRowView } from './cases-page.ts'

/** What became of each case of a change to many. */
export interface BulkResultPage {
  /** What was done, in words. */
  readonly what: string
  readonly kind: BulkKind
  readonly rows: readonly (CaseRowView & {
    readonly outcome: Outcome
    readonly outcomeLabel: string
    readonly why: string
  })[]
  readonly done: number
  /** The words of the address of the list that it came from. */
  readonly address: string
  /** For another try; null when all is done. */
  readonly bulk: BulkBar | null
  readonly typed: Readonly<Record<string, string>>
  readonly error: null
  readonly submission: string
}
