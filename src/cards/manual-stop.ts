/**
 * `open` until it is compared; `differs` when the card system does not show the stop; `matched` when it does;
 * `withdrawn` by a person, with a reason.
 */
export const MANUAL_STOP_STATES = ['open', 'differs', 'matched', 'withdrawn'] as const
export type ManualStopState = (typeof MANUAL_STOP_STATES)[number]

/** A card that was stopped by another route, such as a telephone call to the authorisation centre. */
export interface ManualStop {
  readonly id: string
  readonly actionId: string
  readonly caseId: string
  /** Null while nobody knows which card it is. */
  readonly cardRef: string | null
  /** The last 4 digits as they were told, of a card that was not known; null when none were. */
  readonly toldLast4: string | null
  readonly recordedBy: string
  readonly recordedAt: string
  readonly state: ManualStopState
  readonly checkedAt: string | null
  /** The stop in the card system. */
  readonly stopRef: string | null
  readonly endedAt: string | null
  /** Null when the comparison ended it. */
  readonly endedBy: string | null
  readonly endReason: string | null
}

/** Whether it still has to be compared, or somebody has to see to it. */
export const isUnmatched = ({ state }: Pick<ManualStop, 'state'>): boolean =>
  state === 'open' || state === 'differs'

/** What was written down of a stop by another route, as its action keeps it. */
export interface ManualStopWords {
  readonly reference: string
  readonly takenBy: string
  /** `YYYY-MM-DDTHH:mm` as it was typed; empty when it was not. */
  readonly askedAt: string
  readonly last4: string
}
const text = (input: unknown, name: string): string => {
  const value: unknown = typeof input === 'object' && input !== null ? Reflect.get(input, name) : ''
  return typeof value === 'string' ? value : ''
}
export const wordsOf = (input: unknown): ManualStopWords => ({
  reference: text(input, 'manual_stop_ref'),
  takenBy: text(input, 'manual_stop_by'),
  askedAt: text(input, 'manual_stop_at'),
  last4: text(input, 'manual_stop_last4'),
})

/** The last 4 digits of each card that was told, each once. */
export const toldLast4s = (text: string): readonly string[] => [
  ...new Set(text.normalize('NFKC').match(/(?<!\d)\d{4}(?!\d)/g) ?? []),
]
