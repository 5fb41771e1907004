/** Stops by another route, to be compared with the card system; those that differ first. */
export interface ManualStopsPage {
  readonly waiting: readonly ManualStopView[]
  readonly ended: readonly ManualStopView[]
  readonly mayStop: boolean
  readonly typed: ManualStopTyped | null
}
/** A form that was not taken, by the stop and the form it belongs to. */
export interface ManualStopTyped {
  readonly id: string
  readonly form: 'stop' | 'card' | 'withdrawal'
  readonly text: string
  readonly error: string
  /** The digits of the card that was picked, to be repeated; null while they need not be. */
  readonly repeated: { readonly text: string; readonly isWrong: boolean } | null
}
export interface ManualStopView {
  readonly id: string
  readonly stateLabel: string
  readonly mark: 'ok' | 'warn' | 'bad' | 'plain'
  readonly differs: boolean
  readonly caseFile: { readonly id: string; readonly number: string }
  readonly customer: string
  /** Label and last 4 digits; null while the card is not known. */
  readonly card: string | null
  /** The digits that were told, where they are not those of the card; empty when none were. */
  readonly last4Told: string
  readonly reference: string
  readonly takenBy: string
  readonly askedAt: string | null
  readonly recordedBy: string
  readonly recordedAt: string
  readonly checkedAt: string | null
  readonly stopRef: string | null
  readonly endReason: string
  readonly isUnderWay: boolean
  /** What a stop without a card may be about. */
  readonly cards: readonly { readonly ref: string; readonly label: string }[]
}
