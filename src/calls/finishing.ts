import { type CaseFile, statusAfterCall } from '../cases/case-file.ts'
import { areWordsByHand } from '../cases/case-words.ts'
import { type CaseChange, changeCase, demandCase } from '../cases/cases.ts'
import { commitmentsOf } from '../cases/commitments.ts'
import { familyOf, survivorOf } from '../cases/families.ts'
import { addNote, notesOf } from '../cases/notes.ts'
import type { Db } from '../db.ts'
import type { Standing } from '../scripts/walk.ts'
import type { Call } from './call.ts'
import { noteOf } from './call-notes.ts'
import { setCallState } from './calls.ts'
import type { Hand } from './consequences.ts'
import type { CallDeps } from './context.ts'
import { linesOf, nextStepsIn, type WrapUp, wantedIn } from './wrap-up.ts'
import { wrapUpsOf } from './wrap-ups.ts'

export interface Scope {
  readonly trx: Db
  readonly deps: Pick<CallDeps, 'said'>
  readonly call: Call
  readonly after: Standing
  readonly hand: Hand
}

/** What a matter leaves in its case: how it ended, what was wanted and is left to do, and the note. */
export async function finishMatter(
  scope: Scope,
  matter: number,
  caseId: string,
  disposition: string,
): Promise<void> {
  const { trx, call, hand } = scope
  const note = await noteOf(trx, call.id, matter)
  await keepNote(trx, caseId, note.body.trim(), hand)
  const wrapUps = await wrapUpsOf(trx, [caseId])
  const own = wrapUps.find((each) => each.callId === call.id && each.matter === matter)
  const { reason, cause } = own?.fields ?? {}
  const promises = await commitmentsOf(trx, await ownFamily(trx, caseId))
  const open = promises.filter((each) => each.state === 'open')
  const words = (await areWordsByHand(trx, caseId))
    ? addedTo(await demandCase(trx, caseId), own, disposition)
    : { wanted: wantedIn(wrapUps), nextSteps: nextStepsIn(wrapUps, own, disposition) }
  const ending: CaseChange = {
    disposition,
    status: statusAfterCall(disposition, open),
    nextSteps: words.nextSteps,
    ...(reason ? { reason } : {}),
    ...(cause ? { cause } : {}),
  }
  const isOvertaken = hand.slip !== undefined && (await hasLaterCall(trx, caseId, call))
  const change = { wanted: words.wanted, ...(isOvertaken ? {} : ending) }
  await changeCase(trx, caseId, 'case_wrapped_up', change, hand)
  if (!isOvertaken) await tellSurvivor(trx, caseId, disposition, hand)
}

/** The whole family for the case that goes on; a merged one stands for itself. */
async function ownFamily(trx: Db, caseId: string): Promise<readonly string[]> {
  const family = await familyOf(trx, caseId)
  return family[0] === caseId ? family : [caseId]
}

/** The case that goes on in this one's place stands as its newest call left the whole. */
async function tellSurvivor(trx: Db, caseId: string, disposition: string, hand: Scope['hand']) {
  const survivor = await survivorOf(trx, await demandCase(trx, caseId))
  if (survivor.id === caseId) return
  const promises = await commitmentsOf(trx, await familyOf(trx, caseId))
  const open = promises.filter((each) => each.state === 'open')
  const change = { disposition, status: statusAfterCall(disposition, open) }
  await changeCase(trx, survivor.id, 'case_wrapped_up', change, hand)
}

/** What a person has put right stands: a call adds what it heard, and says what is left only where it says something. */
function addedTo(
  { wanted, nextSteps }: Pick<CaseFile, 'wanted' | 'nextSteps'>,
  own: WrapUp | undefined,
  disposition: string,
) {
  const known = linesOf(wanted)
  const heard = own ? linesOf(wantedIn([own])).filter((line) => !known.includes(line)) : []
  const left = own?.fields.next_steps ?? (disposition === 'resolved' ? '' : nextSteps)
  return { wanted: [...known, ...heard].join('\n'), nextSteps: left }
}

/** A slip may be entered when the case has gone on already: how the case stands is for the later call to say. */
async function hasLaterCall(trx: Db, caseId: string, { startedAt }: Call): Promise<boolean> {
  const later = await trx('matters')
    .join('calls', 'calls.id', 'matters.call_id')
    .where({ case_id: caseId })
    .where('started_at', '>', startedAt)
    .first('calls.id')
  return later !== undefined
}

/** A matter that is finished again after a correction leaves its note once. */
async function keepNote(trx: Db, caseId: string, body: string, hand: Scope['hand']) {
  const isThere = (await notesOf(trx, caseId)).some(
    (each) => each.callId === hand.callId && each.body === body,
  )
  if (body !== '' && !isThere) await addNote(trx, caseId, body, hand)
}

/** The call is over: what the caller said to be verified is forgotten. */
export async function finishCall(scope: Scope): Promise<void> {
  await setCallState(scope.trx, scope.call.id, 'ended', scope.hand.at)
  scope.deps.said.forget(scope.call.id)
}
