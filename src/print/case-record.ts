import { createHash } from 'node:crypto'
import { eventsOfCases } from '../audit/events.ts'
import { findCalls } from '../calls/calls.ts'
import { type CallContext, type CallDeps, contextOf } from '../calls/context.ts'
import { orderOfCase, stillSeen } from '../calls/order-dates.ts'
import { actionsOfCases } from '../cards/actions.ts'
import type { CardAction } from '../cards/card-action.ts'
import type { ManualStop } from '../cards/manual-stop.ts'
import { manualStopsOfCases } from '../cards/manual-stops.ts'
import type { ShipmentSighting } from '../cards/sighting.ts'
import { shipmentSighting } from '../cards/sightings.ts'
import { asOne, type CaseFile } from '../cases/case-file.ts'
import { VIEWED } from '../cases/case-history.ts'
import { casesByIds } from '../cases/cases.ts'
import type { Commitment } from '../cases/commitment.ts'
import { commitmentsOf } from '../cases/commitments.ts'
import { familyOf } from '../cases/families.ts'
import { type Note, notesOfCases } from '../cases/notes.ts'
import type { Customer } from '../customers/customer.ts'
import { findCustomer } from '../customers/customers.ts'
import { recordsOf } from '../customers/one-person.ts'
import type { Db } from '../db.ts'
import type { Operator } from '../operators/operator.ts'
import { operatorById } from '../operators/operators.ts'
import type { Passed } from '../scripts/walk.ts'

/** One call's part in a case: the steps of that matter, on the path as it stands. */
export interface CaseMatter {
  readonly context: CallContext
  readonly matter: number
  readonly passed: readonly Passed[]
}
/** Everything that is known of a case, read once for a printed page. */
export interface CaseRecord {
  readonly caseFile: CaseFile
  readonly customer: Customer | null
  /** All records of the customer. */
  readonly customerIds: readonly string[]
  readonly operators: readonly Operator[]
  readonly matters: readonly CaseMatter[]
  readonly actions: readonly CardAction[]
  readonly manualStops: readonly ManualStop[]
  readonly commitments: readonly Commitment[]
  readonly notes: readonly Note[]
  /** Where the new card was when the program last asked. */
  readonly sighting: ShipmentSighting | null
  readonly history: number
  /** Changes as soon as anything is added to the record; words that may be erased by law do not count. */
  readonly proof: string
}

type Deps = Pick<CallDeps, 'db' | 'library'>

/** The record of a case and of those merged into it. */
export async function readRecord(deps: Deps, caseFile: CaseFile): Promise<CaseRecord> {
  const ids = await familyOf(deps.db, caseFile.id)
  const merged = await casesByIds(deps.db, ids.slice(1))
  const { customerId } = caseFile
  const customerIds = customerId === null ? [] : await recordsOf(deps.db, customerId)
  const [customer, matters, actions, manualStops, commitments, notes, events] = await Promise.all([
    customerId === null ? null : findCustomer(deps.db, customerId),
    mattersOf(deps, ids),
    actionsOfCases(deps.db, ids),
    manualStopsOfCases(deps.db, ids),
    commitmentsOf(deps.db, ids),
    notesOfCases(deps.db, ids),
    happened(deps.db, ids),
  ])
  const operators = await operatorsOf(deps.db, [
    caseFile.ownerId,
    ...matters.map(({ context }) => context.call.operatorId),
    ...matters.flatMap(({ context }) => context.call.paper?.enteredBy ?? []),
    ...commitments.flatMap(({ madeBy, ownerId }) => [madeBy, ownerId]),
    ...notes.map(({ operatorId }) => operatorId),
    ...actions.map(({ confirmedBy }) => confirmedBy),
  ])
  const proof = proofOf([
    ...events,
    ...matters.flatMap(({ context }) => context.call.entries.map(({ content, ...codes }) => codes)),
  ])
  const history = events.length
  const sighting = stillSeen(
    await shipmentSighting(deps.db, orderOfCase(actions, commitments)),
    actions,
  )
  return {
    caseFile: asOne(caseFile, [...merged.values()]),
    customer,
    customerIds,
    operators,
    matters,
    actions,
    manualStops,
    commitments,
    notes,
    sighting,
    history,
    proof,
  }
}

/** Reading and printing are on the record, but nothing of the case. */
const READS = new Set([VIEWED, 'summary_printed', 'letter_printed'])
const happened = async (db: Db, caseIds: readonly string[]) =>
  (await eventsOfCases(db, caseIds)).filter((event) => !READS.has(event.name))

async function mattersOf(deps: Deps, caseIds: readonly string[]): Promise<CaseMatter[]> {
  const rows: { call_id: string; number: number }[] = await deps
    .db('matters')
    .join('calls', 'calls.id', 'matters.call_id')
    .whereIn('case_id', caseIds)
    .orderBy(['calls.started_at', 'calls.id', 'matters.number'])
    .select('matters.call_id', 'matters.number')
  const calls = await findCalls(deps.db, [...new Set(rows.map((row) => row.call_id))])
  const contexts = await Promise.all(calls.map((call) => contextOf(deps, call)))
  return rows.flatMap(({ call_id, number }) => {
    const context = contexts.find((each) => each.call.id === call_id)
    if (!context) return []
    const passed = context.standing.path.filter((each) => each.matter === number)
    return [{ context, matter: number, passed }]
  })
}

/** Those who had a hand in it, also who does not work here any more. */
async function operatorsOf(db: Db, ids: readonly string[]): Promise<Operator[]> {
  const found = await Promise.all([...new Set(ids)].map((id) => operatorById(db, id)))
  return found.filter((each) => each !== null)
}

const proofOf = (records: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(records)).digest('hex').slice(0, 12)
