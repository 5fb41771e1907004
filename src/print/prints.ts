import { type AuditEvent, recordEvents } from '../audit/events.ts'
import { alone, type Db, marks, read } from '../db.ts'
import type { Language } from '../scripts/script.ts'
import type { Form, Paper, Print, PrintKind } from './print.ts'

export type NewPrint = Omit<Print, 'number' | 'at'> & { readonly at: Date }

interface Row {
  readonly number: number
  readonly kind: PrintKind
  readonly form: Form | null
  readonly language: Language
  readonly paper: Paper
  readonly operator_id: string
  readonly customer_id: string | null
  readonly case_id: string | null
  readonly call_id: string | null
  readonly version_id: string | null
  readonly proof: string | null
  readonly at: string
}
const toPrint = (row: Row): Print => ({
  number: row.number,
  kind: row.kind,
  form: row.form,
  language: row.language,
  paper: row.paper,
  operatorId: row.operator_id,
  at: row.at,
  customerId: row.customer_id,
  caseId: row.case_id,
  callId: row.call_id,
  versionId: row.version_id,
  proof: row.proof,
})

/**
 * Writes down what is printed, with its audit events; gives the number of the first, the others follow on it. One
 * process at a time: the numbers have no gaps, so that none is missed.
 */
export const recordPrints = (db: Db, prints: readonly NewPrint[]): Promise<number> =>
  alone(db, 'annai prints', async (trx) => {
    const last = await trx('prints').max<{ number: number | null }>({ number: 'number' }).first()
    const first = (last?.number ?? 0) + 1
    await trx('prints').insert(prints.map((each, index) => toRow(each, first + index)))
    await recordEvents(
      trx,
      prints.map((each, index) => eventOf(each, first + index)),
    )
    return first
  })

const toRow = (print: NewPrint, number: number): Row => ({
  number,
  kind: print.kind,
  form: print.form,
  language: print.language,
  paper: print.paper,
  operator_id: print.operatorId,
  customer_id: print.customerId,
  case_id: print.caseId,
  call_id: print.callId,
  version_id: print.versionId,
  proof: print.proof,
  at: print.at.toISOString(),
})

function eventOf(print: NewPrint, number: number): AuditEvent {
  const { kind, at, operatorId, customerId, caseId, callId, language, paper, form } = print
  const of = print.versionId === null ? {} : { versionId: print.versionId }
  const detail = { number, language, paper, ...(form === null ? {} : { form }), ...of }
  return { name: `${kind}_printed`, at, operatorId, customerId, caseId, callId, detail }
}

/** Which prints are sought; a page goes on below a number. */
export interface PrintQuery {
  readonly number: number | null
  /** The cases whose prints they are; null for any. */
  readonly caseIds: readonly string[] | null
  readonly below: number | null
}

/** Prints, the newest first. */
export async function findPrints(db: Db, query: PrintQuery, most: number): Promise<Print[]> {
  const { number, caseIds, below } = query
  const conditions: { readonly sql: string; readonly values: readonly (string | number)[] }[] = [
    ...(number === null ? [] : [{ sql: 'number = ?', values: [number] }]),
    ...(caseIds === null ? [] : [{ sql: `case_id in (${marks(caseIds)})`, values: caseIds }]),
    ...(below === null ? [] : [{ sql: 'number < ?', values: [below] }]),
  ]
  const where = conditions.map(({ sql }) => sql).join(' and ') || 'number > 0'
  const rows = await read<Row>(db, {
    sql: `select * from prints where ${where} order by number desc limit ?`,
    bindings: [...conditions.flatMap(({ values }) => values), most],
  })
  return rows.map(toPrint)
}
