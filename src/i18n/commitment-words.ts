/** What may be put into the wording of a promise, already written in its language. */
export interface CommitmentWords {
  readonly due: string
  readonly operator: string
  readonly card: string
  readonly from: string
  readonly to: string
  /** The time that suits the customer, in their words; empty when none was named. */
  readonly window: string
}
