import type { Clock } from '../clock.ts'
import type { Db } from '../db.ts'
import { type ActionResult, outcomeOf } from './action-inputs.ts'
import { dueActions, endAction, giveUp, hopelessActions, putOff } from './action-turns.ts'
import { findAction } from './actions.ts'
import { type Attempt, beginAttempt, endAttempt, freeAction, takeAction } from './attempts.ts'
import type { CardAction } from './card-action.ts'
import {
  type CardSystem,
  CardSystemError,
  type ChangeName,
  type Input,
  isChangeName,
} from './card-system.ts'
import {
  answerOf,
  endingOf,
  isSilence,
  NOT_KNOWN,
  NOT_SENT,
  saidEnding,
  surelyOf,
  wasAnswered,
} from './endings.ts'
import { type Lease, newLease } from './lease.ts'

/** Sends what has been written down, and finds out what became of what was sent. */
export interface Outbox {
  /** Sends these actions side by side; settles when each has an end, or is known not to have one yet. */
  send(actions: readonly CardAction[]): Promise<void>
  /**
   * Sends what was never sent, and looks up by its key whatever has no known end; sent anew, under the same key, is
   * only what never arrived. One action is worked on by one instance at a time. Once the card system is found to be
   * away, nothing more is asked until the next round. It is away when two actions in a row get no answer at all: one
   * that fails says nothing about the others.
   */
  resolve(): Promise<void>
  /** Finds out at once what became of one action, whatever its pause. */
  lookAfter(actionId: string): Promise<void>
  /**
   * Writes down how an action ended from what a person found out (`error` is then `by_hand`), with what goes along in
   * the same transaction; false when its end is known already.
   */
  settle(
    actionId: string,
    said: { isDone: boolean; reference: string; operatorId: string },
    alongside: (trx: Db) => Promise<void>,
  ): Promise<boolean>
}

export interface OutboxDeps {
  readonly db: Db
  readonly clock: Clock
  readonly cardSystem: CardSystem
  /** After how long a person is asked to find out what became of an action, in milliseconds. */
  readonly giveUpAfterMs: number
  /** What is done before every round: finding out whether the card system is back. */
  readonly beforeRound: () => Promise<unknown>
  /** Reads ahead what `onEnded` needs besides the transaction, which may hold the only connection. */
  readonly beforeEnd: (action: CardAction) => Promise<void>
  /** What follows from an action's end; in the same transaction. */
  readonly onEnded: (trx: Db, action: CardAction) => Promise<void>
  /** What follows when its end could not be found out in time; in the transaction that says so. */
  readonly onGivenUp: (trx: Db, action: CardAction) => Promise<void>
  /** Whether somebody wrote to the call at the same moment: the end is written anew. */
  readonly isConflict: (error: unknown) => boolean
}

/** So many actions in a row without an answer: nobody is there. */
const AWAY_AFTER = 2
/** How often an end is written anew. */
const MOST_ANEW = 3

export function createOutbox(deps: OutboxDeps): Outbox {
  const { db, clock, cardSystem } = deps
  let isAway = false

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
  const anew = async (write: () => Promise<void>): Promise<void> => {
    for (let times = 0; ; times += 1)
      try {
        return await write()
      } catch (error) {
        if (times === MOST_ANEW || !deps.isConflict(error)) throw error
      }
  }
  const end = (attempt: Attempt, result: ActionResult) => anew(() => writeEnd(attempt, result))

  const sendOne = async (id: string, lease: Lease, fresh = false): Promise<boolean> => {
    const attempt = await beginAttempt(db, id, 'send', { lease, at: clock.now(), fresh })
    if (!attempt) return true
    const result = await exchange(cardSystem, attempt.action)
    await end(attempt, surelyOf(result, attempt.action))
    return wasAnswered(result)
  }

  const lookUp = (action: CardAction) =>
    cardSystem.read('getOperation', { idempotencyKey: action.id }).catch(failureOf)
  const isThere = async (action: CardAction) => !isSilence(await lookUp(action))

  const postpone = async (attempt: Attempt, answer: string) =>
    db.transaction(async (trx) => {
      await endAttempt(trx, attempt, answer, clock.now())
      await putOff(trx, attempt.action, attempt.lease, clock.now())
    })

  /** Gives whether the card system answered anything, if only that it does not take this question. */
  const resolveOne = async (action: CardAction): Promise<boolean> => {
    const lease = newLease()
    if (action.attempts === 0) return (await sendOne(action.id, lease)) || (await isThere(action))
    const asked = await beginAttempt(db, action.id, 'ask', { lease, at: clock.now() })
    if (!asked) return true
    const record = await lookUp(asked.action)
    if (record instanceof CardSystemError) {
      if (asked.action.state === 'sent') await end(asked, { ...NOT_KNOWN, error: record.code })
      else await postpone(asked, record.code)
      return !isSilence(record)
    }
    if (record.state === 'running') await postpone(asked, 'running')
    if (record.state === 'unknown') {
      await db.transaction((trx) => endAttempt(trx, asked, 'unknown', clock.now()))
      return (await sendOne(action.id, lease)) || (await isThere(action))
    }
    const failed = () =>
      new CardSystemError(record.error?.code ?? 'unavailable', 'recorded as failed')
    if (record.state === 'done') await end(asked, outcomeOf(action.action, record.result))
    if (record.state === 'failed') await end(asked, outcomeOf(action.action, failed()))
    return true
  }

  /** With no answer to be had: the call that waits for it goes on with what is certain. */
  const leaveOne = async ({ id }: CardAction): Promise<void> => {
    const lease = newLease()
    const action = await takeAction(db, id, { lease, at: clock.now() })
    if (!action) return
    if (action.state === 'unknown') return freeAction(db, id, lease)
    await end({ id: null, lease, action }, action.attempts === 0 ? NOT_SENT : NOT_KNOWN)
  }

  const askPeople = async (): Promise<void> => {
    const before = new Date(clock.now().getTime() - deps.giveUpAfterMs)
    for (const action of await hopelessActions(db, before))
      await db.transaction(async (trx) => {
        if (await giveUp(trx, action.id, clock.now())) await deps.onGivenUp(trx, action)
      })
  }

  const resolveAll = async (due: readonly CardAction[]): Promise<void> => {
    const failures: unknown[] = []
    let unanswered = 0
    for (const action of due)
      try {
        if (unanswered >= AWAY_AFTER) await leaveOne(action)
        else unanswered = (await resolveOne(action)) ? 0 : unanswered + 1
      } catch (error) {
        failures.push(error)
      }
    isAway = unanswered >= AWAY_AFTER
    // One that cannot be settled keeps none of the others waiting.
    if (failures.length > 0) throw new AggregateError(failures, 'actions were not settled')
  }

  return {
    async send(actions) {
      const pending = actions.filter((each) => each.state === 'pending')
      await Promise.all(pending.map((each) => sendOne(each.id, newLease(), true)))
    },
    async resolve() {
      await deps.beforeRound()
      await resolveAll(await dueActions(db, clock.now(), isAway)).finally(askPeople)
    },
    async settle(actionId, { isDone, reference, operatorId }, alongside) {
      const action = await findAction(db, actionId)
      if (!action) return false
      await deps.beforeEnd(action)
      return await db.transaction(async (trx) => {
        const found = { at: clock.now(), operatorId }
        const ended = await endAction(trx, actionId, saidEnding(action, isDone, reference), found)
        if (!ended) return false
        await alongside(trx)
        await deps.onEnded(trx, ended)
        return true
      })
    },
    async lookAfter(actionId) {
      const due = await dueActions(db, clock.now(), true)
      await resolveAll(due.filter((each) => each.id === actionId))
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
