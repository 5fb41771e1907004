/** Something told to the customer that has a due time. */
export interface Commitment {
  readonly id: string
  readonly caseId: string
  readonly callId: string | null
  readonly matter: number | null
  readonly kind: string
  readonly wording: string
  readonly dueAt: string
  /** Null while its case waits for somebody to take it. */
  readonly ownerId: string | null
  readonly madeBy: string
  readonly madeAt: string
  readonly state: 'open' | 'kept' | 'broken' | 'withdrawn'
  readonly endedAt: string | null
  readonly endedBy: string | null
  readonly endReason: string | null
  readonly subjectRef: string | null
  /** When its owner's fault was noticed, and when it was brought before the supervisors; null when it was not. */
  readonly lateAt: string | null
  readonly raisedAt: string | null
}

/** What is promised by hand, beside what the call script promises. */
export const HAND_KINDS = [
  'call_back',
  'follow_up',
  'delivery',
  'network_answer',
  'document',
] as const
