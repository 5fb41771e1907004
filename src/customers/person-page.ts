/** The records of one person, as the page of a customer shows them. */
export interface PersonView {
  readonly others: readonly {
    readonly id: string
    readonly name: string
    readonly kana: string
    /** Label and last digits; none beside a caller who is not verified. */
    readonly cards: readonly string[]
  }[]
  /** What was merged and may be taken back. */
  readonly merges: readonly { readonly id: string; readonly name: string }[]
  /** Names of the records with which a merge waits for a second person. */
  readonly waiting: readonly string[]
  readonly mayAsk: boolean
  readonly mayUndo: boolean
}
/** What was typed into one of its forms and not taken. */
export interface PersonTyped {
  readonly form: string
  readonly memberNo: string
  readonly reason: string
  readonly error: string
}

/** What waits for a second person to say that two records are one person. */
export interface PersonMergesPage {
  readonly waiting: readonly PersonMergeView[]
  /** Not beside a caller who is not verified: nothing may be told that it could be decided by. */
  readonly mayDecide: boolean
  readonly typed: { readonly id: string; readonly reason: string; readonly error: string } | null
}
export interface PersonMergeView {
  readonly id: string
  readonly from: RecordView
  readonly into: RecordView
  readonly requestedBy: string
  readonly requestedAt: string
  readonly reason: string
  /** Whether birth date and so on agree; the values stay where they are. None while that may not be told. */
  readonly compared: readonly { readonly term: string; readonly same: boolean }[]
  readonly isOwn: boolean
}
export interface RecordView {
  readonly id: string
  readonly name: string
  readonly kana: string
}
