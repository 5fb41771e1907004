import { kanaKey, nameKey } from '../customers/name.ts'
import { type Db, marks, read } from '../db.ts'

/** Where in a case a text stands. */
export type Place = 'number' | 'card' | 'wanted' | 'next_steps' | 'note' | 'call_note' | 'answer'

export interface Text {
  readonly place: Place
  readonly text: string
  readonly at: string
  readonly operatorId: string | null
  readonly callId: string | null
}
/** All that is written in a case, and whom it is about. */
export interface CaseTexts {
  readonly id: string
  readonly own: readonly Text[]
  readonly who: readonly string[]
}

interface CaseRow {
  id: string
  number: string
  card_label: string | null
  card_last4: string | null
  wanted: string
  next_steps: string
  updated_at: string
  owner_id: string
  customer_id: string | null
}
interface TextRow {
  case_id: string
  call_id: string | null
  operator_id: string | null
  body: string
  at: string
}

/** The texts of cases, by seven reads however many there are. */
export async function textsOfCases(db: Db, ids: readonly string[]): Promise<CaseTexts[]> {
  if (ids.length === 0) return []
  const cases = await read<CaseRow>(db, {
    sql: `select id, number, card_label, card_last4, wanted, next_steps, updated_at, owner_id, customer_id
          from cases where id in (${marks(ids)})`,
    bindings: ids,
  })
  const customers = await textsOfCustomers(
    db,
    cases.flatMap(({ customer_id }) => customer_id ?? []),
  )
  const written = await writtenIn(db, ids)
  return cases.map((row) => {
    const customer = customers.get(row.customer_id ?? '')
    return {
      id: row.id,
      own: [...fieldsOf(row), ...(written.get(row.id) ?? [])],
      who: customer ? [...customer.names, ...customer.phones, ...customer.numbers] : [],
    }
  })
}

function fieldsOf(row: CaseRow): Text[] {
  const about = { at: row.updated_at, operatorId: row.owner_id, callId: null }
  const card = row.card_last4 === null ? '' : `${row.card_label ?? ''} ${row.card_last4}`
  const texts = [
    ['number', row.number],
    ['card', card],
    ['wanted', row.wanted],
    ['next_steps', row.next_steps],
  ] as const
  return texts.filter(([, text]) => text !== '').map(([place, text]) => ({ place, text, ...about }))
}

/** Notes of cases and calls, and what was typed into answers; the same words of the same call once. */
async function writtenIn(db: Db, ids: readonly string[]): Promise<Map<string, Text[]>> {
  const texts = new Map<string, Text[]>()
  const add = (place: Place, row: TextRow, text: string) => {
    const known = texts.get(row.case_id) ?? []
    texts.set(row.case_id, known)
    if (text === '' || known.some((each) => each.callId === row.call_id && each.text === text))
      return
    known.push({ place, text, at: row.at, operatorId: row.operator_id, callId: row.call_id })
  }
  for (const row of await read<TextRow>(db, notes(ids))) add('note', row, row.body.trim())
  for (const row of await read<TextRow>(db, callNotes(ids))) add('call_note', row, row.body.trim())
  for (const row of await read<TextRow>(db, answers(ids))) add('answer', row, typedIn(row.body))
  return texts
}

const notes = (ids: readonly string[]) => ({
  sql: `select case_notes.case_id, call_id, operator_id, body, created_at as at from case_notes
        left join refiled_notes on refiled_notes.note_id = case_notes.id
        where case_notes.case_id in (${marks(ids)}) and refiled_notes.note_id is null
        union all
        select refiled_notes.case_id, call_id, operator_id, body, created_at
        from refiled_notes join case_notes on case_notes.id = refiled_notes.note_id
        where refiled_notes.case_id in (${marks(ids)}) order by at`,
  bindings: [...ids, ...ids],
})
const callNotes = (ids: readonly string[]) => ({
  sql: `select matters.case_id, matters.call_id, call_notes.operator_id, body, updated_at as at
        from matters join call_notes on call_notes.call_id = matters.call_id
          and call_notes.matter = matters.number
        where matters.case_id in (${marks(ids)}) order by updated_at`,
  bindings: ids,
})
const answers = (ids: readonly string[]) => ({
  sql: `select matters.case_id, matters.call_id, call_entries.operator_id, body, call_entries.at
        from matters join call_entries on call_entries.call_id = matters.call_id
          and call_entries.matter = matters.number
        join entry_contents on entry_contents.entry_id = call_entries.id
        where matters.case_id in (${marks(ids)}) and call_entries.kind = 'answer' order by call_entries.at`,
  bindings: ids,
})

/** What a person typed: fields and free reasons, never what the card system told. */
function typedIn(body: string): string {
  const content: { fields?: Record<string, string>; reason?: string } = JSON.parse(body)
  return [...Object.values(content.fields ?? {}), content.reason ?? ''].filter(Boolean).join('\n')
}

/** What a customer is found by. */
export interface CustomerTexts {
  readonly id: string
  readonly names: readonly string[]
  readonly phones: readonly string[]
  /** Member number and the last 4 digits of cards. */
  readonly numbers: readonly string[]
}

export async function textsOfCustomers(
  db: Db,
  some: readonly string[],
): Promise<Map<string, CustomerTexts>> {
  const ids = [...new Set(some)]
  if (ids.length === 0) return new Map()
  const of = <Row>(sql: string) =>
    read<Row>(db, { sql: `${sql} in (${marks(ids)})`, bindings: ids })
  const rows = await of<{ id: string; member_no: string; name_kanji: string; name_kana: string }>(
    'select id, member_no, name_kanji, name_kana from customers where id',
  )
  const phones = grouped(
    await of<Told>('select customer_id, number as told from customer_phones where customer_id'),
  )
  const cards = grouped(
    await of<Told>('select customer_id, last4 as told from customer_cards where customer_id'),
  )
  return new Map(
    rows.map((row) => [
      row.id,
      {
        id: row.id,
        names: [nameKey(row.name_kanji), kanaKey(row.name_kana)],
        phones: phones.get(row.id) ?? [],
        numbers: [row.member_no, ...(cards.get(row.id) ?? [])],
      },
    ]),
  )
}

interface Told {
  readonly customer_id: string
  readonly told: string
}
function grouped(rows: readonly Told[]): Map<string, string[]> {
  const groups = new Map<string, string[]>()
  for (const { customer_id, told } of rows)
    groups.set(customer_id, [...(groups.get(customer_id) ?? []), told].sort())
  return groups
}
