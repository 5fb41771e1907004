import { PERSON, WITH_PERSON } from '../customers/one-person.ts'
import { type Db, marks, read } from '../db.ts'
import { DAY_MS, DAYS, dayOf, type Signal, type SignalKind } from './trouble.ts'

/** A signal of one matter of a call, and whose it is. */
export interface Reported extends Signal {
  readonly matter: number
  readonly caseId: string | null
}
/** In which call, about whom and when something was reported. */
export interface Report {
  readonly callId: string
  readonly customerId: string | null
  readonly at: string
}
interface SignalRow {
  readonly matter: number
  readonly kind: SignalKind
  readonly value_key: string
  readonly shown_value: string
  readonly reporter: string
  readonly at: string
}

const keyOf = (row: { matter: number; kind: string; key: string }) =>
  `${row.matter}/${row.kind}/${row.key}`

/**
 * Makes what is recorded of a call what its path says now: an answer that was taken back takes its signals back. Gives
 * those that are new.
 */
export async function keepSignals(
  trx: Db,
  { callId, customerId, at }: Report,
  reported: readonly Reported[],
): Promise<Reported[]> {
  const rows = await signalRows(trx, 'call_id', [callId])
  const before = new Set(rows.map((row) => keyOf({ ...row, key: row.value_key })))
  const now = new Set(reported.map(keyOf))
  for (const { matter, kind, value_key } of rows)
    if (!now.has(keyOf({ matter, kind, key: value_key })))
      await trx('trouble_signals').where({ call_id: callId, matter, kind, value_key }).delete()
  const whose = { customer_id: customerId, reporter: customerId ?? callId }
  const added = reported.filter((each) => !before.has(keyOf(each)))
  for (const { matter, caseId } of reported)
    if (rows.some((row) => row.matter === matter))
      await trx('trouble_signals')
        .where({ call_id: callId, matter })
        .update({ ...whose, case_id: caseId })
  if (added.length > 0)
    await trx('trouble_signals').insert(
      added.map(({ matter, kind, key, shown, caseId }) => ({
        call_id: callId,
        matter,
        kind,
        value_key: key,
        shown_value: shown,
        case_id: caseId,
        ...whose,
        at,
      })),
    )
  return added
}

const signalRows = (
  db: Db,
  of: 'call_id' | 'case_id',
  ids: readonly string[],
): Promise<SignalRow[]> =>
  read<SignalRow>(db, {
    sql: `select matter, kind, value_key, shown_value, at, ${PERSON} as reporter
          from trouble_signals ${WITH_PERSON} where ${of} in (${marks(ids)})
          order by at, kind, value_key`,
    bindings: ids,
  })

/** What others reported beside a signal of one's own. */
export interface Similar extends Signal {
  /** Other customers within 30 days; `isMore`: at least so many, they were not all counted. */
  readonly others: number
  readonly isMore: boolean
  readonly firstAt: string | null
  readonly lastAt: string | null
  /** The days of the last 30 times 24 hours, oldest first, each with how many others reported it on it. */
  readonly days: readonly { readonly day: string; readonly count: number }[]
}

/** More are not counted: the page is read in a second, and nobody needs to know the thousandth. */
const MOST = 500
const MOST_SIGNALS = 6

/** What the signals of a case and of those merged into it, or of a matter of a call, have in common with other customers of the last 30 days. */
export async function similarTo(
  db: Db,
  of:
    | { readonly caseIds: readonly string[] }
    | { readonly callId: string; readonly matter: number },
  now: Date,
): Promise<Similar[]> {
  const rows =
    'caseIds' in of
      ? await signalRows(db, 'case_id', of.caseIds)
      : (await signalRows(db, 'call_id', [of.callId])).filter((row) => row.matter === of.matter)
  const own = new Map(rows.map((row) => [`${row.kind}:${row.value_key}`, row]))
  const reporters = new Set(rows.map((row) => row.reporter))
  return Promise.all(
    [...own.values()].slice(0, MOST_SIGNALS).map((row) => similar(db, row, reporters, now)),
  )
}

async function similar(
  db: Db,
  { kind, value_key, shown_value }: SignalRow,
  own: ReadonlySet<string>,
  now: Date,
): Promise<Similar> {
  const since = new Date(now.getTime() - DAYS * DAY_MS).toISOString()
  const rows = await read<{ at: string; reporter: string }>(db, {
    sql: `select at, ${PERSON} as reporter from trouble_signals ${WITH_PERSON}
          where kind = ? and value_key = ? and at > ? order by at desc limit ${MOST}`,
    bindings: [kind, value_key, since],
  })
  const others = rows.filter((row) => !own.has(row.reporter))
  return {
    kind,
    key: value_key,
    shown: shown_value,
    others: new Set(others.map((row) => row.reporter)).size,
    isMore: rows.length === MOST,
    firstAt: others.at(-1)?.at ?? null,
    lastAt: others[0]?.at ?? null,
    days: byDay(others, now),
  }
}

function byDay(rows: readonly { at: string; reporter: string }[], now: Date): Similar['days'] {
  const days = new Map<string, Set<string>>()
  for (const { at, reporter } of rows) {
    const day = dayOf(at)
    const who = days.get(day) ?? new Set()
    days.set(day, who.add(reporter))
  }
  return Array.from({ length: DAYS + 1 }, (_, nth) => {
    const day = dayOf(new Date(now.getTime() - (DAYS - nth) * DAY_MS).toISOString())
    return { day, count: days.get(day)?.size ?? 0 }
  })
}

/** A case that met a signal, for the list of them. */
export interface SignalCase {
  readonly caseId: string
  readonly at: string
  /** What it met, as it was written. */
  readonly shown: string
}

/** The cases that met a signal, each once, newest first, behind the last one of the page before. */
export function casesWithSignal(
  db: Db,
  { kind, key }: Pick<Signal, 'kind' | 'key'>,
  behind: { readonly at: string; readonly caseId: string } | null,
  limit: number,
): Promise<SignalCase[]> {
  const from = behind ? 'and (s.at < ? or (s.at = ? and s.case_id < ?))' : ''
  return read<SignalCase>(db, {
    sql: `select s.case_id as "caseId", s.at, s.shown_value as shown from trouble_signals s
          where s.case_id is not null and s.kind = ? and s.value_key = ? ${from} and not exists (
            select 1 from trouble_signals later
            where later.case_id = s.case_id and later.kind = s.kind and later.value_key = s.value_key
              and (later.at > s.at or (later.at = s.at and (later.call_id > s.call_id
                or (later.call_id = s.call_id and later.matter > s.matter)))))
          order by s.at desc, s.case_id desc limit ${limit}`,
    bindings: [kind, key, ...(behind ? [behind.at, behind.at, behind.caseId] : [])],
  })
}
