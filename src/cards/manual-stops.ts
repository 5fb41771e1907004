import { validate as isUuid, v7 as uuid } from 'uuid'
import { type Db, marks, read } from '../db.ts'
import type { CardAction } from './card-action.ts'
import { type ManualStop, type ManualStopState, toldLast4s, wordsOf } from './manual-stop.ts'

/** As the database keeps it. */
export interface ManualStopRow {
  id: string
  action_id: string
  case_id: string
  card_ref: string | null
  told_last4: string | null
  recorded_by: string
  recorded_at: string
  state: ManualStopState
  checked_at: string | null
  stop_ref: string | null
  ended_at: string | null
  ended_by: string | null
  end_reason: string | null
}
export const toManualStop = (row: ManualStopRow): ManualStop => ({
  id: row.id,
  actionId: row.action_id,
  caseId: row.case_id,
  cardRef: row.card_ref,
  toldLast4: row.told_last4,
  recordedBy: row.recorded_by,
  recordedAt: row.recorded_at,
  state: row.state,
  checkedAt: row.checked_at,
  stopRef: row.stop_ref,
  endedAt: row.ended_at,
  endedBy: row.ended_by,
  endReason: row.end_reason,
})

/** A stop of a card that nobody knows yet, by what was told of it. */
export interface NamelessStop {
  readonly id: string
  readonly toldLast4: string | null
}

/**
 * Puts a stop by another route on the list, one row a card; one row for each last 4 digits that were told while no card
 * is known, since each of those is a card of its own. Gives the rows that name no card.
 */
export async function listManualStop(
  trx: Db,
  action: Pick<CardAction, 'id' | 'input' | 'confirmedBy'>,
  caseId: string,
  at: Date,
): Promise<readonly NamelessStop[]> {
  const rows = cardsOf(action.input).map((card) => ({
    id: uuid(),
    action_id: action.id,
    case_id: caseId,
    ...card,
    recorded_by: action.confirmedBy,
    recorded_at: at.toISOString(),
    state: 'open',
  }))
  await trx('manual_stops').insert(rows)
  return rows
    .filter((row) => row.card_ref === null)
    .map((row) => ({ id: row.id, toldLast4: row.told_last4 }))
}

function cardsOf(input: unknown): Pick<ManualStopRow, 'card_ref' | 'told_last4'>[] {
  const named: unknown = Object(input).cardRefs
  if (Array.isArray(named) && named.length > 0)
    return named.map((card) => ({ card_ref: String(card), told_last4: null }))
  const told = toldLast4s(wordsOf(input).last4)
  const digits = told.length > 0 ? told : [null]
  return digits.map((each) => ({ card_ref: null, told_last4: each }))
}

export async function findManualStop(db: Db, id: string): Promise<ManualStop | null> {
  if (!isUuid(id)) return null
  const row = await db<ManualStopRow>('manual_stops').where({ id: id.toLowerCase() }).first()
  return row ? toManualStop(row) : null
}
export const manualStopsOfCase = (db: Db, caseId: string): Promise<ManualStop[]> =>
  manualStopsOfCases(db, [caseId])
export async function manualStopsOfCases(
  db: Db,
  caseIds: readonly string[],
): Promise<ManualStop[]> {
  const rows = await read<ManualStopRow>(db, {
    sql: `select * from manual_stops where case_id in (${marks(caseIds)}) order by id`,
    bindings: caseIds,
  })
  return rows.map(toManualStop)
}
export async function countUnmatchedStops(db: Db): Promise<number> {
  const [row] = await read<{ count: number | string }>(db, {
    sql: `select count(*) as count from manual_stops where state in ('open', 'differs')`,
    bindings: [],
  })
  return Number(row?.count)
}

/** A stop to be compared, with whose card it is, and its digits. */
export interface ComparedStop extends ManualStop {
  readonly cardRef: string
  readonly last4: string
  readonly customerRef: string
}
interface ComparedRow extends ManualStopRow {
  customer_ref: string
  last4: string
}
const WITH_CUSTOMER = `select manual_stops.*, customers.customer_ref, customer_cards.last4 from manual_stops
  join customer_cards on customer_cards.card_ref = manual_stops.card_ref
  join customers on customers.id = customer_cards.customer_id
  where manual_stops.state in ('open', 'differs')`

function toCompared(row: ComparedRow): ComparedStop[] {
  const { card_ref: cardRef, last4, customer_ref: customerRef } = row
  return cardRef === null ? [] : [{ ...toManualStop(row), cardRef, last4, customerRef }]
}

const AT_ONCE = 50
/** Stops that were not compared since `before`, the longest ago first. */
export async function stopsToCompare(db: Db, before: Date): Promise<ComparedStop[]> {
  const rows = await read<ComparedRow>(db, {
    sql: `${WITH_CUSTOMER} and coalesce(manual_stops.checked_at, '') <= ?
          order by coalesce(manual_stops.checked_at, ''), manual_stops.id limit ${AT_ONCE}`,
    bindings: [before.toISOString()],
  })
  return rows.flatMap(toCompared)
}
export async function stopsOfCard(db: Db, cardRef: string): Promise<ComparedStop[]> {
  const rows = await read<ComparedRow>(db, {
    sql: `${WITH_CUSTOMER} and manual_stops.card_ref = ?`,
    bindings: [cardRef],
  })
  return rows.flatMap(toCompared)
}

/** Writes down what a comparison showed; false when nothing has changed by it. */
export async function markCompared(
  trx: Db,
  { id, state }: ManualStop,
  stopRef: string | null,
  isLate: boolean,
  at: Date,
): Promise<boolean> {
  const now = stopRef !== null ? 'matched' : isLate ? 'differs' : state
  const changed = await trx('manual_stops')
    .where({ id, state })
    .update({
      state: now,
      checked_at: at.toISOString(),
      ...(stopRef === null ? {} : { stop_ref: stopRef, ended_at: at.toISOString() }),
    })
  return changed === 1 && now !== state
}

/** Whether another stop of the same action is that of this card. */
export async function isNamedBeside(
  trx: Db,
  { id, actionId }: Pick<ManualStop, 'id' | 'actionId'>,
  cardRef: string,
): Promise<boolean> {
  const beside = await trx('manual_stops')
    .where({ action_id: actionId, card_ref: cardRef })
    .whereNot({ id })
    .whereNot({ state: 'withdrawn' })
    .first('id')
  return beside !== undefined
}

/** Names the card of a stop that was listed without one. */
export async function nameCard(trx: Db, id: string, cardRef: string): Promise<void> {
  await trx('manual_stops')
    .where({ id, state: 'open' })
    .whereNull('card_ref')
    .update({ card_ref: cardRef })
}

/** Takes a stop off the list without a match; false when it is off it already. */
export async function withdrawStop(
  trx: Db,
  id: string,
  reason: string,
  { operatorId, at }: { operatorId: string; at: Date },
): Promise<boolean> {
  const ended = await trx('manual_stops')
    .where({ id })
    .whereIn('state', ['open', 'differs'])
    .update({
      state: 'withdrawn',
      ended_at: at.toISOString(),
      ended_by: operatorId,
      end_reason: reason,
    })
  return ended === 1
}
