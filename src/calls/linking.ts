import { recordEvent } from '../audit/events.ts'
import { findCase } from '../cases/cases.ts'
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
