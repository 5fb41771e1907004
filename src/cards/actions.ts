import { v7 as uuid } from 'uuid'
import { recordEvent } from '../audit/events.ts'
import { type Db, marks, read } from '../db.ts'
import type { ActionState, CardAction } from './card-action.ts'

interface Row {
  id: string
  call_id: string
  case_id: string | null
  matter: number
  step: string
  visit: number
  action: string
  operation: string
  target_ref: string
  once_key: string | null
  input: string
  state: ActionState
  outcome: string | null
  receipt: string | null
  error: string | null
  result: string | null
  attempts: number
  confirmed_by: string
  confirmed_at: string
  sent_at: string | null
  ended_at: string | null
}
const toAction = (row: Row): CardAction => ({
  id: row.id,
  callId: row.call_id,
  caseId: row.case_id,
  matter: row.matter,
  step: row.step,
  visit: row.visit,
  action: row.action,
  operation: row.operation,
  targetRef: row.target_ref,
  input: JSON.parse(row.input),
  state: row.state,
  outcome: row.outcome,
  receipt: row.receipt,
  error: row.error,
  result: row.result === null ? null : JSON.parse(row.result),
  attempts: row.attempts,
  confirmedBy: row.confirmed_by,
  confirmedAt: row.confirmed_at,
  sentAt: row.sent_at,
  endedAt: row.ended_at,
})

export interface NewAction {
  readonly callId: string
  readonly caseId: string
  readonly matter: number
  readonly step: string
  readonly visit: number
  readonly action: string
  readonly operation: string
  readonly targetRef: string
  readonly input: unknown
  /** An inquiry may be made again; a change stands once for its operation and target. */
  readonly repeatable: boolean
  readonly state: 'waiting' | 'pending'
  readonly operatorId: string
  readonly at: Date
}

/**
 * Writes an action down before anything is sent. Where one already stands for the same operation and target, that one
 * is given back: an action exists once, wherever it was started, unless it was certainly not done.
 */
export async function writeAction(trx: Db, made: NewAction): Promise<CardAction> {
  const onceKey = made.repeatable ? null : `${made.operation}:${made.targetRef}`
  const id = uuid()
  const inserted = await trx('card_actions')
    .insert({
      id,
      call_id: made.callId,
      case_id: made.caseId,
      matter: made.matter,
      step: made.step,
      visit: made.visit,
      action: made.action,
      operation: made.operation,
      target_ref: made.targetRef,
      once_key: onceKey,
      input: JSON.stringify(made.input),
      state: made.state,
      confirmed_by: made.operatorId,
      confirmed_at: made.at.toISOString(),
    })
    .onConflict('once_key')
    .ignore()
    .returning('id')
  if (inserted.length === 0) return await demandAction(trx, { once_key: onceKey })
  await recordEvent(trx, {
    name: 'action_confirmed',
    at: made.at,
    operatorId: made.operatorId,
    caseId: made.caseId,
    callId: made.callId,
    detail: { action: made.action, target: made.targetRef, id },
  })
  return await demandAction(trx, { id })
}

async function demandAction(db: Db, where: Record<string, unknown>): Promise<CardAction> {
  const row = await db<Row>('card_actions').where(where).first()
  if (!row) throw new Error('card action is gone')
  return toAction(row)
}
export const findAction = async (db: Db, id: string): Promise<CardAction | null> => {
  const row = await db<Row>('card_actions').where({ id }).first()
  return row ? toAction(row) : null
}

export async function actionsOfCalls(db: Db, callIds: readonly string[]): Promise<CardAction[]> {
  if (callIds.length === 0) return []
  return (await db<Row>('card_actions').whereIn('call_id', callIds).orderBy('id')).map(toAction)
}
export async function actionsOfCases(db: Db, caseIds: readonly string[]): Promise<CardAction[]> {
  if (caseIds.length === 0) return []
  return (await db<Row>('card_actions').whereIn('case_id', caseIds).orderBy('id')).map(toAction)
}
export async function actionsOfCase(db: Db, caseId: string): Promise<CardAction[]> {
  const rows = await read<Row>(db, {
    sql: 'select * from card_actions where case_id = ? order by id',
    bindings: [caseId],
  })
  return rows.map(toAction)
}
/** What was done in a call, and in the calls before it on the same case. */
export async function actionsOfCallAndCase(
  db: Db,
  callId: string,
  caseId: string | null,
): Promise<CardAction[]> {
  const rows = await read<Row>(db, {
    sql: 'select * from card_actions where call_id = ? or case_id = ? order by id',
    bindings: [callId, caseId],
  })
  return rows.map(toAction)
}
export async function actionsByIds(db: Db, ids: readonly string[]): Promise<CardAction[]> {
  if (ids.length === 0) return []
  const rows = await read<Row>(db, {
    sql: `select * from card_actions where id in (${marks(ids)}) order by id`,
    bindings: ids,
  })
  return rows.map(toAction)
}
/** The actions that stand for these targets, in whichever call they were started. */
export async function standingActions(
  db: Db,
  operation: string,
  targets: readonly string[],
): Promise<CardAction[]> {
  const keys = targets.map((target) => `${operation}:${target}`)
  return (await db<Row>('card_actions').whereIn('once_key', keys)).map(toAction)
}
/**
 * Actions whose end is not known: those that a call waits for come first, then the oldest. `before` leaves out those
 * that are being sent just now.
 */
export async function unsettledActions(db: Db, before: Date): Promise<CardAction[]> {
  const rows = await db<Row>('card_actions')
    .whereIn('state', ['pending', 'sent', 'unknown'])
    .where('confirmed_at', '<', before.toISOString())
    .orderByRaw("case state when 'unknown' then 1 else 0 end, id")
    .limit(100)
  return rows.map(toAction)
}

/** Marks an action as on its way; false when somebody else is already at it or it has ended. */
export async function markSent(
  db: Db,
  id: string,
  from: readonly ActionState[],
  at: Date,
): Promise<boolean> {
  const changed = await db('card_actions')
    .where({ id })
    .whereIn('state', from)
    .update({ state: 'sent', sent_at: at.toISOString(), attempts: db.raw('attempts + 1') })
  return changed === 1
}

export interface Ending {
  readonly state: 'done' | 'refused' | 'unknown'
  readonly outcome: string
  readonly receipt: string | null
  readonly error: string | null
  readonly result: unknown
}
/** Writes down how an action ended; what was certainly not done makes room for another try. */
export async function endAction(
  trx: Db,
  id: string,
  ending: Ending,
  at: Date,
  from: readonly ActionState[] = ['sent', 'unknown', 'pending'],
): Promise<CardAction | null> {
  const changed = await trx('card_actions')
    .where({ id })
    .whereIn('state', from)
    .update({
      state: ending.state,
      outcome: ending.outcome,
      receipt: ending.receipt,
      error: ending.error,
      result: ending.result === undefined ? null : JSON.stringify(ending.result),
      ended_at: ending.state === 'unknown' ? null : at.toISOString(),
      ...(ending.state === 'refused' ? { once_key: null } : {}),
    })
  if (changed === 0) return null
  const action = await demandAction(trx, { id })
  await recordEvent(trx, {
    name: `action_${ending.state}`,
    at,
    operatorId: null,
    caseId: action.caseId,
    callId: action.callId,
    detail: { action: action.action, target: action.targetRef, outcome: ending.outcome, id },
  })
  return action
}
/** Lets an action that waited for approval be sent, or ends it unsent. */
export async function releaseAction(
  trx: Db,
  id: string,
  approved: boolean,
  at: Date,
): Promise<void> {
  await trx('card_actions')
    .where({ id, state: 'waiting' })
    .update(
      approved
        ? { state: 'pending' }
        : {
            state: 'refused',
            outcome: 'refused',
            error: 'not_approved',
            once_key: null,
            ended_at: at.toISOString(),
          },
    )
}
