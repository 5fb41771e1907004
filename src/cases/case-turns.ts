import type { Db } from '../db.ts'
import { type Hand, recordCaseEvent } from './cases.ts'

/** What a person decides about a whole case: who has it, and whether it is over. */

/** Gives a case to somebody else; false when somebody was faster. */
export async function giveCase(
  trx: Db,
  id: string,
  version: number,
  ownerId: string,
  hand: Hand,
): Promise<boolean> {
  const changed = await trx('cases')
    .where({ id, version, merged_into: null })
    .update({ owner_id: ownerId, updated_at: hand.at.toISOString(), version: version + 1 })
  if (changed === 1) await recordCaseEvent(trx, 'case_given', id, hand, { ownerId })
  return changed === 1
}

/** Closes a case if its version is still the one that was seen; false when somebody was faster. */
export async function closeCase(
  trx: Db,
  id: string,
  version: number,
  hand: Hand,
): Promise<boolean> {
  const at = hand.at.toISOString()
  const changed = await trx('cases')
    .where({ id, version, merged_into: null })
    .whereNot('status', 'closed')
    .update({
      status: 'closed',
      closed_at: at,
      closed_by: hand.operatorId,
      updated_at: at,
      version: version + 1,
    })
  if (changed === 1) await recordCaseEvent(trx, 'case_closed', id, hand)
  return changed === 1
}
export async function reopenCase(
  trx: Db,
  id: string,
  version: number,
  hand: Hand,
): Promise<boolean> {
  const changed = await trx('cases')
    .where({ id, version, status: 'closed', merged_into: null })
    .update({
      status: 'open',
      closed_at: null,
      closed_by: null,
      updated_at: hand.at.toISOString(),
      version: version + 1,
    })
  if (changed === 1) await recordCaseEvent(trx, 'case_reopened', id, hand)
  return changed === 1
}
