import { standingActions } from '../cards/actions.ts'
import type { CardAction } from '../cards/card-action.ts'
import type { Db } from '../db.ts'
import type { Operator } from '../operators/operator.ts'
import { atLeast } from '../scripts/script.ts'
import { confirmationOf, isRepeatable, planHere } from './acting.ts'
import { levelOf } from './answer-check.ts'
import { confirmedAt } from './call.ts'
import type { CallContext } from './context.ts'
import { appendEntries, lastSeq } from './entries.ts'
import type { Submission } from './submission.ts'

/** What stands already for the targets of a step's action, from another step, call or operator. */
export interface StandingHere {
  readonly actions: readonly CardAction[]
  /** Nothing is left that could be started anew. */
  readonly isAll: boolean
}
export const NOTHING_STANDS: StandingHere = { actions: [], isAll: false }

/** Shown before anything is confirmed, so that nobody tries in vain; not below the level of the action itself. */
export async function standingHere(
  db: Db,
  context: CallContext,
  fields: Readonly<Record<string, string>> = {},
): Promise<StandingHere> {
  const { call, standing, step } = context
  const action = step.action ?? ''
  if (step.kind !== 'act' || isRepeatable(action)) return NOTHING_STANDS
  if (!atLeast(standing.state.identity, levelOf(step))) return NOTHING_STANDS
  if (confirmedAt(call, standing.current, standing.state)) return NOTHING_STANDS
  const plan = await planHere({ db }, context, fields)
  if (plan.length === 0) return NOTHING_STANDS
  const [first] = plan
  const onceRefs = plan.map((each) => each.onceRef ?? each.targetRef)
  const actions = await standingActions(db, first?.operation ?? '', onceRefs)
  const stands = (targetRef: string) => actions.some((each) => each.targetRef === targetRef)
  // What is still typed here may make it another action.
  const isAll = step.fields.length === 0 && plan.every((each) => stands(each.targetRef))
  return { actions, isAll }
}

/** Lets the call go on from what stands already: nothing new is written down or sent. Empty when something is missing. */
export async function recordGoingOn(
  db: Db,
  context: CallContext,
  operator: Operator,
  submission: Submission,
  at: Date,
): Promise<readonly CardAction[]> {
  const { actions, isAll } = await standingHere(db, context, submission.fields)
  if (!isAll) return []
  const entry = confirmationOf(context, operator, submission, actions, {}, at)
  await db.transaction((trx) => appendEntries(trx, context.call.id, lastSeq(context.call), [entry]))
  return actions
}
