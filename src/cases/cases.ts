import { validate as isUuid, v7 as uuid } from 'uuid'
import { type EventName, recordEvent } from '../audit/events.ts'
import { type Db, marks, read } from '../db.ts'
import { indexCases } from '../search/index.ts'
import type { CaseFile, Status } from './case-file.ts'
import { type CaseRow, toCase } from './case-rows.ts'
import { formatCaseNumber } from './number.ts'
import { teamOf } from './owners.ts'
import { followUrgency } from './urgencies.ts'
import { queueFor } from './urgency.ts'

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
    ownerId?: string | null
  },
): Promise<CaseFile> {
  const [serial] = await trx('case_serials')
    .insert({ day: opening.day, last: 1 })
    .onConflict('day')
    .merge({ last: trx.raw('case_serials.last + 1') })
    .returning('last')
  const at = opening.hand.at.toISOString()
  const id = uuid()
  const ownerId = opening.ownerId === undefined ? opening.hand.operatorId : opening.ownerId
  await trx('cases').insert({
    id,
    number: formatCaseNumber(opening.day, Number(serial.last)),
    customer_id: opening.customerId,
    status: 'open',
    reason: opening.reason,
    owner_id: ownerId,
    team_id: teamOf(trx, ownerId),
    opened_at: at,
    opened_by: opening.hand.operatorId,
    updated_at: at,
  })
  await indexCases(trx, [id])
  await followUrgency(trx, id)
  await recordCaseEvent(trx, 'case_opened', id, opening.hand, { reason: opening.reason })
  return await demandCase(trx, id)
}

/** Says what was done to a case, in the transaction that does it. */
export const recordCaseEvent = (
  trx: Db,
  name: EventName,
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
  const [row] = await read<CaseRow>(db, {
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
  const [row] = await read<CaseRow>(db, {
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
  const rows = await read<CaseRow>(db, {
    sql: `select * from cases where customer_id in (${marks(customerIds)}) and status <> 'closed'
            and merged_into is null order by updated_at desc limit 20`,
    bindings: customerIds,
  })
  return rows.map(toCase)
}
/** The newest cases of these customers, by id. */
export async function caseIdsOf(db: Db, customerIds: readonly string[]): Promise<string[]> {
  if (customerIds.length === 0) return []
  const rows = await read<{ id: string }>(db, {
    sql: `select id from cases where customer_id in (${marks(customerIds)})
          order by updated_at desc limit 1000`,
    bindings: customerIds,
  })
  return rows.map(({ id }) => id)
}
/** All cases of these records of a customer, closed ones too, the newest first. */
export async function casesOfCustomer(db: Db, customerIds: readonly string[]): Promise<CaseFile[]> {
  const rows = await read<CaseRow>(db, {
    sql: `select * from cases where customer_id in (${marks(customerIds)}) and merged_into is null
          order by opened_at desc limit 100`,
    bindings: customerIds,
  })
  return rows.map(toCase)
}

/** Cases by id, in no order; for pages that list calls or approvals. */
export async function casesByIds(db: Db, ids: readonly string[]): Promise<Map<string, CaseFile>> {
  if (ids.length === 0) return new Map()
  const rows = await db<CaseRow>('cases').whereIn('id', [...new Set(ids)])
  return new Map(rows.map((row) => [row.id, toCase(row)]))
}

export interface CaseChange {
  customerId?: string | null
  status?: Status
  reason?: string
  cause?: string | null
  disposition?: string | null
  card?: { ref: string; label: string; last4: string } | null
  wanted?: string
  nextSteps?: string
}

/** Changes a case and says so in the record, both or neither. A call that ends on a closed case opens it again. */
export async function changeCase(
  trx: Db,
  id: string,
  event: EventName,
  change: CaseChange,
  hand: AnyHand,
  detail: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const { card, customerId, nextSteps, ...same } = change
  const queue = queueFor(change.status)
  await trx('cases')
    .where({ id })
    .update({
      ...same,
      ...(queue === null ? {} : { queue }),
      ...(customerId === undefined ? {} : { customer_id: customerId }),
      ...(nextSteps === undefined ? {} : { next_steps: nextSteps }),
      ...(card === undefined ? {} : cardColumns(trx, card)),
      ...(same.status === undefined || same.status === 'closed'
        ? {}
        : { closed_at: null, closed_by: null }),
      updated_at: hand.at.toISOString(),
      version: trx.raw('version + 1'),
    })
  if ([card, customerId, nextSteps, same.wanted].some((each) => each !== undefined))
    await indexCases(trx, [id])
  await followUrgency(trx, id)
  const { wanted, nextSteps: _words, card: _label, ...codes } = change
  const about = card === undefined ? {} : { card: card?.ref ?? null }
  await recordCaseEvent(trx, event, id, hand, { ...codes, ...about, ...detail })
}
const cardColumns = (trx: Db, card: NonNullable<CaseFile['card']> | null) => ({
  card_network: card && trx('customer_cards').where({ card_ref: card.ref }).select('network'),
  card_ref: card?.ref ?? null,
  card_label: card?.label ?? null,
  card_last4: card?.last4 ?? null,
})
