/** What may be wrong with the log. */
export type Fault =
  /** An event is not as it was sealed, or its seal is not as it was made. */
  | 'changed'
  /** A seal has no event any more, or a number of the chain has no seal. */
  | 'missing'
  /** Entries stand in another order than they were sealed in. */
  | 'order'
  /** An event that neither a seal nor the queue knows. */
  | 'put_in'
  /** The log is shorter than an anchor says. */
  | 'cut_off'
  /** An anchor says that other entries stood there. */
  | 'rewritten'
  /** Sealed with a key that is not known here, or that had been given up by then. */
  | 'key'
  /** In the queue for too long, twice, or without an event. */
  | 'unsealed'
  /** The word of how far the log was archived is not as it was signed. */
  | 'checkpoint'
  /** An archive is no archive, not whole, or does not join on. */
  | 'archive'
  /** Anchors that are not as they were signed, or that are missing. */
  | 'anchor'
  /** The triggers that keep the log are not there. */
  | 'unguarded'

/** The first entry that is wrong, as far as it can be told. */
export interface Finding {
  readonly fault: Fault
  /** Its number in the chain; null for what never came to be in it. */
  readonly seq: number | null
  readonly eventId: string | null
  /** When it happened, as its event says. */
  readonly at: string | null
  /** Which part of the log it is about, where it is no entry. */
  readonly about?: string
}

export const finding = (fault: Fault, of: Partial<Finding> = {}): Finding => ({
  fault,
  seq: null,
  eventId: null,
  at: null,
  ...of,
})
