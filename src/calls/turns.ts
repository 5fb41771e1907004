import { v7 as uuid } from 'uuid'
import { recordEvent } from '../audit/events.ts'
import { findCase } from '../cases/cases.ts'
import { survivorOf } from '../cases/families.ts'
import { addNote } from '../cases/notes.ts'
import { isSamePerson } from '../customers/one-person.ts'
import type { Db } from '../db.ts'
import type { Operator } from '../operators/operator.ts'
import { colleagueById } from '../operators/operators.ts'
import type { Call } from './call.ts'
import { callTimes } from './call.ts'
import { insertCall, setCallOperator, setCallState } from './calls.ts'
import type { CallContext, CallDeps } from './context.ts'
import { appendEntries, lastSeq, type NewEntry } from './entries.ts'
import { linkCase } from './linking.ts'

/** What happens to a call besides answers: it begins, is held, paused, handed over. */

export interface CallStart {
  readonly fromNumber: string | null
  /** The case that the caller is calling about again. */
  readonly caseId: string | null
}

export async function startCall(
  deps: CallDeps,
  operator: Operator,
  start: CallStart,
): Promise<string> {
  const at = deps.clock.now()
  return await deps.db.transaction(async (trx) => {
    const twin = await untouchedTwin(trx, operator.id, start, at)
    if (twin !== null) return twin
    const callId = await insertCall(trx, {
      scriptVersionId: deps.library.current.id,
      operatorId: operator.id,
      fromNumber: start.fromNumber,
      at,
    })
    const hand = { operatorId: operator.id, at, callId }
    await recordEvent(trx, { name: 'call_started', ...hand })
    if (start.caseId !== null && (await findCase(trx, start.caseId)))
      await linkCase(trx, callId, 1, start.caseId, hand)
    return callId
  })
}

const TWIN_MS = 60_000

/**
 * A start form that is sent twice starts one call: the one that this operator has just begun from the same number and
 * for the same case, and not touched yet. Locking the operator's row keeps two that come at once apart.
 */
async function untouchedTwin(
  trx: Db,
  operatorId: string,
  start: CallStart,
  at: Date,
): Promise<string | null> {
  await trx('operators').where({ id: operatorId }).forUpdate().first('id')
  const row: { id: string } | undefined = await trx('calls')
    .join('matters', 'matters.call_id', 'calls.id')
    .where({ operator_id: operatorId, state: 'live', from_number: start.fromNumber })
    .where({ 'matters.number': 1, case_id: start.caseId })
    .where('started_at', '>', new Date(at.getTime() - TWIN_MS).toISOString())
    .whereNotExists(trx('call_entries').whereRaw('call_entries.call_id = calls.id'))
    .first('calls.id')
  return row?.id ?? null
}

/** What is done to a call as a whole. */
type TurnKind =
  | 'held'
  | 'unheld'
  | 'paused'
  | 'resumed'
  | 'handed_over'
  | 'taken_over'
  | 'linked'
  | 'ended'

async function turn(
  deps: CallDeps,
  { call, standing }: CallContext,
  operator: Operator,
  kind: TurnKind,
  also: (trx: Db) => Promise<unknown> = async () => {},
  more: Pick<NewEntry, 'facts' | 'content'> = {},
): Promise<void> {
  const at = deps.clock.now()
  await deps.db.transaction(async (trx) => {
    await appendEntries(trx, call.id, lastSeq(call), [
      {
        kind,
        matter: standing.current.matter,
        byWhom: 'system',
        operatorId: operator.id,
        at,
        submission: uuid(),
        ...more,
      },
    ])
    await also(trx)
    // That a case is linked is recorded with the case itself.
    if (kind === 'linked') return
    const { customerId } = call
    const hand = { at, operatorId: operator.id, callId: call.id, customerId }
    const { from } = more.facts ?? {}
    await recordEvent(trx, { name: `call_${kind}`, ...hand, ...(from ? { detail: { from } } : {}) })
  })
}

export async function holdCall(
  deps: CallDeps,
  context: CallContext,
  operator: Operator,
  hold: boolean,
): Promise<void> {
  const isHeld = callTimes(context.call, deps.clock.now()).heldSince !== null
  if (isHeld !== hold) await turn(deps, context, operator, hold ? 'held' : 'unheld')
}

export async function pauseCall(
  deps: CallDeps,
  context: CallContext,
  operator: Operator,
  pause: boolean,
): Promise<void> {
  const wanted = pause ? 'paused' : 'live'
  if (context.call.state === wanted || context.call.state === 'ended') return
  await turn(deps, context, operator, pause ? 'paused' : 'resumed', (trx) =>
    setCallState(trx, context.call.id, wanted),
  )
}

/** Hands a call to another operator, who sees everything; the identity level stays, nothing ends. */
export async function handOverCall(
  deps: CallDeps,
  context: CallContext,
  operator: Operator,
  toId: string,
  words: string,
): Promise<boolean> {
  const to = await colleagueById(deps.db, toId, 'take_calls')
  if (!to || to.id === operator.id) return false
  const { call, standing } = context
  const caseId = caseIdOf(call, standing.current.matter)
  await turn(
    deps,
    context,
    operator,
    'handed_over',
    async (trx) => {
      await setCallOperator(trx, call.id, to.id)
      await setCallState(trx, call.id, 'paused')
      if (words !== '' && caseId !== null)
        await addNote(trx, caseId, words, {
          operatorId: operator.id,
          at: deps.clock.now(),
          callId: call.id,
        })
    },
    { facts: { to: to.id }, content: words === '' ? {} : { reason: words } },
  )
  return true
}

/** Takes a call into one's own hands, as it stands: whoever had it sees so at once, and reads on. */
export const takeOverCall = (
  deps: CallDeps,
  context: CallContext,
  operator: Operator,
  reason: string,
): Promise<void> =>
  turn(
    deps,
    context,
    operator,
    'taken_over',
    (trx) => setCallOperator(trx, context.call.id, operator.id),
    { facts: { from: context.call.operatorId, to: operator.id }, content: { reason } },
  )

/** Whether this operator has handed the call to that one, who has not taken it up yet: the form was pressed twice. */
export function wasHandedOver(call: Call, by: Operator, toId: string): boolean {
  const last = call.entries.findLast(({ kind }) => kind === 'handed_over' || kind === 'resumed')
  return (
    last?.kind === 'handed_over' &&
    last.operatorId === by.id &&
    last.facts.to === toId &&
    call.operatorId === toId
  )
}

/** Goes on with a case that was already open, instead of opening one for this matter. */
export async function continueCase(
  deps: CallDeps,
  context: CallContext,
  operator: Operator,
  caseId: string,
): Promise<boolean> {
  const { call, standing } = context
  const named = await findCase(deps.db, caseId)
  const caseFile = named && (await survivorOf(deps.db, named))
  if (!caseFile || caseIdOf(call, standing.current.matter) !== null) return false
  if (!(await isSamePerson(deps.db, caseFile.customerId, call.customerId))) return false
  await turn(
    deps,
    context,
    operator,
    'linked',
    (trx) =>
      linkCase(trx, call.id, standing.current.matter, caseFile.id, {
        operatorId: operator.id,
        at: deps.clock.now(),
        callId: call.id,
      }),
    { facts: { caseId: caseFile.id } },
  )
  return true
}

const caseIdOf = (call: Call, matter: number) =>
  call.matters.find((each) => each.number === matter)?.caseId ?? null
