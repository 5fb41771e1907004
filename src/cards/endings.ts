import { type ActionResult, outcomeOf } from './action-inputs.ts'
import type { Ending } from './action-turns.ts'
import type { CardAction } from './card-action.ts'
import { CardSystemError, type ErrorCode } from './card-system.ts'

/** What an answer of the card system, or the want of one, says about an action. */

/** Sent, and nobody there to ask what became of it: the next round asks again. */
export const NOT_KNOWN: ActionResult = {
  outcome: 'unknown',
  receipt: null,
  error: 'timeout_unknown',
  output: null,
}
/** Never sent, and nobody there to send it to. */
export const NOT_SENT: ActionResult = {
  outcome: 'unavailable',
  receipt: null,
  error: 'unavailable',
  output: null,
}

/** Never sent, and it is not wanted any more. */
export const REPLACED: ActionResult = {
  outcome: 'refused',
  receipt: null,
  error: 'replaced',
  output: null,
}

const SILENCE: ReadonlySet<unknown> = new Set<ErrorCode>(['unavailable', 'timeout_unknown'])
export const wasAnswered = ({ error }: ActionResult): boolean => !SILENCE.has(error)
export const isSilence = (answer: unknown): boolean =>
  answer instanceof CardSystemError && SILENCE.has(answer.code)

/** What was sent before may have been done, however certainly this time nothing was. */
export const surelyOf = (result: ActionResult, { attempts }: CardAction): ActionResult =>
  result.outcome === 'unavailable' && attempts > 1 ? { ...NOT_KNOWN, error: result.error } : result

/** The code that stands in the list of attempts. */
export const answerOf = ({ error, outcome }: ActionResult): string => error ?? outcome

/** `refused` is certainly not done. */
export function endingOf(result: ActionResult): Ending {
  const certainlyNot = result.outcome === 'refused' || result.outcome === 'unavailable'
  const known = certainlyNot ? ('refused' as const) : ('done' as const)
  return {
    state: result.outcome === 'unknown' ? 'unknown' : known,
    outcome: result.outcome,
    receipt: result.receipt,
    error: result.error,
    result: result.output,
  }
}

/** What a person found out: done without a result that could be gone on from, or certainly not. */
export const BY_HAND = 'by_hand'
export const saidEnding = (action: CardAction, isDone: boolean, reference: string): Ending => ({
  state: isDone ? 'done' : 'refused',
  outcome: isDone ? outcomeOf(action.action, null).outcome : 'refused',
  receipt: reference,
  error: BY_HAND,
  result: null,
})
