import type { Clock } from '../clock.ts'
import type { Db } from '../db.ts'
import type { ActionResult } from './action-inputs.ts'
import { endAction, putOff } from './action-turns.ts'
import { type Attempt, endAttempt } from './attempts.ts'
import type { CardAction } from './card-action.ts'
import { answerOf, endingOf } from './endings.ts'

/** Writes down what came of an attempt, with all that follows from it, in one transaction. */
export interface EndWriter {
  /** How the action ended, or that its end is not known yet. */
  end(attempt: Attempt, result: ActionResult): Promise<void>
  /** What was answered; the action itself waits for its next turn. */
  postpone(attempt: Attempt, answer: string): Promise<void>
  /** What was answered; the same piece of work goes on. */
  note(attempt: Attempt, answer: string): Promise<void>
}

export interface EndWriterDeps {
  readonly db: Db
  readonly clock: Clock
  /** Reads ahead what `onEnded` needs besides the transaction, which may hold the only connection. */
  readonly beforeEnd: (action: CardAction) => Promise<void>
  /** What follows from an action's end; in the same transaction. */
  readonly onEnded: (trx: Db, action: CardAction) => Promise<void>
  /** Whether somebody wrote to the call at the same moment: the end is written anew. */
  readonly isConflict: (error: unknown) => boolean
}

/** How often an end is written anew. */
const MOST_ANEW = 3

export function createEndWriter(deps: EndWriterDeps): EndWriter {
  const { db, clock } = deps

  const writeEnd = async (attempt: Attempt, result: ActionResult) => {
    const { lease, action } = attempt
    await deps.beforeEnd(action)
    await db.transaction(async (trx) => {
      const at = clock.now()
      await endAttempt(trx, attempt, answerOf(result), at)
      // What the call was told before is not told again.
      const isNews = result.outcome !== 'unknown' || action.outcome !== 'unknown'
      const ended = isNews && (await endAction(trx, action.id, endingOf(result), { at, lease }))
      if (result.outcome === 'unknown') await putOff(trx, action, lease, at)
      if (ended) await deps.onEnded(trx, ended)
    })
  }

  return {
    async end(attempt, result) {
      for (let times = 0; ; times += 1)
        try {
          return await writeEnd(attempt, result)
        } catch (error) {
          if (times === MOST_ANEW || !deps.isConflict(error)) throw error
        }
    },
    postpone: (attempt, answer) =>
      db.transaction(async (trx) => {
        await endAttempt(trx, attempt, answer, clock.now())
        await putOff(trx, attempt.action, attempt.lease, clock.now())
      }),
    note: (attempt, answer) =>
      db.transaction((trx) => endAttempt(trx, attempt, answer, clock.now())),
  }
}
