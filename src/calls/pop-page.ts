/** The ring: who it may be. No more than the name, open cases with their reason, and who handled them. */
export interface PopPage {
  readonly from: string | null
  readonly candidates: readonly PopCandidate[]
}
export interface PopCandidate {
  readonly id: string
  readonly name: string
  readonly kana: string
  /** Somebody may pretend to be them: it tells nothing of the account, and protects it. */
  readonly isWatched: boolean
  readonly openCases: readonly PopCase[]
}
export interface PopCase {
  readonly id: string
  readonly number: string
  readonly reason: string
  readonly statusLabel: string
  readonly lastOperator: string
  readonly lastOperatorPresent: boolean
  readonly lastCallAt: string
}
