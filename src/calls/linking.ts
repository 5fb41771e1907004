import { recordEvent } from '../audit/events.ts'
import { actionsOfCase } from '../cards/actions.ts'
import { findCase } from '../cases/cases.ts'
import { commitmentsOf } from '../cases/commitments.ts'
import type { Db } from '../db.ts'
import { setMatterCase } from './calls.ts'
import type { Hand } from './consequences.ts'

/** Says that a matter goes on with a case that was already open. */
export async function linkCase(
  trx: Db,
  callId: string,
  matter: number,
  caseId: string,
  hand: Hand,
  caseIds?: Map<number, string | null>,
): Promise<void> {
  const caseFile = await findCase(trx, caseId)
  if (!caseFile) return
  caseIds?.set(matter, caseId)
  await setMatterCase(trx, callId, matter, caseId)
  await recordEvent(trx, {
    name: 'call_linked',
    at: hand.at,
    operatorId: hand.operatorId,
    caseId,
    callId,
  })
}

/** Whether this call has neither done nor promised anything in a case yet. */
export async function isUntouched(trx: Db, callId: string, caseId: string): Promise<boolean> {
  const actions = await actionsOfCase(trx, caseId)
  const promises = await commitmentsOf(trx, [caseId])
  return ![...actions, ...promises].some((each) => each.callId === callId)
}

/** Says that a matter is not about the case that it was linked to. */
export async function unlinkCase(
  trx: Db,
  callId: string,
  matter: number,
  caseId: string,
  hand: Hand,
): Promise<void> {
  await setMatterCase(trx, callId, matter, null)
  await recordEvent(trx, {
    name: 'call_unlinked',
    at: hand.at,
    operatorId: hand.operatorId,
    caseId,
    callId,
  })
}
