import type { CardAction } from '../cards/card-action.ts'
import { endCommitments } from '../cases/commitments.ts'
import type { Db } from '../db.ts'
import { settleConfirmation } from './acting.ts'
import type { CallDeps } from './context.ts'

/** Which promises are kept once the card system has really done it, however late the answer came. */
const KEEPS: Readonly<Record<string, readonly string[]>> = {
  stop_card: ['verify_stop', 'verify_manual_stop'],
  release_lock: ['tell_lock'],
  request_reissue: ['reissue'],
  request_address_change: ['address_review'],
  open_claim: ['claim'],
}

/** What follows in the call and its case from the end of an action; in the transaction that writes that end. */
export async function onActionEnded(deps: CallDeps, trx: Db, action: CardAction): Promise<void> {
  const keeps = KEEPS[action.action]
  if (action.state === 'done' && keeps && action.caseId !== null)
    await endCommitments(trx, action.caseId, keeps, 'kept', 'fulfilled', {
      operatorId: null,
      at: deps.clock.now(),
      callId: action.callId,
    })
  await settleConfirmation(deps, action.callId, trx)
}
