import { recordEvent } from '../audit/events.ts'
import { actionsOfCase } from '../cards/actions.ts'
import type { CaseFile } from '../cases/case-file.ts'
import { findCase } from '../cases/cases.ts'
import { commitmentsOf } from '../cases/commitments.ts'
import { familyOf, survivorOf } from '../cases/families.ts'
import { isSamePerson } from '../customers/one-person.ts'
import type { Db } from '../db.ts'
import type { Call } from './call.ts'
import { setMatterCase } from './calls.ts'
import { type CaseTurn, lastTurn, type Whose } from './case-turn.ts'
import type { Hand } from './consequences.ts'

/**
 * Says that a matter goes on with a case that was already open; with the one that has taken its place, where it was
 * merged. Gives the case that it is.
 */
export async function linkCase(
  trx: Db,
  callId: string,
  matter: number,
  caseId: string,
  hand: Hand,
): Promise<string> {
  const named = await findCase(trx, caseId)
  if (!named) return caseId
  const { id } = await survivorOf(trx, named)
  await setMatterCase(trx, callId, matter, id)
  await recordTurn(trx, 'call_linked', id, callId, hand)
  return id
}

/**
 * Another case is picked for a matter, or none. What this call has done and promised stays in the case in which it did
 * so: then the matter stays with that case as well, and the page says so. The case of another customer than the one who
 * is calling stays theirs, and a case that this call opened is its own, whether the customer has called before or not.
 */
export async function followPick(
  trx: Db,
  call: Call,
  matter: number,
  linked: string | null,
  picked: string | null,
  hand: Hand,
): Promise<Whose> {
  if (linked === picked) return { caseId: linked, turn: asPicked(call, matter, linked) }
  if (picked !== null && (await isOfAnother(trx, picked, call.customerId)))
    return { caseId: linked, turn: { kind: 'case_left', caseId: picked } }
  const before = linked === null ? null : await findCase(trx, linked)
  if (picked === null && before && (await isOwn(trx, call, before)))
    return { caseId: linked, turn: asPicked(call, matter, linked) }
  if (linked !== null) {
    if (!(await isUntouched(trx, call.id, linked)))
      return { caseId: linked, turn: { kind: 'case_kept', caseId: linked } }
    await unlinkCase(trx, call.id, matter, linked, hand)
  }
  if (picked === null) return { caseId: null, turn: null }
  const caseId = await linkCase(trx, call.id, matter, picked, hand)
  return { caseId, turn: asPicked(call, matter, caseId) }
}

/** Picked again after all: what the page said before does not hold any more. */
function asPicked(call: Call, matter: number, caseId: string | null): CaseTurn | null {
  const last = lastTurn(call, matter)
  return caseId !== null && last && last.kind !== 'linked' ? { kind: 'linked', caseId } : null
}

/** Whether a case is known to be about somebody else. */
async function isOfAnother(trx: Db, caseId: string, customerId: string | null): Promise<boolean> {
  const whose = (await findCase(trx, caseId))?.customerId ?? customerId
  return customerId !== null && !(await isSamePerson(trx, whose, customerId))
}

/** Opened in this call and by no means shared with another, nor one with another case. */
export async function isOwn(trx: Db, call: Call, caseFile: CaseFile): Promise<boolean> {
  if ((await familyOf(trx, caseFile.id)).length > 1) return false
  const others = await trx('matters')
    .where({ case_id: caseFile.id })
    .whereNot({ call_id: call.id })
    .first('call_id')
  return others === undefined && caseFile.openedAt >= call.startedAt
}

/** Whether this call has neither done nor promised anything in a case yet. */
async function isUntouched(trx: Db, callId: string, caseId: string): Promise<boolean> {
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
  await recordTurn(trx, 'call_unlinked', caseId, callId, hand)
}

const recordTurn = (
  trx: Db,
  name: 'call_linked' | 'call_unlinked',
  caseId: string,
  callId: string,
  { at, operatorId }: Hand,
) => recordEvent(trx, { name, at, operatorId, caseId, callId })
