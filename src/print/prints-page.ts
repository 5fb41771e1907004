/** Prints found again by their number: who printed what, when. */
export interface PrintsPage {
  readonly asked: { readonly number: string; readonly caseNumber: string }
  /** What was asked could not be read as a number. */
  readonly isUnread: boolean
  readonly prints: readonly PrintLine[]
  readonly nextUrl: string | null
}
export interface PrintLine {
  readonly number: string
  readonly what: string
  readonly how: string
  readonly at: string
  readonly operator: string
  readonly about: { readonly url: string; readonly words: string } | null
  readonly proof: string | null
}
