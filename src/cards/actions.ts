import { v7 as uuid } from 'uuid'
import { recordEvent } from '../audit/events.ts'
import { type Db, marks, read } from '../db.ts'
import { type ActionRow as Row, toAction } from './action-rows.ts'
import type { CardAction } from './card-action.ts'
import { leasedUntil } from './lease.ts'

export interface NewAction {
  readonly callId: string
  readonly caseId: string
  readonly matter: number
  readonly step: string
  readonly visit: number
  readonly action: string
  readonly operation: string
  readonly targetRef: string
  readonly onceRef?: string
  readonly input: unknown
  /** An inquiry may be made again; a change stands once for its operation and target. */
  readonly repeatable: boolean
  readonly state: 'waiting' | 'pending'
  readonly operatorId: string
  readonly at: Date
  readonly grounds: Grounds
}

/** On what it was confirmed, for the auditor: for whom, how well the caller was verified by then, on which wording. */
export interface Grounds {
  readonly customerId: string | null
  /** Null where nobody was on the line. */
  readonly level: string | null
  /** The version of the script that was read. */
  readonly version: number | null
}

/**
 * Writes an action down before anything is sent. Where one already stands for the same operation and target, that one
 * is given back: an action exists once, wherever it was started, unless it was certainly not done.
 */
export async function writeAction(trx: Db, made: NewAction): Promise<CardAction> {
  const onceKey = made.repeatable ? null : `${made.operation}:${made.onceRef ?? made.targetRef}`
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
      lease_until: leasedUntil(made.at),
    })
    .onConflict('once_key')
    .ignore()
    .returning('id')
  if (inserted.length === 0) return await demandAction(trx, { once_key: onceKey })
  await recordEvent(trx, {
    name: 'action_confirmed',
    at: made.at,
    operatorId: made.operatorId,
    customerId: made.grounds.customerId,
    caseId: made.caseId,
    callId: made.callId,
    detail: {
      action: made.action,
      target: made.targetRef,
      id,
      step: made.step,
      ...given('level', made.grounds.level),
      ...given('version', made.grounds.version),
    },
  })
  return await demandAction(trx, { id })
}

const given = (name: string, value: unknown) => (value === null ? {} : { [name]: value })

export async function demandAction(db: Db, where: Record<string, unknown>): Promise<CardAction> {
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
  const rows = await read<Row>(db, {
    sql: `select * from card_actions where case_id in (${marks(caseIds)}) order by id`,
    bindings: caseIds,
  })
  return rows.map(toAction)
}
export const actionsOfCase = (db: Db, caseId: string): Promise<CardAction[]> =>
  actionsOfCases(db, [caseId])
/** What was done in a call, and in the calls before it on the same case and those merged into it. */
export async function actionsOfCallAndCases(
  db: Db,
  callId: string,
  caseIds: readonly string[],
): Promise<CardAction[]> {
  const own = caseIds.length === 0 ? '' : `or case_id in (${marks(caseIds)})`
  const rows = await read<Row>(db, {
    sql: `select * from card_actions where call_id = ? ${own} order by id`,
    bindings: [callId, ...caseIds],
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
