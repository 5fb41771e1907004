import type { Db } from '../db.ts'
import { type Hand, recordCaseEvent } from './cases.ts'
import { followUrgency } from './urgencies.ts'

/** What becomes of promises when the answers that made or kept them are put right within their call. */

/** Takes back what a call promised and then corrected; what an earlier call promised holds, or holds again. */
export async function withdrawCommitment(
  trx: Db,
  caseId: string,
  kind: string,
  hand: Hand & { readonly matter: number },
): Promise<void> {
  const own = { case_id: caseId, kind, call_id: hand.callId ?? null, matter: hand.matter }
  const ended = { ended_at: hand.at.toISOString(), ended_by: hand.operatorId }
  const withdrawn = await trx('commitments')
    .where({ ...own, state: 'open' })
    .update({ state: 'withdrawn', ...ended, end_reason: 'corrected' })
  if (withdrawn === 0) return
  await recordCaseEvent(trx, 'commitment_withdrawn', caseId, hand, { kinds: [kind] })
  await reopenReplaced(trx, own, hand)
  await followUrgency(trx, caseId)
}

/** The promise whose place was taken by those of a matter that does not promise it any more. */
async function reopenReplaced(
  trx: Db,
  own: { case_id: string; kind: string; call_id: string | null; matter: number },
  hand: Hand,
): Promise<void> {
  const { case_id: caseId, kind, call_id, matter } = own
  const taken: { id: string } | undefined = await trx('commitments')
    .where({ case_id: caseId, kind, state: 'withdrawn', end_reason: 'replaced' })
    .where((others) => others.whereNot({ call_id }).orWhereNot({ matter }))
    .whereIn('ended_at', trx('commitments').where(own).select('made_at'))
    .orderBy('ended_at', 'desc')
    .first('id')
  if (!taken) return
  await trx('commitments').where({ id: taken.id }).update(reopened(trx))
  await recordCaseEvent(trx, 'commitment_reopened', caseId, hand, { kinds: [kind] })
}
/** What was raised of it before has come to an end with it. */
const reopened = (trx: Db) => ({
  ...{ state: 'open', ended_at: null, ended_by: null, end_reason: null },
  ...{ rises_at: trx.ref('due_at'), late_at: null, raised_at: null },
})

/** What an answer of this call had ended as kept is owed again once that answer is corrected. */
export async function reopenCommitment(
  trx: Db,
  caseId: string,
  kind: string,
  since: string,
  hand: Hand,
): Promise<void> {
  const again = await trx('commitments')
    .where({ case_id: caseId, kind, state: 'kept', end_reason: 'fulfilled' })
    .whereNotNull('ended_by')
    .where('ended_at', '>=', since)
    .update(reopened(trx))
  if (again === 0) return
  await followUrgency(trx, caseId)
  await recordCaseEvent(trx, 'commitment_reopened', caseId, hand, { kinds: [kind] })
}
