import { type Db, marks, read } from '../db.ts'
import { readStaff } from '../operators/operators.ts'
import type { Wording } from '../web/wording.ts'
import { type EventNames, namesFor } from './event-names.ts'
import type { Subjects } from './log-asked.ts'
import { findEvents, type LogEvent, type LogPlace, type LogQuery } from './log-query.ts'
import { sentenceOf } from './sentences.ts'

export type LogFormat = 'csv' | 'jsonl'

/** How many rows are held at a time, however many there are. */
const SOME = 1_000

/** The events that were asked for as text, piece by piece. */
export async function* exportLog(
  db: Db,
  query: LogQuery,
  format: LogFormat,
  subjects: Subjects,
  wording: Wording,
): AsyncGenerator<string> {
  const staff = (await readStaff(db)).names
  if (format === 'csv') yield `\uFEFF${csvLine(COLUMNS)}`
  let below: LogPlace | null = null
  for (;;) {
    const events: LogEvent[] = await findEvents(db, query, below, SOME)
    const [names, seals] = await Promise.all([
      namesFor(events, staff, subjects, wording),
      sealsOf(db, events),
    ])
    const write = format === 'csv' ? csvOf : jsonOf
    yield events
      .map((event) => write({ event, names, seq: seals.get(event.id) ?? null }, wording))
      .join('')
    below = events.at(-1) ?? null
    if (events.length < SOME) return
  }
}

interface Written {
  readonly event: LogEvent
  readonly names: EventNames
  /** Its number in the chain; null while it is not sealed. */
  readonly seq: number | null
}

const COLUMNS = [
  'at',
  'operator',
  'event',
  'sentence',
  'refused',
  'address',
  'session',
  'case',
  'case_id',
  'customer_id',
  'call_id',
  'detail',
  'entry',
  'id',
]

const csvOf = ({ event, names, seq }: Written, { t }: Wording): string =>
  csvLine([
    event.at,
    names.staff.get(event.operatorId ?? '') ?? '',
    event.name,
    sentenceOf(event, names, t),
    event.refused ? 'refused' : '',
    event.address ?? '',
    event.session ?? '',
    names.cases.get(event.caseId ?? '') ?? '',
    event.caseId ?? '',
    event.customerId ?? '',
    event.callId ?? '',
    JSON.stringify(event.detail),
    seq === null ? '' : String(seq),
    event.id,
  ])

/** What a spreadsheet would take for a formula is text with an apostrophe before it. */
export const csvCell = (text: string): string =>
  `"${text.replace(/^(?=\s*[=+\-@＝＋－＠]|[\t\r\n])/, "'").replaceAll('"', '""')}"`
const csvLine = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`

const jsonOf = ({ event, names, seq }: Written, { t }: Wording): string =>
  `${JSON.stringify({
    ...event,
    operator: names.staff.get(event.operatorId ?? '') ?? null,
    caseNumber: names.cases.get(event.caseId ?? '') ?? null,
    sentence: sentenceOf(event, names, t),
    entry: seq,
  })}\n`

async function sealsOf(db: Db, events: readonly LogEvent[]): Promise<Map<string, number>> {
  if (events.length === 0) return new Map()
  const rows = await read<{ event_id: string; seq: number | string }>(db, {
    sql: `select event_id, seq from audit_seals where event_id in (${marks(events)})`,
    bindings: events.map(({ id }) => id),
  })
  return new Map(rows.map(({ event_id, seq }) => [event_id, Number(seq)]))
}
