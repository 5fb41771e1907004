import { actionsOfCase } from '../cards/actions.ts'
import { type CardAction, isUnsettled } from '../cards/card-action.ts'
import { type AnyHand, lockCases } from '../cases/cases.ts'
import { endCommitments } from '../cases/commitments.ts'
import { followPromiseEnd } from '../cases/promise-ended.ts'
import { endTasksAbout, raiseTask, tasksOfCase } from '../cases/tasks.ts'
import type { Db } from '../db.ts'
import { settleConfirmation } from './acting.ts'
import { callsWaitingFor, casesOfCalls } from './call-lists.ts'
import { type CallDeps, loadContext } from './context.ts'

/** Which promises are kept once the card system has really done it, however late the answer came. */
const KEEPS: Readonly<Record<string, readonly string[]>> = {
  stop_card: ['verify_stop'],
  release_lock: ['tell_lock'],
  request_reissue: ['reissue'],
  request_address_change: ['address_review'],
  open_claim: ['claim'],
}

/** What is still under review was taken, but nothing has been changed by it. */
const isReallyDone = ({ state, outcome }: CardAction): boolean =>
  state === 'done' && outcome === 'ok'

/** What follows in the call and its case from the end of an action; in the transaction that writes that end. */
export async function onActionEnded(deps: CallDeps, trx: Db, action: CardAction): Promise<void> {
  const waiting = await callsWaitingFor(trx, action.id)
  const theirs = await casesOfCalls(trx, waiting)
  await lockCases(trx, [action.caseId, ...theirs.map(({ id }) => id)])
  const hand: AnyHand = { operatorId: null, at: deps.clock.now(), callId: action.callId }
  await keepPromises(trx, action, hand)
  const told: boolean[] = []
  for (const callId of waiting) told.push(await settleConfirmation(deps, callId, trx))
  await followTasks(trx, action, told.includes(true), hand)
}

async function keepPromises(trx: Db, action: CardAction, hand: AnyHand): Promise<void> {
  const keeps = KEEPS[action.action]
  if (!isReallyDone(action) || !keeps || action.caseId === null) return
  if (await isPartOfMore(trx, action, action.caseId)) return
  await endCommitments(trx, action.caseId, keeps, 'kept', 'fulfilled', hand)
  await followPromiseEnd(trx, action.caseId, false, hand)
}

/** A promise about several cards or orders is kept once none of them may be left undone. */
async function isPartOfMore(trx: Db, { action, targetRef }: CardAction, caseId: string) {
  const tasks = await tasksOfCase(trx, caseId)
  const isLeft = (id: string) =>
    tasks.some(
      ({ kind, state, subjectRef }) =>
        kind === 'action_not_done' && state === 'open' && subjectRef === id,
    )
  return (await actionsOfCase(trx, caseId)).some(
    (each) =>
      each.action === action &&
      (isUnsettled(each) ||
        each.state === 'waiting' ||
        (each.targetRef !== targetRef && isLeft(each.id))),
  )
}

/** What was confirmed and is not done has to be seen to, unless the operator on the line is told just now. */
async function followTasks(
  trx: Db,
  action: CardAction,
  isTold: boolean,
  hand: AnyHand,
): Promise<void> {
  const { id, caseId, state } = action
  if (state === 'unknown' || caseId === null) return
  const found =
    state === 'done'
      ? (['action_unknown', 'action_not_done'] as const)
      : (['action_unknown'] as const)
  await endTasksAbout(trx, found, id, 'found_out', hand)
  if (state === 'done') await endTasksBefore(trx, action, caseId, hand)
  if (state === 'refused' && !isTold)
    await raiseTask(trx, { ...about(action), caseId, kind: 'action_not_done' }, hand)
}

/** An earlier attempt at the same thing that was not done is made good by this one. */
async function endTasksBefore(
  trx: Db,
  { operation, targetRef }: CardAction,
  caseId: string,
  hand: AnyHand,
): Promise<void> {
  const earlier = (await actionsOfCase(trx, caseId)).filter(
    (each) =>
      each.state === 'refused' && each.operation === operation && each.targetRef === targetRef,
  )
  for (const { id } of earlier)
    await endTasksAbout(trx, ['action_not_done'], id, 'done_since', hand)
}

const about = ({ id, action }: CardAction) => ({ subjectRef: id, detail: { action } })

/** The program could not find out in time how an action ended: a person has to. */
export async function onActionGivenUp(
  { clock }: Pick<CallDeps, 'clock'>,
  trx: Db,
  action: CardAction,
): Promise<void> {
  if (action.caseId === null) return
  await lockCases(trx, [action.caseId])
  const task = { ...about(action), caseId: action.caseId, kind: 'action_unknown' } as const
  await raiseTask(trx, task, { operatorId: null, at: clock.now(), callId: action.callId })
}

/** The script versions that the calls are read with are parsed once and kept; here, outside the transaction. */
export async function beforeActionEnds(deps: CallDeps, action: CardAction): Promise<void> {
  for (const callId of await callsWaitingFor(deps.db, action.id)) await loadContext(deps, callId)
}
