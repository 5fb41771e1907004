import { validate as isUuid, v7 as uuid } from 'uuid'
import { type Db, marks, read } from '../db.ts'
import type { Operator } from '../operators/operator.ts'
import { type AnyHand, type Hand, recordCaseEvent } from './cases.ts'
import { dueOf, type Handover, type HandoverTarget, type Queue, queueOf } from './handover.ts'

interface Row {
  readonly id: string
  readonly case_id: string
  readonly from_operator: string
  readonly to_operator: string | null
  readonly to_queue: Queue | null
  readonly words: string
  readonly asked_at: string
  readonly due_at: string
  readonly state: Handover['state']
  readonly ended_at: string | null
  readonly ended_by: string | null
  readonly end_reason: string | null
}
const toHandover = (row: Row): Handover => ({
  id: row.id,
  caseId: row.case_id,
  from: row.from_operator,
  to:
    row.to_operator === null
      ? { queue: row.to_queue ?? 'fraud_desk' }
      : { operatorId: row.to_operator },
  words: row.words,
  askedAt: row.asked_at,
  dueAt: row.due_at,
  state: row.state,
  endedAt: row.ended_at,
  endedBy: row.ended_by,
  endReason: row.end_reason,
})

/** Asks somebody to take a case; false when it waits for somebody already. The owner stays the same. */
export async function handOver(
  trx: Db,
  id: string,
  caseId: string,
  to: HandoverTarget,
  words: string,
  hand: Hand,
): Promise<boolean> {
  const target = 'queue' in to ? { to_queue: to.queue } : { to_operator: to.operatorId }
  const inserted = await trx('case_handovers')
    .insert({
      id,
      case_id: caseId,
      from_operator: hand.operatorId,
      ...target,
      words,
      asked_at: hand.at.toISOString(),
      due_at: dueOf(to, hand.at).toISOString(),
      state: 'waiting',
      waiting_key: caseId,
    })
    .onConflict('waiting_key')
    .ignore()
    .returning('id')
  if (inserted.length === 0) return false
  await recordCaseEvent(trx, 'case_handover_asked', caseId, hand, { id, ...to })
  return true
}

/** Ends a handover that waits; false when somebody was faster. */
export async function endHandover(
  trx: Db,
  { id, caseId }: Pick<Handover, 'id' | 'caseId'>,
  state: 'taken' | 'declined' | 'withdrawn',
  reason: string | null,
  hand: AnyHand,
): Promise<boolean> {
  const ended = await trx('case_handovers').where({ id, state: 'waiting' }).update({
    state,
    waiting_key: null,
    ended_at: hand.at.toISOString(),
    ended_by: hand.operatorId,
    end_reason: reason,
  })
  if (ended === 1) await recordCaseEvent(trx, `case_handover_${state}`, caseId, hand, { id })
  return ended === 1
}

/** The handovers of these cases, the newest first. */
export async function handoversOf(db: Db, caseIds: readonly string[]): Promise<Handover[]> {
  const rows = await read<Row>(db, {
    sql: `select * from case_handovers where case_id in (${marks(caseIds)})
          order by asked_at desc, id desc`,
    bindings: caseIds,
  })
  return rows.map(toHandover)
}
export const waitingHandover = async (db: Db, caseIds: readonly string[]) =>
  (await handoversOf(db, caseIds)).find((each) => each.state === 'waiting') ?? null

export async function countWaitingHandovers(db: Db, caseIds: readonly string[]): Promise<number> {
  return (await handoversOf(db, caseIds)).filter((each) => each.state === 'waiting').length
}

export async function findHandover(db: Db, id: string): Promise<Handover | null> {
  if (!isUuid(id)) return null
  const row = await db<Row>('case_handovers').where({ id: id.toLowerCase() }).first()
  return row ? toHandover(row) : null
}

export interface HandoverOnDesk extends Handover {
  readonly caseNumber: string
  readonly reason: string
  readonly customerName: string
}
interface DeskRow extends Row {
  readonly number: string
  readonly reason: string
  readonly name_kanji: string | null
}

const ON_DESK = 30

/** What waits for this operator, or for the desk where they sit, the most urgent first. */
export async function handoversFor(db: Db, operator: Operator): Promise<HandoverOnDesk[]> {
  const rows = await read<DeskRow>(db, {
    sql: `select waiting.*, cases.number, cases.reason, customers.name_kanji
          from (select * from case_handovers where to_operator = ? and state = 'waiting'
                union all
                select * from case_handovers where to_queue = ? and state = 'waiting') as waiting
          join cases on cases.id = waiting.case_id
          left join customers on customers.id = cases.customer_id
          order by due_at, waiting.id limit ${ON_DESK}`,
    bindings: [operator.id, queueOf(operator)],
  })
  return rows.map((row) => ({
    ...toHandover(row),
    caseNumber: row.number,
    reason: row.reason,
    customerName: row.name_kanji ?? '',
  }))
}

/** What waits for each of these operators, in a word that changes when it does: one read for all. */
export async function handoverMarks(
  db: Db,
  operatorIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await read<{ id: string; waiting: number | string; last: string }>(db, {
    sql: `select cast(id as varchar(36)) as id, count(*) as waiting, max(asked_at) as last from (
            select to_operator as id, asked_at from case_handovers
            where to_operator in (${marks(operatorIds)}) and state = 'waiting'
            union all
            select operators.id, asked_at from operators
            join case_handovers on to_queue = operators.role and state = 'waiting'
            where operators.id in (${marks(operatorIds)})
          ) as theirs group by id`,
    bindings: [...operatorIds, ...operatorIds],
  })
  return new Map(rows.map(({ id, waiting, last }) => [id, `${waiting} ${last}`]))
}

/** Waiting for longer than they should, and nobody was told so yet. */
export async function lateHandovers(db: Db, now: Date): Promise<Handover[]> {
  const rows = await read<Row>(db, {
    sql: `select * from case_handovers where state = 'waiting' and raised_at is null and due_at < ?
          order by due_at limit 100`,
    bindings: [now.toISOString()],
  })
  return rows.map(toHandover)
}
/** Says that it was told; false when somebody else has, or it was answered. */
export async function markRaised(trx: Db, id: string, at: Date): Promise<boolean> {
  const marked = await trx('case_handovers')
    .where({ id, state: 'waiting' })
    .whereNull('raised_at')
    .update({ raised_at: at.toISOString() })
  return marked === 1
}
export const newHandoverId = (submission: string): string =>
  isUuid(submission) ? submission.toLowerCase() : uuid()
