/**
 * One persisted attempt to change something in the card system. `waiting` for a second person's approval; `pending`
 * until it is sent; `refused` is certainly not done; `unknown` may have been done and is looked up by its key.
 */
export const ACTION_STATES = ['waiting', 'pending', 'sent', 'done', 'refused', 'unknown'] as const
export type ActionState = (typeof ACTION_STATES)[number]

export interface CardAction {
  /** Also the idempotency key. */
  readonly id: string
  readonly callId: string
  readonly caseId: string | null
  readonly matter: number
  readonly step: string
  readonly visit: number
  readonly action: string
  readonly operation: string
  readonly targetRef: string
  readonly input: unknown
  readonly state: ActionState
  /** The script's word for how it ended; null while it has not. */
  readonly outcome: string | null
  readonly receipt: string | null
  readonly error: string | null
  readonly result: unknown
  readonly attempts: number
  readonly confirmedBy: string
  readonly confirmedAt: string
  readonly sentAt: string | null
  readonly endedAt: string | null
  /** How often it was asked after in vain. */
  readonly tries: number
  /** Since when a person has been asked to find out how it ended. */
  readonly givenUpAt: string | null
  /** Since when something newer has been asked for in its place. */
  readonly replacedAt: string | null
}

/** Whether it may still have an effect or be sent: nothing else may be started for its target. */
export const stands = (action: Pick<CardAction, 'state'>): boolean => action.state !== 'refused'
export const isUnsettled = (action: Pick<CardAction, 'state'>): boolean =>
  action.state === 'pending' || action.state === 'sent' || action.state === 'unknown'
