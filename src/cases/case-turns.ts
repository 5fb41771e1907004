import type { Db } from '../db.ts'
import { familyIn } from '../families.ts'
import { type AnyHand, type Hand, recordCaseEvent } from './cases.ts'
import { giveCommitments } from './commitments.ts'
import { dropHandover } from './handover-answers.ts'
import { teamOf } from './owners.ts'
import { giveTasks } from './tasks.ts'
import { followUrgency } from './urgencies.ts'
import type { Queue } from './urgency.ts'

/** What a person decides about a whole case: who has it, and whether it is over. */

/** Who has a case from now on: somebody, or nobody while it waits in a queue. */
export interface Giving {
  readonly ownerId: string | null
  /** The queue that it waits in; as before when left out. */
  readonly queue?: Queue
  /** What the record calls it. */
  readonly event?: 'case_given' | 'case_taken' | 'case_queued' | 'case_skipped'
  /** Ids and codes only. */
  readonly detail?: Readonly<Record<string, unknown>>
}

/**
 * Gives a case to somebody else, with what is open on it, or puts it back into a queue; false when somebody was faster.
 * The one way in which a case changes hands.
 */
export async function giveCase(
  trx: Db,
  id: string,
  version: number,
  { ownerId, queue, event = 'case_given', detail = {} }: Giving,
  hand: AnyHand,
): Promise<boolean> {
  const at = hand.at.toISOString()
  const changed = await trx('cases')
    .where({ id, version, merged_into: null })
    .update({
      owner_id: ownerId,
      team_id: teamOf(trx, ownerId),
      ...(queue === undefined ? {} : { queue }),
      updated_at: at,
      version: version + 1,
    })
  if (changed !== 1) return false
  const family = await familyIn(trx, 'cases', id)
  await dropHandover(trx, id, hand)
  await giveCommitments(trx, family, ownerId)
  await giveTasks(trx, family, ownerId)
  await followUrgency(trx, id)
  await recordCaseEvent(trx, event, id, hand, {
    ownerId,
    ...(queue === undefined ? {} : { queue }),
    ...detail,
  })
  return true
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
  if (changed !== 1) return false
  await followUrgency(trx, id)
  await recordCaseEvent(trx, 'case_closed', id, hand)
  return true
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
  if (changed !== 1) return false
  await followUrgency(trx, id)
  await recordCaseEvent(trx, 'case_reopened', id, hand)
  return true
}
