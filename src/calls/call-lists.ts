import { familiesOf } from '../cases/families.ts'
import { type Db, marks, read } from '../db.ts'

/** An operator's calls that are not over. */
export async function openCallIds(db: Db, operatorId: string): Promise<string[]> {
  return await db('calls')
    .where({ operator_id: operatorId })
    .whereIn('state', ['live', 'paused'])
    .orderBy('started_at', 'desc')
    .limit(30)
    .pluck('id')
}
/** An operator's calls that are over, the newest first. */
export async function endedCallIds(db: Db, operatorId: string, limit: number): Promise<string[]> {
  return await db('calls')
    .where({ operator_id: operatorId, state: 'ended' })
    .orderBy('started_at', 'desc')
    .limit(limit)
    .pluck('id')
}
/** Calls that go on and have confirmed this action: the one that wrote it down, and any that found it standing. */
export async function callsWaitingFor(db: Db, actionId: string): Promise<string[]> {
  return await db('confirmed_actions')
    .join('calls', 'calls.id', 'confirmed_actions.call_id')
    .where({ action_id: actionId })
    .whereIn('calls.state', ['live', 'paused'])
    .distinct()
    .pluck('confirmed_actions.call_id')
}
/** The actions that the calls of a case rely on, wherever they were started. */
export async function actionsReliedOn(db: Db, caseId: string): Promise<string[]> {
  return await db('matters')
    .join('confirmed_actions', (on) => {
      on.on('matters.call_id', 'confirmed_actions.call_id')
      on.andOn('matters.number', 'confirmed_actions.matter')
    })
    .where({ case_id: caseId })
    .distinct()
    .pluck('action_id')
}
/** The cases whose calls rely on this action, be they over or not. */
export async function casesRelyingOn(db: Db, actionId: string): Promise<string[]> {
  return await db('confirmed_actions')
    .join('matters', (on) => {
      on.on('matters.call_id', 'confirmed_actions.call_id')
      on.andOn('matters.number', 'confirmed_actions.matter')
    })
    .where({ action_id: actionId })
    .whereNotNull('matters.case_id')
    .distinct()
    .pluck('matters.case_id')
}

/** A call that is over, as the desk lists it: who called, and about which case. */
export interface EndedCall {
  readonly id: string
  readonly startedAt: string
  readonly fromNumber: string | null
  readonly customer: { readonly id: string; readonly name: string } | null
  readonly caseFile: {
    readonly id: string
    readonly number: string
    readonly reason: string
  } | null
}
interface EndedRow {
  id: string
  started_at: string
  from_number: string | null
  customer_id: string | null
  name_kanji: string | null
}
interface CaseOfCall {
  call_id: string
  id: string
  number: string
  reason: string
}

/** An operator's latest callers, each with the case of the call's first matter that has one. */
export async function latestCalls(db: Db, operatorId: string, limit: number): Promise<EndedCall[]> {
  const rows: EndedRow[] = await db('calls')
    .leftJoin('customers', 'customers.id', 'calls.customer_id')
    .where({ operator_id: operatorId, state: 'ended' })
    .orderBy('started_at', 'desc')
    .limit(limit)
    .select('calls.id', 'started_at', 'from_number', 'customer_id', 'name_kanji')
  const cases = await casesOfCalls(
    db,
    rows.map((row) => row.id),
  )
  return rows.map((row) => ({
    id: row.id,
    startedAt: row.started_at,
    fromNumber: row.from_number,
    customer: row.customer_id === null ? null : { id: row.customer_id, name: row.name_kanji ?? '' },
    caseFile: cases.find((each) => each.call_id === row.id) ?? null,
  }))
}

/** The cases of several calls, by matter. */
export async function casesOfCalls(db: Db, callIds: readonly string[]): Promise<CaseOfCall[]> {
  if (callIds.length === 0) return []
  return await db('matters')
    .join('cases', 'cases.id', 'matters.case_id')
    .whereIn('call_id', callIds)
    .orderBy('matters.number')
    .select('call_id', 'cases.id', 'cases.number', 'cases.reason')
}

/** Who took the latest call of each of these cases, or of one that was merged into it, and when. */
export async function lastCallsOfCases(
  db: Db,
  caseIds: readonly string[],
): Promise<Map<string, { readonly operatorId: string; readonly at: string }>> {
  if (caseIds.length === 0) return new Map()
  const families = await familiesOf(db, caseIds)
  const all = [...new Set([...families.values()].flat())]
  const rows = await read<{ case_id: string; operator_id: string; started_at: string }>(db, {
    sql: `select case_id, operator_id, started_at from matters join calls on calls.id = matters.call_id
          where case_id in (${marks(all)}) order by started_at`,
    bindings: all,
  })
  return new Map(
    [...families].flatMap(([id, family]) => {
      const last = rows.findLast((row) => family.includes(row.case_id))
      return last ? [[id, { operatorId: last.operator_id, at: last.started_at }]] : []
    }),
  )
}
