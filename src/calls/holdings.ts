import { actionsByIds, actionsOfCallAndCases } from '../cards/actions.ts'
import type { CardAction } from '../cards/card-action.ts'
import { asOne, type CaseFile } from '../cases/case-file.ts'
import { casesByIds, findCase, openCasesOf } from '../cases/cases.ts'
import type { Commitment } from '../cases/commitment.ts'
import { commitmentsOf } from '../cases/commitments.ts'
import { familiesOf, familyOf } from '../cases/families.ts'
import type { Customer } from '../customers/customer.ts'
import { findCustomer } from '../customers/customers.ts'
import { recordsOf } from '../customers/one-person.ts'
import { type Db, marks, read } from '../db.ts'
import { readStaff, type Staff } from '../operators/operators.ts'
import type { Call } from './call.ts'
import { type CallNote, noteOf } from './call-notes.ts'
import type { CallContext, CallDeps } from './context.ts'
import type { WrapUp } from './wrap-up.ts'
import { wrapUpsOf } from './wrap-ups.ts'

/** Everything the page needs from the database, read at once. */
export interface Holdings {
  readonly customer: Customer | null
  readonly caseFile: CaseFile | null
  readonly openCases: readonly CaseFile[]
  readonly caseCalls: readonly CaseCall[]
  /** What the calls of the case wrote of it. */
  /** What the calls of the case left in it, when there was one before. */
  readonly wrapUps: readonly WrapUp[]
  readonly commitments: readonly Commitment[]
  readonly actions: readonly CardAction[]
  readonly caseActions: readonly CardAction[]
  /** Confirmed in this call, and found standing from a call about another case. */
  readonly actionsElsewhere: readonly CardAction[]
  readonly note: CallNote
  readonly staff: Staff
}

export async function readHoldings(
  { db }: CallDeps,
  { call, standing }: CallContext,
): Promise<Holdings> {
  const { matter } = standing.current
  const caseId = call.matters.find((each) => each.number === matter)?.caseId ?? null
  const [family, openCases]: [readonly string[], CaseFile[]] = await Promise.all([
    caseId === null ? [] : familyOf(db, caseId),
    call.customerId === null ? [] : openCasesOf(db, await recordsOf(db, call.customerId)),
  ])
  const [customer, allActions, caseCalls, note, staff] = await Promise.all([
    call.customerId === null ? null : findCustomer(db, call.customerId),
    actionsOfCallAndCases(db, call.id, family),
    caseId === null ? [] : callsOfCases(db, family),
    noteOf(db, call.id, matter),
    readStaff(db),
  ])
  const hasOthers = caseCalls.some((each) => each.id !== call.id)
  const [goesOn = null] = family
  const open = openCases.find((each) => each.id === goesOn)
  const survivor = goesOn === null ? null : (open ?? (await findCase(db, goesOn)))
  const merged = await casesByIds(db, family.slice(1))
  const caseFile = survivor && asOne(survivor, [...merged.values()])
  return {
    customer,
    caseFile,
    openCases,
    caseCalls,
    wrapUps: caseId !== null && hasOthers ? await wrapUpsOf(db, family) : [],
    commitments: await promisesOf(db, [caseFile, ...openCases]),
    actions: allActions.filter((each) => each.callId === call.id),
    actionsElsewhere: await actionsByIds(db, confirmedElsewhere(call, allActions)),
    caseActions: allActions.filter((each) => each.caseId !== null && family.includes(each.caseId)),
    note,
    staff,
  }
}

/** The promises of these cases; those of a case that was merged stand with the one that goes on. */
async function promisesOf(db: Db, cases: readonly (CaseFile | null)[]): Promise<Commitment[]> {
  const families = await familiesOf(
    db,
    cases.flatMap((each) => each?.id ?? []),
  )
  const survivors = new Map([...families].flatMap(([id, all]) => all.map((one) => [one, id])))
  const promises = await commitmentsOf(db, [...survivors.keys()])
  return promises.map((each) => ({ ...each, caseId: survivors.get(each.caseId) ?? each.caseId }))
}

/** What was confirmed in this call, whichever call it was started in. */
export function confirmedIn(call: Call, held: Holdings): CardAction[] {
  const ids = new Set(call.entries.flatMap((each) => each.facts.actions ?? []))
  const own = new Set(held.actions.map((each) => each.id))
  const others = [...held.caseActions, ...held.actionsElsewhere]
  return [...held.actions, ...others.filter((each) => ids.has(each.id) && !own.has(each.id))]
}

const confirmedElsewhere = (call: Call, known: readonly CardAction[]): string[] =>
  call.entries
    .flatMap((each) => (each.kind === 'confirmed' ? (each.facts.actions ?? []) : []))
    .filter((id) => known.every((each) => each.id !== id))

/** A call of a case: enough to say how many there were, and who took the last one. */
export interface CaseCall {
  readonly id: string
  readonly startedAt: string
  readonly operatorId: string
}
async function callsOfCases(db: Db, caseIds: readonly string[]): Promise<CaseCall[]> {
  const rows = await read<{ id: string; started_at: string; operator_id: string }>(db, {
    sql: `select distinct calls.id, calls.started_at, calls.operator_id
          from matters join calls on calls.id = matters.call_id
          where matters.case_id in (${marks(caseIds)}) order by calls.started_at`,
    bindings: caseIds,
  })
  return rows.map((row) => ({ id: row.id, startedAt: row.started_at, operatorId: row.operator_id }))
}
