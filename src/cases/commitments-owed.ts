import { type Db, marks, read } from '../db.ts'
import type { Commitment } from './commitment.ts'
import { type CommitmentRow, toCommitment } from './commitments.ts'

/** What people owe: their own promises, those that rose to the supervisors, and what they are to be reminded of. */

interface DeskRow extends CommitmentRow {
  number: string
  name_kanji: string | null
}
export interface CommitmentOnDesk extends Commitment {
  readonly caseNumber: string
  readonly customerName: string
}

/** Open commitments of an owner, the most urgent first. */
export const openCommitmentsOfOwner = (
  db: Db,
  ownerId: string,
  limit = 30,
): Promise<CommitmentOnDesk[]> =>
  onDesk(db, `commitments.state = 'open' and commitments.owner_id = ?`, [ownerId], limit)

/** Commitments with their case's number and customer, those that are due first. */
async function onDesk(
  db: Db,
  which: string,
  bindings: readonly string[],
  limit: number,
): Promise<CommitmentOnDesk[]> {
  const rows = await read<DeskRow>(db, {
    sql: `select commitments.*, cases.number, customers.name_kanji from commitments
          join cases on cases.id = commitments.case_id
          left join customers on customers.id = cases.customer_id
          where ${which} order by commitments.due_at limit ${limit}`,
    bindings,
  })
  return rows.map((row) => ({
    ...toCommitment(row),
    caseNumber: row.number,
    customerName: row.name_kanji ?? '',
  }))
}

/** Late promises that have been brought before the supervisors; `total` counts those that are not listed as well. */
export interface RaisedCommitments {
  readonly total: number
  readonly promises: readonly CommitmentOnDesk[]
}

/** Those that were due first come first. */
export async function raisedCommitments(db: Db, limit = 10): Promise<RaisedCommitments> {
  const [counted] = await read<{ total: number | string }>(db, {
    sql: `select count(*) as total from commitments where state = 'open' and raised_at is not null`,
    bindings: [],
  })
  const promises = await onDesk(
    db,
    `commitments.state = 'open' and commitments.raised_at is not null`,
    [],
    limit,
  )
  return { total: Number(counted?.total ?? 0), promises }
}

/** A promise that its owner, or a supervisor, is to be reminded of, and why now. */
export interface Reminder {
  readonly id: string
  readonly stage: 'soon' | 'late' | 'raised'
  readonly caseId: string
  readonly caseNumber: string
  readonly kind: string
  readonly dueAt: string
}

/** Of what has been late for longer nobody is reminded anew; it stands on the desk. */
const DAY = 24 * 3_600_000

interface Span {
  readonly now: Date
  /** How long before its time a promise is told of. */
  readonly before: number
}
const spanOf = ({ now, before }: Span): [string, string] => [
  new Date(now.getTime() - DAY).toISOString(),
  new Date(now.getTime() + before).toISOString(),
]

interface Row {
  readonly id: string
  readonly case_id: string
  readonly number: string
  readonly kind: string
  readonly due_at: string
}

/** What an operator is to be reminded of now. */
export async function remindersOf(
  db: Db,
  operatorId: string,
  isSupervisor: boolean,
  span: Span,
): Promise<Reminder[]> {
  const [from, to] = spanOf(span)
  const rows = (sql: string, bindings: readonly string[]) =>
    read<Row>(db, {
      sql: `select commitments.id, case_id, number, kind, commitments.due_at from commitments
            join cases on cases.id = commitments.case_id where commitments.state = 'open' and ${sql} limit 50`,
      bindings,
    })
  const own = `commitments.owner_id = ? and commitments.due_at between ? and ? order by commitments.due_at desc`
  const raised = `raised_at is not null and raised_at > ? order by raised_at desc`
  const now = span.now.toISOString()
  const [owed, late] = await Promise.all([
    rows(own, [operatorId, from, to]),
    isSupervisor ? rows(raised, [from]) : [],
  ])
  const reminder = (row: Row, stage: Reminder['stage']): Reminder => ({
    ...{ id: row.id, stage, caseId: row.case_id },
    ...{ caseNumber: row.number, kind: row.kind, dueAt: row.due_at },
  })
  return [
    ...owed.map((row) => reminder(row, row.due_at <= now ? 'late' : 'soon')),
    ...late.map((row) => reminder(row, 'raised')),
  ]
}

/** What these operators' reminders stand at, in a word that changes when they do: one read for all. */
export async function reminderMarks(
  db: Db,
  operatorIds: readonly string[],
  span: Span,
): Promise<ReadonlyMap<string, string>> {
  const [from, to] = spanOf(span)
  const now = span.now.toISOString()
  const rows = await read<{ owner_id: string; all_due: number; late: number; last: string }>(db, {
    sql: `select cast(owner_id as varchar(36)) as owner_id, count(*) as all_due, sum(case when due_at <= ? then 1 else 0 end) as late,
                 max(due_at) as last
          from commitments where state = 'open' and owner_id in (${marks(operatorIds)})
          and due_at between ? and ? group by owner_id
          union all select '', count(*), 0, max(raised_at) from commitments
          where state = 'open' and raised_at is not null and raised_at > ?`,
    bindings: [now, ...operatorIds, from, to, from],
  })
  return new Map(
    rows
      .filter((row) => Number(row.all_due) > 0)
      .map((row) => [row.owner_id, `${row.all_due} ${row.late} ${row.last}`]),
  )
}
