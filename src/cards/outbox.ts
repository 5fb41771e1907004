import type { Db } from '../db.ts'
import { dueActions, endAction, giveUp, hopelessActions } from './action-turns.ts'
import { type ActionWorkDeps, createActionWork } from './action-work.ts'
import { demandAction, findAction } from './actions.ts'
import { type CardAction, isUnsettled } from './card-action.ts'
import { createEndWriter, type EndWriterDeps } from './end-writer.ts'
import { saidEnding } from './endings.ts'

/** What became of a person's word on how an action ended. */
export type Settled = 'settled' | 'known' | 'busy'

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
   * the same transaction. Not when its end is `known` already, nor while it is just being sent or asked after.
   */
  settle(
    actionId: string,
    said: { isDone: boolean; reference: string; operatorId: string },
    alongside: (trx: Db) => Promise<void>,
  ): Promise<Settled>
}

export interface OutboxDeps extends ActionWorkDeps, EndWriterDeps {
  /** After how long a person is asked to find out what became of an action, in milliseconds. */
  readonly giveUpAfterMs: number
  /** What is done before every round: finding out whether the card system is back. */
  readonly beforeRound: () => Promise<unknown>
  /** What follows when an end could not be found out in time; in the transaction that says so. */
  readonly onGivenUp: (trx: Db, action: CardAction) => Promise<void>
}

/** So many actions in a row without an answer: nobody is there. */
const AWAY_AFTER = 2

export function createOutbox(deps: OutboxDeps): Outbox {
  const { db, clock } = deps
  const work = createActionWork(deps, createEndWriter(deps))
  let isAway = false

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
        if (unanswered >= AWAY_AFTER) await work.leave(action)
        else unanswered = (await work.resolve(action)) ? 0 : unanswered + 1
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
      await Promise.all(pending.map((each) => work.send(each.id, true)))
    },
    async resolve() {
      await deps.beforeRound()
      await resolveAll(await dueActions(db, clock.now(), isAway)).finally(askPeople)
    },
    async settle(actionId, { isDone, reference, operatorId }, alongside) {
      const action = await findAction(db, actionId)
      if (!action) return 'known'
      await deps.beforeEnd(action)
      return await db.transaction(async (trx) => {
        const found = { at: clock.now(), operatorId }
        const ended = await endAction(trx, actionId, saidEnding(action, isDone, reference), found)
        if (!ended) return isUnsettled(await demandAction(trx, { id: actionId })) ? 'busy' : 'known'
        await alongside(trx)
        await deps.onEnded(trx, ended)
        return 'settled'
      })
    },
    async lookAfter(actionId) {
      const due = await dueActions(db, clock.now(), true)
      await resolveAll(due.filter((each) => each.id === actionId))
    },
  }
}
