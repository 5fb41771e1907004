import { validate as isUuid, v7 as uuid } from 'uuid'
import { type Db, marks, read } from '../db.ts'
import { indexCases } from '../search/index.ts'
import type { Call, CallEntry, CallState, Matter } from './call.ts'
import { readLogs } from './entries.ts'

export async function insertCall(
  db: Db,
  call: { scriptVersionId: string; operatorId: string; fromNumber: string | null; at: Date },
): Promise<string> {
  const id = uuid()
  await db('calls').insert({
    id,
    script_version_id: call.scriptVersionId,
    operator_id: call.operatorId,
    from_number: call.fromNumber,
    state: 'live',
    started_at: call.at.toISOString(),
  })
  await insertMatter(db, id, 1, call.at)
  return id
}

export async function insertMatter(
  db: Db,
  callId: string,
  number: number,
  at: Date,
): Promise<void> {
  await db('matters')
    .insert({ call_id: callId, number, opened_at: at.toISOString() })
    .onConflict(['call_id', 'number'])
    .ignore()
}

/** A whole call with its log; null when there is none. */
export async function findCall(db: Db, id: string): Promise<Call | null> {
  if (!isUuid(id)) return null
  const key = id.toLowerCase()
  const [row] = await read<CallRow>(db, {
    sql: 'select * from calls where id = ?',
    bindings: [key],
  })
  if (!row) return null
  const entries = (await readLogs(db, [row])).get(key) ?? []
  const matters = await read<MatterRow>(db, {
    sql: 'select * from matters where call_id = ? order by number',
    bindings: [key],
  })
  return toCall(row, entries, matters.map(toMatter))
}

/** Whole calls with their logs, in the order in which they began: three reads, however many there are. */
export async function findCalls(db: Db, ids: readonly string[]): Promise<Call[]> {
  if (ids.length === 0) return []
  return callsWhere(db, `id in (${marks(ids)})`, ids)
}
/** The calls of a case, or of several that are one. */
export const callsOfCases = (db: Db, caseIds: readonly string[]): Promise<Call[]> =>
  callsWhere(
    db,
    `id in (select call_id from matters where case_id in (${marks(caseIds)}))`,
    caseIds,
  )
/** An operator's calls that are not over. */
export const openCallsOf = (db: Db, operatorId: string): Promise<Call[]> =>
  callsWhere(db, "operator_id = ? and state in ('live', 'paused')", [operatorId])

async function callsWhere(db: Db, where: string, bindings: readonly string[]): Promise<Call[]> {
  const calls = await read<CallRow>(db, {
    sql: `select * from calls where ${where} order by started_at, id`,
    bindings,
  })
  if (calls.length === 0) return []
  const ids = calls.map((row) => row.id)
  const logs = await readLogs(db, calls)
  const matters = await read<MatterRow>(db, {
    sql: `select * from matters where call_id in (${marks(ids)}) order by number`,
    bindings: ids,
  })
  return calls.map((row) =>
    toCall(
      row,
      logs.get(row.id) ?? [],
      matters.filter((each) => each.call_id === row.id).map(toMatter),
    ),
  )
}

const toCall = (row: CallRow, entries: readonly CallEntry[], matters: readonly Matter[]): Call => ({
  id: row.id,
  scriptVersionId: row.script_version_id,
  operatorId: row.operator_id,
  fromNumber: row.from_number,
  customerId: row.customer_id,
  state: row.state,
  startedAt: row.started_at,
  endedAt: row.ended_at,
  entries,
  matters,
  erasedAt: row.erased_at,
  paper:
    row.entered_by === null || row.entered_at === null
      ? null
      : { enteredBy: row.entered_by, enteredAt: row.entered_at },
})

interface CallRow {
  id: string
  script_version_id: string
  operator_id: string
  from_number: string | null
  customer_id: string | null
  state: CallState
  started_at: string
  ended_at: string | null
  entered_at: string | null
  entered_by: string | null
  erased_at: string | null
}
interface MatterRow {
  call_id: string
  number: number
  case_id: string | null
  opened_at: string
}
const toMatter = (row: MatterRow): Matter => ({
  number: row.number,
  caseId: row.case_id,
  openedAt: row.opened_at,
})

export async function setCallState(
  db: Db,
  id: string,
  state: CallState,
  endedAt: Date | null = null,
): Promise<void> {
  await db('calls')
    .where({ id })
    .update({ state, ended_at: endedAt?.toISOString() ?? null })
}
export async function setCallCustomer(
  db: Db,
  id: string,
  customerId: string | null,
): Promise<void> {
  await db('calls').where({ id }).update({ customer_id: customerId })
}
export async function setCallOperator(db: Db, id: string, operatorId: string): Promise<void> {
  await db('calls').where({ id }).update({ operator_id: operatorId })
}
export async function setMatterCase(
  db: Db,
  callId: string,
  number: number,
  caseId: string | null,
): Promise<void> {
  const matter = db('matters').where({ call_id: callId, number })
  const before: { case_id: string | null } | undefined = await matter.clone().first('case_id')
  await matter.update({ case_id: caseId })
  await indexCases(db, [before?.case_id ?? null, caseId])
}
