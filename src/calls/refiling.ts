import { notesOfCases } from '../cases/notes.ts'
import { followUrgency } from '../cases/urgencies.ts'
import type { Db } from '../db.ts'
import { indexCases } from '../search/index.ts'

/**
 * Everything that a matter of a call has left in a case goes to another case. Notes are never rewritten: where each
 * belongs now is written beside it.
 */
export async function refile(
  trx: Db,
  callId: string,
  matter: number,
  from: string,
  to: string,
): Promise<void> {
  const own = { call_id: callId, matter, case_id: from }
  const actions: string[] = await trx('card_actions').where(own).pluck('id')
  const promised = await ordersIn(trx, own)
  await trx('matters')
    .where({ call_id: callId, number: matter, case_id: from })
    .update({ case_id: to })
  await trx('card_actions').where(own).update({ case_id: to })
  await trx('commitments').where(own).update({ case_id: to })
  for (const table of ['approvals', 'manual_stops'])
    await trx(table).where({ case_id: from }).whereIn('action_id', actions).update({ case_id: to })
  const stops: string[] = await trx('manual_stops').whereIn('action_id', actions).pluck('id')
  await trx('tasks')
    .where({ case_id: from })
    .whereIn('subject_ref', [...actions, ...stops, ...promised])
    .update({ case_id: to })
  await trx('trouble_signals').where(own).update({ case_id: to })
  await refileNotes(trx, callId, matter, from, to)
  for (const caseId of [from, to]) await followUrgency(trx, caseId)
  await indexCases(trx, [from, to])
}

/** Orders and holds by their references: what is to be seen to about them goes where they were promised or made. */
async function ordersIn(trx: Db, own: Record<string, unknown>): Promise<string[]> {
  const receipts: (string | null)[] = await trx('card_actions').where(own).pluck('receipt')
  const targets: (string | null)[] = await trx('card_actions').where(own).pluck('target_ref')
  const subjects: (string | null)[] = await trx('commitments').where(own).pluck('subject_ref')
  return [...receipts, ...targets, ...subjects].filter((ref) => ref !== null)
}

/** The notes that the call has left in the case: all of them, unless another matter of it stays there. */
async function refileNotes(trx: Db, callId: string, matter: number, from: string, to: string) {
  const stays = await trx('matters').where({ call_id: callId, case_id: from }).first('number')
  const note = await trx('call_notes').where({ call_id: callId, matter }).first('body')
  const here = (await notesOfCases(trx, [from])).filter((each) => each.callId === callId)
  for (const { id, body } of here)
    if (stays === undefined || body === note?.body.trim())
      await trx('refiled_notes')
        .insert({ note_id: id, case_id: to })
        .onConflict('note_id')
        .merge({ case_id: to })
}
