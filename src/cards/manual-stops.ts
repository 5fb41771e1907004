import { validate as isUuid, v7 as uuid } from 'uuid'
import { type Db, read } from '../db.ts'
import type { CardAction } from './card-action.ts'
import {
  type ManualStop,
  type ManualStopState,
  type ManualStopWords,
  wordsOf,
} from './manual-stop.ts'

interface Row {
  id: string
  action_id: string
  case_id: string
  card_ref: string | null
  recorded_by: string
  recorded_at: string
  state: ManualStopState
  checked_at: string | null
  stop_ref: string | null
  ended_at: string | null
  ended_by: string | null
  end_reason: string | null
}
const toManualStop = (row: Row): ManualStop => ({
  id: row.id,
  actionId: row.action_id,
  caseId: row.case_id,
  cardRef: row.card_ref,
  recordedBy: row.recorded_by,
  recordedAt: row.recorded_at,
  state: row.state,
  checkedAt: row.checked_at,
  stopRef: row.stop_ref,
  endedAt: row.ended_at,
  endedBy: row.ended_by,
  endReason: row.end_reason,
})

/** Puts a stop by another route on the list, one row a card; gives the rows that name no card. */
export async function listManualStop(
  trx: Db,
  action: Pick<CardAction, 'id' | 'input' | 'confirmedBy'>,
  caseId: string,
  at: Date,
): Promise<readonly string[]> {
  const named: unknown = Object(action.input).cardRefs
  const cards = Array.isArray(named) && named.length > 0 ? named.map(String) : [null]
  const rows = cards.map((card) => ({
    id: uuid(),
    action_id: action.id,
    case_id: caseId,
    card_ref: card,
    recorded_by: action.confirmedBy,
    recorded_at: at.toISOString(),
    state: 'open',
  }))
  await trx('manual_stops').insert(rows)
  return rows.filter((row) => row.card_ref === null).map((row) => row.id)
}

export async function findManualStop(db: Db, id: string): Promise<ManualStop | null> {
  if (!isUuid(id)) return null
  const row = await db<Row>('manual_stops').where({ id: id.toLowerCase() }).first()
  return row ? toManualStop(row) : null
}
export async function manualStopsOfCase(db: Db, caseId: string): Promise<ManualStop[]> {
  const rows = await read<Row>(db, {
    sql: 'select * from manual_stops where case_id = ? order by id',
    bindings: [caseId],
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

/** A stop to be compared, with whose card it is. */
export interface ComparedStop extends ManualStop {
  readonly cardRef: string
  readonly customerRef: string
}
interface ComparedRow extends Row {
  customer_ref: string
}
const WITH_CUSTOMER = `select manual_stops.*, customers.customer_ref from manual_stops
  join customer_cards on customer_cards.card_ref = manual_stops.card_ref
  join customers on customers.id = customer_cards.customer_id
  where manual_stops.state in ('open', 'differs')`

const toCompared = (row: ComparedRow): ComparedStop[] =>
  row.card_ref === null
    ? []
    : [{ ...toManualStop(row), cardRef: row.card_ref, customerRef: row.customer_ref }]

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

/** Names the card of a stop that was listed without one; false when it has one by now. */
export async function nameCard(trx: Db, id: string, cardRef: string): Promise<boolean> {
  const named = await trx('manual_stops')
    .where({ id, state: 'open' })
    .whereNull('card_ref')
    .update({ card_ref: cardRef })
  return named === 1
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

/** A stop as the list shows it. */
export interface ListedStop extends ManualStop {
  readonly words: ManualStopWords
  readonly caseNumber: string
  readonly caseReason: string
  readonly customerId: string | null
  readonly customerName: string
  readonly card: { readonly label: string; readonly last4: string } | null
}
interface ListedRow extends Row {
  input: string
  number: string
  reason: string
  customer_id: string | null
  name_kanji: string | null
  label: string | null
  last4: string | null
}
const LISTED = `select manual_stops.*, card_actions.input, cases.number, cases.reason, cases.customer_id,
    customers.name_kanji, customer_cards.label, customer_cards.last4
  from manual_stops join card_actions on card_actions.id = manual_stops.action_id
  join cases on cases.id = manual_stops.case_id
  left join customers on customers.id = cases.customer_id
  left join customer_cards on customer_cards.card_ref = manual_stops.card_ref`

const toListed = (row: ListedRow): ListedStop => ({
  ...toManualStop(row),
  words: wordsOf(JSON.parse(row.input)),
  caseNumber: row.number,
  caseReason: row.reason,
  customerId: row.customer_id,
  customerName: row.name_kanji ?? '',
  card: row.label === null ? null : { label: row.label, last4: row.last4 ?? '' },
})

/** Those that somebody has to see to, differing ones first; and those that have ended since `since`. */
export async function listedStops(
  db: Db,
  since: Date,
): Promise<{ waiting: ListedStop[]; ended: ListedStop[] }> {
  const waiting = await read<ListedRow>(db, {
    sql: `${LISTED} where manual_stops.state in ('open', 'differs')
          order by case manual_stops.state when 'differs' then 0 else 1 end, manual_stops.recorded_at limit 200`,
    bindings: [],
  })
  const ended = await read<ListedRow>(db, {
    sql: `${LISTED} where manual_stops.state in ('matched', 'withdrawn') and manual_stops.ended_at >= ?
          order by manual_stops.ended_at desc limit 100`,
    bindings: [since.toISOString()],
  })
  return { waiting: waiting.map(toListed), ended: ended.map(toListed) }
}

/** The cards that a stop without one may be about: those of its case's customer. */
export async function cardsToName(
  db: Db,
  customerIds: readonly string[],
): Promise<{ customerId: string; ref: string; label: string; last4: string }[]> {
  const rows = await db('customer_cards').whereIn('customer_id', customerIds).orderBy('card_ref')
  return rows.map((row) => ({
    customerId: row.customer_id,
    ref: row.card_ref,
    label: row.label,
    last4: row.last4,
  }))
}
