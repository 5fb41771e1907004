/** The customer's copy: what was done, when the new card comes and what to do. No attempts, no notes, nothing internal. */
export interface LetterPage {
  readonly id: string
  readonly number: string
  readonly name: string
  readonly date: string
  readonly printNumber: string
  readonly operator: string
  /** Each with its day and, if there is one, the receipt. */
  readonly done: readonly {
    readonly at: string
    readonly words: string
    readonly receipt: string | null
  }[]
  readonly newCard: {
    /** ISO dates. */
    readonly from: string
    readonly to: string
    readonly deliveredOn: string | null
    /** Null where nobody knows: then the letter says nothing of it. */
    readonly isNewNumber: boolean | null
  } | null
  readonly oldCard: { readonly words: string; readonly missing: boolean } | null
  readonly recurring: {
    readonly state: 'some' | 'none' | 'unknown' | 'stop_only'
    readonly names: string
  } | null
  readonly wallet: 'automatic' | 'done' | 'manual' | 'check' | null
  readonly portal: { readonly state: 'old_card' | 'new_card'; readonly linked: boolean } | null
  readonly promises: readonly { readonly wording: string; readonly dueAt: string }[]
}
