import { validate as isUuid, v7 as uuid } from 'uuid'
import { type Db, marks, read } from '../db.ts'
import { type AnyHand, demandCase, recordCaseEvent } from './cases.ts'
import { survivorOf } from './families.ts'
import type { Task, TaskKind } from './task.ts'
import { followUrgency } from './urgencies.ts'

interface Row {
  id: string
  case_id: string
  kind: TaskKind
  subject_ref: string
  detail: string
  owner_id: string | null
  raised_at: string
  due_at: string
  state: Task['state']
  ended_at: string | null
  ended_by: string | null
  end_reason: string | null
}
const toTask = (row: Row): Task => ({
  id: row.id,
  caseId: row.case_id,
  kind: row.kind,
  subjectRef: row.subject_ref,
  detail: JSON.parse(row.detail),
  ownerId: row.owner_id,
  raisedAt: row.raised_at,
  dueAt: row.due_at,
  state: row.state,
  endedAt: row.ended_at,
  endedBy: row.ended_by,
  endReason: row.end_reason,
})

export interface NewTask {
  readonly caseId: string
  readonly kind: TaskKind
  readonly subjectRef: string
  readonly detail?: Task['detail']
  /** By when somebody should have seen to it; at once when left out. */
  readonly dueAt?: Date
}

const onceKeyOf = (kind: TaskKind, subjectRef: string) => `${kind}:${subjectRef}`

/**
 * Gives a task to whoever has the case, or the one that goes on in its place. While one of the kind is open for its subject it is not raised again; false
 * then.
 */
export async function raiseTask(trx: Db, raised: NewTask, hand: AnyHand): Promise<boolean> {
  const { ownerId } = await survivorOf(trx, await demandCase(trx, raised.caseId))
  const inserted = await trx('tasks')
    .insert({
      id: uuid(),
      case_id: raised.caseId,
      kind: raised.kind,
      subject_ref: raised.subjectRef,
      once_key: onceKeyOf(raised.kind, raised.subjectRef),
      detail: JSON.stringify(raised.detail ?? {}),
      owner_id: ownerId,
      raised_at: hand.at.toISOString(),
      due_at: (raised.dueAt ?? hand.at).toISOString(),
      state: 'open',
    })
    .onConflict('once_key')
    .ignore()
    .returning('id')
  if (inserted.length === 0) return false
  await followUrgency(trx, raised.caseId)
  const { kind, subjectRef } = raised
  await recordCaseEvent(trx, 'task_raised', raised.caseId, hand, { kind, subjectRef })
  return true
}

/** Ends an open task; false when somebody else already has. */
export async function endTask(
  trx: Db,
  task: Pick<Task, 'id' | 'caseId' | 'kind' | 'subjectRef'>,
  reason: string,
  hand: AnyHand,
): Promise<boolean> {
  const ended = await trx('tasks').where({ id: task.id, state: 'open' }).update({
    state: 'done',
    once_key: null,
    ended_at: hand.at.toISOString(),
    ended_by: hand.operatorId,
    end_reason: reason,
  })
  if (ended !== 1) return false
  await followUrgency(trx, task.caseId)
  const { kind, subjectRef } = task
  await recordCaseEvent(trx, 'task_ended', task.caseId, hand, { kind, subjectRef })
  return true
}

/** Ends the open tasks of these kinds about a subject, because they are settled. `reason` is a code. */
export async function endTasksAbout(
  trx: Db,
  kinds: readonly TaskKind[],
  subjectRef: string,
  reason: string,
  hand: AnyHand,
): Promise<void> {
  for (const task of await openTasksAbout(trx, kinds, subjectRef))
    await endTask(trx, task, reason, hand)
}

/** Open tasks of these kinds about a subject, in all cases. */
export async function openTasksAbout(
  db: Db,
  kinds: readonly TaskKind[],
  subjectRef: string,
): Promise<Task[]> {
  const keys = kinds.map((kind) => onceKeyOf(kind, subjectRef))
  return (await db<Row>('tasks').whereIn('once_key', keys).orderBy('id')).map(toTask)
}

export async function findTask(db: Db, id: string): Promise<Task | null> {
  if (!isUuid(id)) return null
  const row = await db<Row>('tasks').where({ id: id.toLowerCase() }).first()
  return row ? toTask(row) : null
}

export const tasksOfCase = (db: Db, caseId: string): Promise<Task[]> => tasksOfCases(db, [caseId])
/** All tasks of these cases, open ones first, the most urgent first. */
export async function tasksOfCases(db: Db, caseIds: readonly string[]): Promise<Task[]> {
  const rows = await read<Row>(db, {
    sql: `select * from tasks where case_id in (${marks(caseIds)})
          order by case state when 'open' then 0 else 1 end, due_at, id`,
    bindings: caseIds,
  })
  return rows.map(toTask)
}

export interface TaskOnDesk extends Task {
  readonly caseNumber: string
  readonly customerName: string
}
interface DeskRow extends Row {
  number: string
  name_kanji: string | null
}

const ON_DESK = 30

/** Open tasks of an owner, the most urgent first; of everybody with null. */
export async function openTasks(db: Db, ownerId: string | null): Promise<TaskOnDesk[]> {
  const mine = ownerId === null ? [] : [ownerId]
  const rows = await read<DeskRow>(db, {
    sql: `select tasks.*, cases.number, customers.name_kanji from tasks
          join cases on cases.id = tasks.case_id
          left join customers on customers.id = cases.customer_id
          where tasks.state = 'open' ${mine.length > 0 ? `and tasks.owner_id in (${marks(mine)})` : ''}
          order by tasks.due_at, tasks.id limit ${ON_DESK}`,
    bindings: mine,
  })
  return rows.map((row) => ({
    ...toTask(row),
    caseNumber: row.number,
    customerName: row.name_kanji ?? '',
  }))
}

/** Cases that are given to somebody else take their open tasks along; null: nobody has them until the case is taken. */
export async function giveTasks(
  trx: Db,
  caseIds: readonly string[],
  ownerId: string | null,
): Promise<void> {
  await trx('tasks')
    .whereIn('case_id', caseIds)
    .where({ state: 'open' })
    .update({ owner_id: ownerId })
}
