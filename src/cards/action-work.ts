import type { Clock } from '../clock.ts'
import type { Db } from '../db.ts'
import { type ActionResult, outcomeOf } from './action-inputs.ts'
import { beginAttempt, freeAction, takeAction } from './attempts.ts'
import type { CardAction } from './card-action.ts'
import {
  type CardSystem,
  CardSystemError,
  type ChangeName,
  type Input,
  isChangeName,
} from './card-system.ts'
import type { EndWriter } from './end-writer.ts'
import { isSilence, NOT_KNOWN, NOT_SENT, REPLACED, surelyOf, wasAnswered } from './endings.ts'
import { type Lease, newLease } from './lease.ts'

/** The work on one action: each piece of it takes the action under a lease, and does nothing when somebody is at it. */
export interface ActionWork {
  /** Sends an action that was never sent; one just written down is left to the request that wrote it, unless `fresh`. */
  send(id: string, fresh?: boolean): Promise<void>
  /**
   * Sends what was never sent, and asks by its key what became of the rest. Gives whether the card system answered
   * anything, if only that it does not take this question.
   */
  resolve(action: CardAction): Promise<boolean>
  /** With no answer to be had: the call that waits for it goes on with what is certain. */
  leave(action: CardAction): Promise<void>
}

export interface ActionWorkDeps {
  readonly db: Db
  readonly clock: Clock
  readonly cardSystem: CardSystem
}

export function createActionWork(
  { db, clock, cardSystem }: ActionWorkDeps,
  writer: EndWriter,
): ActionWork {
  const sendOne = async (id: string, lease: Lease, fresh = false): Promise<boolean> => {
    const attempt = await beginAttempt(db, id, 'send', { lease, at: clock.now(), fresh })
    if (!attempt) return true
    const result = await exchange(cardSystem, attempt.action)
    await writer.end(attempt, surelyOf(result, attempt.action))
    return wasAnswered(result)
  }
  const lookUp = (action: CardAction) =>
    cardSystem.read('getOperation', { idempotencyKey: action.id }).catch(failureOf)
  /** Never arrived, and something newer is wanted in its place. */
  const drop = async ({ id }: CardAction, lease: Lease) => {
    const action = await takeAction(db, id, { lease, at: clock.now() })
    if (action) await writer.end({ id: null, lease, action }, REPLACED)
    return true
  }
  const sendOrAsk = async (action: CardAction, lease: Lease) =>
    (await sendOne(action.id, lease)) || !isSilence(await lookUp(action))

  return {
    async send(id, fresh) {
      await sendOne(id, newLease(), fresh)
    },
    async resolve(action) {
      const lease = newLease()
      if (action.attempts === 0 && action.replacedAt !== null) return drop(action, lease)
      if (action.attempts === 0) return sendOrAsk(action, lease)
      const asked = await beginAttempt(db, action.id, 'ask', { lease, at: clock.now() })
      if (!asked) return true
      const record = await lookUp(asked.action)
      if (record instanceof CardSystemError) {
        const { state } = asked.action
        if (state === 'sent') await writer.end(asked, { ...NOT_KNOWN, error: record.code })
        else await writer.postpone(asked, record.code)
        return !isSilence(record)
      }
      if (record.state === 'running') await writer.postpone(asked, 'running')
      if (record.state === 'unknown') {
        await writer.note(asked, 'unknown')
        if (asked.action.replacedAt !== null) return drop(action, lease)
        return sendOrAsk(action, lease)
      }
      const failed = () =>
        new CardSystemError(record.error?.code ?? 'unavailable', 'recorded as failed')
      const result = record.state === 'failed' ? failed() : record.result
      if (record.state !== 'running') await writer.end(asked, outcomeOf(action.action, result))
      return true
    },
    async leave({ id }) {
      const lease = newLease()
      const action = await takeAction(db, id, { lease, at: clock.now() })
      if (!action) return
      if (action.state === 'unknown') return freeAction(db, id, lease)
      await writer.end({ id: null, lease, action }, action.attempts === 0 ? NOT_SENT : NOT_KNOWN)
    },
  }
}

function failureOf(error: unknown): CardSystemError {
  if (error instanceof CardSystemError) return error
  throw error
}

async function exchange(cardSystem: CardSystem, action: CardAction): Promise<ActionResult> {
  if (!isChangeName(action.operation))
    throw new Error(`${action.operation} is not an operation of the card system`)
  try {
    const input = action.input as Input<ChangeName> // written by planAction for this very operation
    return outcomeOf(action.action, await cardSystem.change(action.operation, input, action.id))
  } catch (error) {
    return outcomeOf(action.action, failureOf(error))
  }
}
