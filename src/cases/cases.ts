import { validate as isUuid, v7 as uuid } from 'uuid'
import { recordEvent } from '../audit/events.ts'
import { type Db, marks, read } from '../db.ts'
import { type CaseFile, STATUSES, type Status } from './case-file.ts'
import { formatCaseNumber } from './number.ts'

interface Row {
  id: string
  number: string
  customer_id: string | null
  status: Status
  reason: string
  cause: string | null
  disposition: string | null
  card_ref: string | null
  card_label: string | null
  card_last4: string | null
  owner_id: string
  wanted: string
  next_steps: string
  opened_at: string
  opened_by: string
  updated_at: string
  closed_at: string | null
  closed_by: string | null
  merged_into: string | null
  version: number
}
const toCase = (row: Row): CaseFile => ({
  id: row.id,
  number: row.number,
  customerId: row.customer_id,
  status: row.status,
  reason: row.reason,
  cause: row.cause,
  disposition: row.disposition,
  card:
    row.card_ref === null
      ? null
      : { ref: row.card_ref, label: row.card_label ?? '', last4: row.card_last4 ?? '' },
  ownerId: row.owner_id,
  wanted: row.wanted,
  nextSteps: row.next_steps,
  openedAt: row.opened_at,
  openedBy: row.opened_by,
  updatedAt: row.updated_at,
  closedAt: row.closed_at,
  closedBy: row.closed_by,
  mergedInto: row.merged_into,
  version: row.version,
})

/** Who changes a case, when, and in which call. */
export interface Hand {
  readonly operatorId: string
  readonly at: Date
  readonly callId?: string
}
/** As `Hand`, or the program itself. */
export type AnyHand = Omit<Hand, 'operatorId'> & { readonly operatorId: string | null }

/** Opens a case with the day's next number. `day` is the date in the office's time zone. */
export async function openCase(
  trx: Db,
  opening: {
    day: string
    customerId: string | null
    reason: string
    hand: Hand
    /** Whose case it is, where that is not whoever opens it. */
    ownerId?: string
  },
): Promise<CaseFile> {
  const [serial] = await trx('case_serials')
    .insert({ day: opening.day, last: 1 })
    .onConflict('day')
    .merge({ last: trx.raw('case_serials.last + 1') })
    .returning('last')
  const at = opening.hand.at.toISOString()
  const id = uuid()
  await trx('cases').insert({
    id,
    number: formatCaseNumber(opening.day, Number(serial.last)),
    customer_id: opening.customerId,
    status: 'open',
    reason: opening.reason,
    owner_id: opening.ownerId ?? opening.hand.operatorId,
    opened_at: at,
    opened_by: opening.hand.operatorId,
    updated_at: at,
  })
  await recordCaseEvent(trx, 'case_opened', id, opening.hand, { reason: opening.reason })
  return await demandCase(trx, id)
}

/** Says what was done to a case, in the transaction that does it. */
export const recordCaseEvent = (
  trx: Db,
  name: string,
  caseId: string,
  hand: AnyHand,
  detail: Record<string, unknown> = {},
) =>
  recordEvent(trx, {
    name,
    at: hand.at,
    operatorId: hand.operatorId,
    caseId,
    callId: hand.callId ?? null,
    detail,
  })

export async function findCase(db: Db, id: string): Promise<CaseFile | null> {
  if (!isUuid(id)) return null
  const [row] = await read<Row>(db, {
    sql: 'select * from cases where id = ?',
    bindings: [id.toLowerCase()],
  })
  return row ? toCase(row) : null
}
export async function demandCase(db: Db, id: string): Promise<CaseFile> {
  const caseFile = await findCase(db, id)
  if (!caseFile) throw new Error(`no case ${id}`)
  return caseFile
}
export async function findCaseByNumber(db: Db, number: string): Promise<CaseFile | null> {
  const [row] = await read<Row>(db, {
    sql: 'select * from cases where number = ?',
    bindings: [number],
  })
  return row ? toCase(row) : null
}

/**
 * Keeps others from changing these cases until the transaction ends. Whoever writes to a case, its promises or its
 * calls' logs takes this first: two who took them in different orders would wait for each other for ever (PostgreSQL;
 * in SQLite one writes at a time). What only refers to a case does not wait.
 */
export async function lockCases(trx: Db, ids: readonly (string | null)[]): Promise<void> {
  const known = [...new Set(ids)].filter((id) => id !== null && isUuid(id))
  if (known.length > 0)
    await trx('cases').whereIn('id', known).orderBy('id').forNoKeyUpdate().select('id')
}

/** Cases of these customers that are not closed, newest first; not those that go on in another one. */
export async function openCasesOf(db: Db, customerIds: readonly string[]): Promise<CaseFile[]> {
  if (customerIds.length === 0) return []
  const rows = await read<Row>(db, {
    sql: `select * from cases where customer_id in (${marks(customerIds)}) and status <> 'closed'
            and merged_into is null order by updated_at desc limit 20`,
    bindings: customerIds,
  })
  return rows.map(toCase)
}
/** All cases of these records of a customer, closed ones too, the newest first. */
export async function casesOfCustomer(db: Db, customerIds: readonly string[]): Promise<CaseFile[]> {
  const rows = await read<Row>(db, {
    sql: `select * from cases where customer_id in (${marks(customerIds)}) and merged_into is null
          order by opened_at desc limit 100`,
    bindings: customerIds,
  })
  return rows.map(toCase)
}

/** Which cases a list shows: all with neither, and none for a word or an id that nobody knows. */
export interface CaseFilter {
  readonly status?: string
  readonly statusNot?: readonly Status[]
  readonly ownerId?: string
}
function filtered(db: Db, { status, statusNot = [], ownerId }: CaseFilter) {
  const statuses = STATUSES.filter(
    (each) => (status === undefined || each === status) && !statusNot.includes(each),
  )
  const all = db<Row>('cases').whereNull('merged_into')
  const query = statuses.length === STATUSES.length ? all : all.whereIn('status', statuses)
  if (ownerId === undefined) return query
  return query.whereIn('owner_id', isUuid(ownerId) ? [ownerId.toLowerCase()] : [])
}
export async function listCases(
  db: Db,
  filter: CaseFilter,
  limit: number,
  offset = 0,
): Promise<CaseFile[]> {
  const rows = await filtered(db, filter)
    .orderBy([{ column: 'updated_at', order: 'desc' }, { column: 'id' }])
    .limit(limit)
    .offset(offset)
  return rows.map(toCase)
}
export async function countCases(db: Db, filter: CaseFilter): Promise<number> {
  const [row] = await filtered(db, filter).count<{ count: number | string }[]>({ count: '*' })
  return Number(row?.count)
}
/** Cases by id, in no order; for pages that list calls or approvals. */
export async function casesByIds(db: Db, ids: readonly string[]): Promise<Map<string, CaseFile>> {
  if (ids.length === 0) return new Map()
  const rows = await db<Row>('cases').whereIn('id', [...new Set(ids)])
  return new Map(rows.map((row) => [row.id, toCase(row)]))
}

export interface CaseChange {
  customerId?: string | null
  status?: Status
  reason?: string
  cause?: string | null
  disposition?: string | null
  card?: { ref: string; label: string; last4: string } | null
  ownerId?: string
  wanted?: string
  nextSteps?: string
}

/** Changes a case and says so in the record, both or neither. A call that ends on a closed case opens it again. */
export async function changeCase(
  trx: Db,
  id: string,
  event: string,
  change: CaseChange,
  hand: AnyHand,
  detail: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const { card, customerId, ownerId, nextSteps, ...same } = change
  await trx('cases')
    .where({ id })
    .update({
      ...same,
      ...(customerId === undefined ? {} : { customer_id: customerId }),
      ...(ownerId === undefined ? {} : { owner_id: ownerId }),
      ...(nextSteps === undefined ? {} : { next_steps: nextSteps }),
      ...(card === undefined ? {} : cardColumns(card)),
      ...(same.status === undefined || same.status === 'closed'
        ? {}
        : { closed_at: null, closed_by: null }),
      updated_at: hand.at.toISOString(),
      version: trx.raw('version + 1'),
    })
  const { wanted, nextSteps: _words, card: _label, ...codes } = change
  const about = card === undefined ? {} : { card: card?.ref ?? null }
  await recordCaseEvent(trx, event, id, hand, { ...codes, ...about, ...detail })
}
const cardColumns = (card: NonNullable<CaseFile['card']> | null) => ({
  card_ref: card?.ref ?? null,
  card_label: card?.label ?? null,
  card_last4: card?.last4 ?? null,
})
