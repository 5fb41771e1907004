import { statusAfterCall } from '../cases/case-file.ts'
import { type CaseChange, changeCase } from '../cases/cases.ts'
import { commitmentsOf } from '../cases/commitments.ts'
import { addNote, notesOf } from '../cases/notes.ts'
import type { Db } from '../db.ts'
import type { Standing } from '../scripts/walk.ts'
import type { Call } from './call.ts'
import { noteOf } from './call-notes.ts'
import { setCallState } from './calls.ts'
import type { CallDeps } from './context.ts'

export interface Scope {
  readonly trx: Db
  readonly deps: Pick<CallDeps, 'said'>
  readonly call: Call
  readonly after: Standing
  readonly hand: { operatorId: string; at: Date; callId: string }
}

/** Fields that steps may record, in whichever step they stand; the last one typed holds. */
function fieldsOf(
  scope: Scope,
  matter: number,
  typed: Readonly<Record<string, string>>,
): Record<string, string> {
  const entries = scope.call.entries.filter(
    (entry) => entry.kind === 'answer' && entry.matter === matter,
  )
  return Object.assign({}, ...entries.map((entry) => entry.content.fields ?? {}), typed)
}

/** What a matter leaves in its case: how it ended, what was wanted, found and done, and the note. */
export async function finishMatter(
  scope: Scope,
  matter: number,
  caseId: string,
  disposition: string,
  typed: Readonly<Record<string, string>>,
): Promise<void> {
  const { trx, hand } = scope
  const note = await noteOf(trx, scope.call.id, matter)
  await keepNote(trx, caseId, note.body.trim(), hand)
  const fields = fieldsOf(scope, matter, typed)
  const open = (await commitmentsOf(trx, [caseId])).filter((each) => each.state === 'open')
  const change: CaseChange = {
    disposition,
    status: statusAfterCall(disposition, open),
    ...(fields.reason ? { reason: fields.reason } : {}),
    ...(fields.cause ? { cause: fields.cause } : {}),
    ...words('wanted', fields.wanted ?? fields.customer_words),
    ...words('found', fields.found),
    ...words('done', fields.done),
    ...words('nextSteps', fields.next_steps),
  }
  await changeCase(trx, caseId, 'case_wrapped_up', change, hand)
}

/** A matter that is finished again after a correction leaves its note once. */
async function keepNote(trx: Db, caseId: string, body: string, hand: Scope['hand']) {
  const isThere = (await notesOf(trx, caseId)).some(
    (each) => each.callId === hand.callId && each.body === body,
  )
  if (body !== '' && !isThere) await addNote(trx, caseId, body, hand)
}

const words = (
  name: 'wanted' | 'found' | 'done' | 'nextSteps',
  text: string | undefined,
): CaseChange => (text ? { [name]: text } : {})

/** The call is over: what the caller said to be verified is forgotten. */
export async function finishCall(scope: Scope): Promise<void> {
  await setCallState(scope.trx, scope.call.id, 'ended', scope.hand.at)
  scope.deps.said.forget(scope.call.id)
}
