import type { CardAction } from '../cards/card-action.ts'
import { lockCases } from '../cases/cases.ts'
import { endCommitments } from '../cases/commitments.ts'
import { followPromiseEnd } from '../cases/promise-ended.ts'
import type { Db } from '../db.ts'
import { settleConfirmation } from './acting.ts'
import { callsWaitingFor, casesOfCalls } from './call-lists.ts'
import { type CallDeps, loadContext } from './context.ts'

/** Which promises are kept once the card system has really done it, however late the answer came. */
const KEEPS: Readonly<Record<string, readonly string[]>> = {
  stop_card: ['verify_stop', 'verify_manual_stop'],
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
  const keeps = KEEPS[action.action]
  if (isReallyDone(action) && keeps && action.caseId !== null) {
    const hand = { operatorId: null, at: deps.clock.now(), callId: action.callId }
    await endCommitments(trx, action.caseId, keeps, 'kept', 'fulfilled', hand)
    await followPromiseEnd(trx, action.caseId, false, hand)
  }
  for (const callId of waiting) await settleConfirmation(deps, callId, trx)
}

/** The script versions that the calls are read with are parsed once and kept; here, outside the transaction. */
export async function beforeActionEnds(deps: CallDeps, action: CardAction): Promise<void> {
  for (const callId of await callsWaitingFor(deps.db, action.id)) await loadContext(deps, callId)
}
