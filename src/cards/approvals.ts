import { validate as isUuid, v7 as uuid } from 'uuid'
import { recordEvent } from '../audit/events.ts'
import { type Db, marks, read } from '../db.ts'
import { releaseAction } from './action-turns.ts'
import type { CardAction } from './card-action.ts'

/** A second person's decision on an action that one person alone may not send. */
export interface Approval {
  readonly id: string
  readonly kind: string
  readonly caseId: string
  readonly actionId: string
  readonly requestedBy: string
  readonly requestedAt: string
  /** `replaced`: something newer was asked for before anybody decided. */
  readonly state: 'open' | 'approved' | 'rejected' | 'replaced'
  readonly decidedBy: string | null
  readonly decidedAt: string | null
  readonly reason: string | null
}
interface Row {
  id: string
  kind: string
  case_id: string
  action_id: string
  requested_by: string
  requested_at: string
  state: Approval['state']
  decided_by: string | null
  decided_at: string | null
  reason: string | null
}
const toApproval = (row: Row): Approval => ({
  id: row.id,
  kind: row.kind,
  caseId: row.case_id,
  actionId: row.action_id,
  requestedBy: row.requested_by,
  requestedAt: row.requested_at,
  state: row.state,
  decidedBy: row.decided_by,
  decidedAt: row.decided_at,
  reason: row.reason,
})

export async function requestApproval(
  trx: Db,
  action: CardAction,
  operatorId: string,
  at: Date,
): Promise<void> {
  await trx('approvals')
    .insert({
      id: uuid(),
      kind: action.action,
      case_id: action.caseId,
      action_id: action.id,
      requested_by: operatorId,
      requested_at: at.toISOString(),
      state: 'open',
    })
    .onConflict('action_id')
    .ignore()
}

/** An approval with what its case is called and whom it is about, for the queue. */
export interface QueuedApproval extends Approval {
  readonly caseNumber: string
  readonly customerName: string
  readonly dueAt: string | null
}
interface QueuedRow extends Row {
  case_number: string
  name_kanji: string | null
  due_at: string | null
}

/** The promise that the customer was given about the decision. */
const PROMISED = 'address_review'

/** Approvals of one state, with their cases; one read, however many there are. */
export async function queuedApprovals(
  db: Db,
  states: readonly Approval['state'][],
  order: { by: 'requested_at' | 'decided_at'; direction: 'asc' | 'desc'; limit: number },
): Promise<QueuedApproval[]> {
  const promise = db('commitments')
    .where({ kind: PROMISED, state: 'open' })
    .groupBy('case_id')
    .select('case_id')
    .min({ due_at: 'due_at' })
    .as('promise')
  const rows: QueuedRow[] = await db('approvals')
    .join('cases', 'cases.id', 'approvals.case_id')
    .leftJoin('customers', 'customers.id', 'cases.customer_id')
    .leftJoin(promise, 'promise.case_id', 'approvals.case_id')
    .whereIn('approvals.state', states)
    .orderBy(`approvals.${order.by}`, order.direction)
    .limit(order.limit)
    .select('approvals.*', 'cases.number as case_number', 'name_kanji', 'promise.due_at')
  return rows.map((row) => ({
    ...toApproval(row),
    caseNumber: row.case_number,
    customerName: row.name_kanji ?? '',
    dueAt: row.due_at,
  }))
}
export async function countOpenApprovals(db: Db): Promise<number> {
  const [row] = await db('approvals')
    .where({ state: 'open' })
    .count<{ count: number | string }[]>({ count: '*' })
  return Number(row?.count)
}
export async function approvalsOfCases(db: Db, caseIds: readonly string[]): Promise<Approval[]> {
  const rows = await read<Row>(db, {
    sql: `select * from approvals where case_id in (${marks(caseIds)}) order by requested_at`,
    bindings: caseIds,
  })
  return rows.map(toApproval)
}
export async function findApproval(db: Db, id: string): Promise<Approval | null> {
  if (!isUuid(id)) return null
  const row = await db<Row>('approvals').where({ id: id.toLowerCase() }).first()
  return row ? toApproval(row) : null
}

export type Decision = 'decided' | 'own_request' | 'already_decided'

/** Decides; never who asked (four eyes), and never twice. */
export async function decide(
  trx: Db,
  approval: Approval,
  decision: { approved: boolean; reason: string; operatorId: string; at: Date },
): Promise<Decision> {
  if (approval.requestedBy === decision.operatorId) return 'own_request'
  const state = decision.approved ? 'approved' : 'rejected'
  const changed = await trx('approvals').where({ id: approval.id, state: 'open' }).update({
    state,
    decided_by: decision.operatorId,
    decided_at: decision.at.toISOString(),
    reason: decision.reason,
  })
  if (changed === 0) return 'already_decided'
  await releaseAction(trx, approval.actionId, decision.approved, decision.at)
  await recordEvent(trx, {
    name: `approval_${state}`,
    at: decision.at,
    operatorId: decision.operatorId,
    caseId: approval.caseId,
    detail: { kind: approval.kind, action: approval.actionId },
  })
  return 'decided'
}

/** Closes what waits for a decision about these actions: something newer was asked for in their place. */
export async function replaceApprovals(
  trx: Db,
  actionIds: readonly string[],
  at: Date,
): Promise<void> {
  const closed: Row[] = await trx('approvals')
    .whereIn('action_id', actionIds)
    .where({ state: 'open' })
    .update({ state: 'replaced', decided_at: at.toISOString() })
    .returning('*')
  for (const { kind, case_id: caseId, action_id: action } of closed)
    await recordEvent(trx, {
      name: 'approval_replaced',
      at,
      operatorId: null,
      caseId,
      detail: { kind, action },
    })
}
