import { peopleBehind } from '../customers/one-person.ts'
import { type Db, marks, read } from '../db.ts'
import { typedIn, type WrapUp } from './wrap-up.ts'

interface Row {
  readonly call_id: string
  readonly matter: number
  readonly step: string | null
  readonly visit: number | null
  readonly facts: string | null
  readonly body: string | null
  readonly customer_id: string | null
}

/** What each call of these cases left in them, the first call first; also of a call that has not written anything yet. */
export async function wrapUpsOf(db: Db, caseIds: readonly string[]): Promise<WrapUp[]> {
  const rows = await read<Row>(db, {
    sql: `select calls.id as call_id, matters.number as matter, typed.step, typed.visit,
            typed.facts, body, cases.customer_id
          from matters
          join cases on cases.id = matters.case_id
          join calls on calls.id = matters.call_id
          left join call_entries as typed on typed.call_id = matters.call_id
            and typed.matter = matters.number
            and typed.kind = 'answer' and typed.content_hash is not null
          left join entry_contents on entry_contents.entry_id = typed.id
          where matters.case_id in (${marks(caseIds)})
          order by calls.started_at, calls.id, matters.number, typed.seq`,
    bindings: caseIds,
  })
  const customers = rows.flatMap((row) => row.customer_id ?? [])
  const people = await peopleBehind(db, [...new Set(customers)])
  return inOrder(groups(rows), (id) => people.get(id) ?? [id])
}

function groups(rows: readonly Row[]): Row[][] {
  const matters = new Map<string, Row[]>()
  for (const row of rows) {
    const key = `${row.call_id}/${row.matter}`
    matters.set(key, [...(matters.get(key) ?? []), row])
  }
  return [...matters.values()]
}

function inOrder(
  matters: readonly (readonly Row[])[],
  recordsOf: (customerId: string) => readonly string[],
): WrapUp[] {
  const calls = [...new Set(matters.flatMap(([row]) => row?.call_id ?? []))]
  return matters.flatMap((rows) => {
    const [row] = rows
    if (!row) return []
    const answers = rows.map(({ step, visit, facts, body }) => ({
      step,
      visit,
      facts: facts === null ? {} : JSON.parse(facts),
      content: body === null ? {} : JSON.parse(body),
    }))
    const { call_id: callId, matter, customer_id: customerId } = row
    const own = customerId === null ? [] : [customerId, ...recordsOf(customerId)]
    const fields = typedIn(answers, own)
    return [{ callId, matter, nth: calls.indexOf(callId) + 1, fields }]
  })
}
