import type { CardAction } from '../cards/card-action.ts'
import { BY_HAND } from '../cards/endings.ts'
import { outputs } from '../cards/schemas.ts'

/**
 * When an action was done. `endedAt` is when that was found out, which may be days later: a stop tells its own time, and
 * of anything else it is known when it was sent.
 */
export function doneAt({ operation, result, sentAt, confirmedAt }: CardAction): string {
  const stop = operation === 'stopCard' ? outputs.stopCard.safeParse(result) : null
  return stop?.success ? stop.data.stoppedAt : (sentAt ?? confirmedAt)
}

/** Whether a person found out how it ended: the receipt is then what they noted, be it the name of a colleague. */
export const isNoted = ({ error }: Pick<CardAction, 'error'>): boolean => error === BY_HAND
