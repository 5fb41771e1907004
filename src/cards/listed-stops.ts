import { type Db, read } from '../db.ts'
import { type ManualStop, type ManualStopWords, wordsOf } from './manual-stop.ts'
import { type ManualStopRow, toManualStop } from './manual-stops.ts'

/** A stop as the list shows it. */
export interface ListedStop extends ManualStop {
  readonly words: ManualStopWords
  readonly caseNumber: string
  readonly caseReason: string
  readonly customerId: string | null
  readonly customerName: string
  readonly card: { readonly label: string; readonly last4: string } | null
}
interface ListedRow extends ManualStopRow {
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
          order by case manual_stops.state when 'differs' then 0 else 1 end, manual_stops.recorded_at, manual_stops.id limit 200`,
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
