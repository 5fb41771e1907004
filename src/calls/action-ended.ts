import { actionsByIds, actionsOfCase, actionsOfCases } from '../cards/actions.ts'
import { type CardAction, isUnsettled } from '../cards/card-action.ts'
import { REPLACED } from '../cards/endings.ts'
import type { AnyHand } from '../cases/cases.ts'
import { commitmentsOf, endCommitments } from '../cases/commitments.ts'
import { familiesOf, familyOf, lockFamily } from '../cases/families.ts'
import { followPromiseEnd } from '../cases/promise-ended.ts'
import { endTasksAbout, openTasksAbout, raiseTask } from '../cases/tasks.ts'
import type { Db } from '../db.ts'
import { settleConfirmation } from './acting.ts'
import { actionsReliedOn, callsWaitingFor, casesOfCalls, casesRelyingOn } from './call-lists.ts'
import { type CallDeps, loadContext } from './context.ts'
import { promiseToTell } from './late-order.ts'

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
  const cases = new Set([action.caseId, ...(await casesRelyingOn(trx, action.id))])
  const theirs = await casesOfCalls(trx, waiting)
  await lockFamily(
    trx,
    [...cases, ...theirs.map(({ id }) => id)].filter((id) => id !== null),
  )
  for (const family of (
    await familiesOf(
      trx,
      [...cases].filter((id) => id !== null),
    )
  ).values())
    for (const id of family) cases.add(id)
  const hand: AnyHand = { operatorId: null, at: deps.clock.now(), callId: action.callId }
  for (const caseId of cases)
    if (caseId !== null) await keepPromises(deps, trx, action, caseId, hand)
  const told: (string | null)[] = []
  for (const callId of waiting) told.push(await settleConfirmation(deps, callId, trx))
  // Told that the result of all together is not known, nobody knows that one of them was not done.
  const isTold = told.some((outcome) => outcome !== null && outcome !== 'unknown')
  await followTasks(trx, action, isTold, hand)
}

async function keepPromises(
  { timeZone }: CallDeps,
  trx: Db,
  action: CardAction,
  caseId: string,
  hand: AnyHand,
): Promise<void> {
  const keeps = KEEPS[action.action]
  if (!isReallyDone(action) || !keeps) return
  if (await isPartOfMore(trx, action, caseId)) return
  const ordered = (await commitmentsOf(trx, [caseId])).findLast(
    ({ kind, state }) => kind === 'reissue' && state === 'open' && keeps.includes(kind),
  )
  await endCommitments(trx, caseId, keeps, 'kept', 'fulfilled', hand)
  if (ordered) await promiseToTell(trx, action, ordered, hand, timeZone)
  await followPromiseEnd(trx, caseId, false, hand)
}

/** A promise about several cards or orders is kept once none of them may be left undone. */
async function isPartOfMore(trx: Db, { action, targetRef }: CardAction, caseId: string) {
  const own = await actionsOfCase(trx, caseId)
  const others = await actionsByIds(trx, await actionsReliedOn(trx, caseId))
  for (const each of [...own, ...others]) {
    if (each.action !== action || each.replacedAt !== null) continue
    if (isUnsettled(each) || each.state === 'waiting') return true
    if (each.state !== 'refused' || each.targetRef === targetRef) continue
    if ((await openTasksAbout(trx, ['action_not_done'], each.id)).length > 0) return true
  }
  return false
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
  if (state === 'refused' && !isTold && action.error !== REPLACED.error)
    await raiseTask(trx, { ...about(action), caseId, kind: 'action_not_done' }, hand)
}

/** An earlier attempt at the same thing that was not done is made good by this one. */
async function endTasksBefore(
  trx: Db,
  { operation, targetRef }: CardAction,
  caseId: string,
  hand: AnyHand,
): Promise<void> {
  const earlier = (await actionsOfCases(trx, await familyOf(trx, caseId))).filter(
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
  await lockFamily(trx, [action.caseId])
  const task = { ...about(action), caseId: action.caseId, kind: 'action_unknown' } as const
  await raiseTask(trx, task, { operatorId: null, at: clock.now(), callId: action.callId })
}

/** The script versions that the calls are read with are parsed once and kept; here, outside the transaction. */
export async function beforeActionEnds(deps: CallDeps, action: CardAction): Promise<void> {
  for (const callId of await callsWaitingFor(deps.db, action.id)) await loadContext(deps, callId)
}
