import type { Clock } from '../clock.ts'
import type { Db } from '../db.ts'
import { type ActionResult, outcomeOf } from './action-inputs.ts'
import { endAction, findAction, markSent, unsettledActions } from './actions.ts'
import type { ActionState, CardAction } from './card-action.ts'
import {
  type CardSystem,
  CardSystemError,
  CHANGES,
  type ChangeName,
  type ErrorCode,
  type Input,
} from './card-system.ts'

/** Sends what has been written down, and finds out what became of what was sent. */
export interface Outbox {
  /** Sends these actions side by side; settles when each has an end, or is known not to have one yet. */
  send(actions: readonly CardAction[]): Promise<void>
  /**
   * Sends what was never sent, and looks up by its key whatever has no known end; sent anew is only what never arrived.
   * Once the card system is found to be away, nothing more is asked until the next round. It is away when two actions
   * in a row get no answer at all: one that fails says nothing about the others.
   */
  resolve(): Promise<void>
}

export interface OutboxDeps {
  readonly db: Db
  readonly clock: Clock
  readonly cardSystem: CardSystem
  /** Reads ahead what `onEnded` needs besides the transaction, which may hold the only connection. */
  readonly beforeEnd: (action: CardAction) => Promise<void>
  /** What follows from an action's end; in the same transaction. */
  readonly onEnded: (trx: Db, action: CardAction) => Promise<void>
  /** Whether somebody wrote to the call at the same moment: the end is written anew. */
  readonly isConflict: (error: unknown) => boolean
}

/** An action younger than this may still be on its way from the request that confirmed it. */
const IN_FLIGHT_MS = 10_000
/** So many actions in a row without an answer: nobody is there. */
const AWAY_AFTER = 2
/** How often an end is written anew. */
const MOST_ANEW = 3

export function createOutbox(deps: OutboxDeps): Outbox {
  const writeEnd = async (
    action: CardAction,
    result: ActionResult,
    from?: readonly ActionState[],
  ) => {
    await deps.beforeEnd(action)
    await deps.db.transaction(async (trx) => {
      const ended = await endAction(trx, action.id, endingOf(result), deps.clock.now(), from)
      if (ended) await deps.onEnded(trx, ended)
    })
  }

  const end = async (...written: Parameters<typeof writeEnd>): Promise<void> => {
    for (let anew = 0; ; anew += 1)
      try {
        return await writeEnd(...written)
      } catch (error) {
        if (anew === MOST_ANEW || !deps.isConflict(error)) throw error
      }
  }

  const sendOne = async (action: CardAction, from: readonly ActionState[]): Promise<boolean> => {
    if (!(await markSent(deps.db, action.id, from, deps.clock.now()))) return true
    const result = await attempt(deps.cardSystem, action)
    await end(action, result)
    return wasAnswered(result)
  }

  const lookUp = (action: CardAction) =>
    deps.cardSystem.read('getOperation', { idempotencyKey: action.id }).catch(failureOf)

  const isThere = async (action: CardAction) => !isSilence(await lookUp(action))

  /** Gives whether the card system answered anything, if only that it does not take this question. */
  const resolveOne = async (action: CardAction): Promise<boolean> => {
    if (action.state === 'pending')
      return (await sendOne(action, ['pending'])) || (await isThere(action))
    const record = await lookUp(action)
    if (record instanceof CardSystemError) {
      await leaveOne(action)
      return !isSilence(record)
    }
    if (record.state === 'running') return true
    if (record.state === 'unknown')
      return (await sendOne(action, ['sent', 'unknown'])) || (await isThere(action))
    const result =
      record.state === 'done'
        ? outcomeOf(action.action, record.result)
        : outcomeOf(
            action.action,
            new CardSystemError(record.error?.code ?? 'unavailable', 'recorded as failed'),
          )
    await end(action, result)
    return true
  }

  /** With no answer to be had: the call that waits for it goes on with what is certain. */
  const leaveOne = async (action: CardAction): Promise<void> => {
    if (action.state === 'pending') await end(action, NOT_SENT, ['pending'])
    if (action.state === 'sent') await end(action, NOT_KNOWN)
  }

  return {
    async send(actions) {
      await Promise.all(
        actions
          .filter((each) => each.state === 'pending')
          .map((each) => sendOne(each, ['pending'])),
      )
    },
    async resolve() {
      const before = new Date(deps.clock.now().getTime() - IN_FLIGHT_MS)
      const failures: unknown[] = []
      let unanswered = 0
      for (const action of await unsettledActions(deps.db, before))
        try {
          const fresh = await findAction(deps.db, action.id)
          if (fresh && unanswered < AWAY_AFTER)
            unanswered = (await resolveOne(fresh)) ? 0 : unanswered + 1
          else if (fresh) await leaveOne(fresh)
        } catch (error) {
          failures.push(error)
        }
      // One that cannot be settled keeps none of the others waiting.
      if (failures.length > 0) throw new AggregateError(failures, 'actions were not settled')
    },
  }
}

/** Sent, and nobody there to ask what became of it: the next round asks again. */
const NOT_KNOWN: ActionResult = {
  outcome: 'unknown',
  receipt: null,
  error: 'timeout_unknown',
  output: null,
}
/** Never sent, and nobody there to send it to. */
const NOT_SENT: ActionResult = {
  outcome: 'unavailable',
  receipt: null,
  error: 'unavailable',
  output: null,
}
const SILENCE: ReadonlySet<unknown> = new Set<ErrorCode>(['unavailable', 'timeout_unknown'])
const wasAnswered = ({ error }: ActionResult): boolean => !SILENCE.has(error)
const isSilence = (answer: unknown): boolean =>
  answer instanceof CardSystemError && SILENCE.has(answer.code)

function failureOf(error: unknown): CardSystemError {
  if (error instanceof CardSystemError) return error
  throw error
}

const isChange = (name: string): name is ChangeName => CHANGES.some((each) => each === name)

async function attempt(cardSystem: CardSystem, action: CardAction): Promise<ActionResult> {
  if (!isChange(action.operation))
    throw new Error(`${action.operation} is not an operation of the card system`)
  try {
    const input = action.input as Input<ChangeName> // written by planAction for this very operation
    return outcomeOf(action.action, await cardSystem.change(action.operation, input, action.id))
  } catch (error) {
    if (error instanceof CardSystemError) return outcomeOf(action.action, error)
    throw error
  }
}

function endingOf(result: ActionResult) {
  const certainlyNot = result.outcome === 'refused' || result.outcome === 'unavailable'
  return {
    state:
      result.outcome === 'unknown'
        ? ('unknown' as const)
        : certainlyNot
          ? ('refused' as const)
          : ('done' as const),
    outcome: result.outcome,
    receipt: result.receipt,
    error: result.error,
    result: result.output,
  }
}
