import { createHash } from 'node:crypto'
import { eventsOfCase } from '../audit/events.ts'
import { findCalls } from '../calls/calls.ts'
import { type CallContext, type CallDeps, contextOf } from '../calls/context.ts'
import { orderOfCase, stillSeen } from '../calls/order-dates.ts'
import { actionsOfCase } from '../cards/actions.ts'
import type { CardAction } from '../cards/card-action.ts'
import type { ManualStop } from '../cards/manual-stop.ts'
import { manualStopsOfCase } from '../cards/manual-stops.ts'
import type { ShipmentSighting } from '../cards/sighting.ts'
import { shipmentSighting } from '../cards/sightings.ts'
import type { CaseFile } from '../cases/case-file.ts'
import { VIEWED } from '../cases/case-history.ts'
import type { Commitment } from '../cases/commitment.ts'
import { commitmentsOf } from '../cases/commitments.ts'
import { type Note, notesOf } from '../cases/notes.ts'
import type { Customer } from '../customers/customer.ts'
import { findCustomer } from '../customers/customers.ts'
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

export async function readRecord(deps: Deps, caseFile: CaseFile): Promise<CaseRecord> {
  const [customer, matters, actions, manualStops, commitments, notes, events] = await Promise.all([
    caseFile.customerId === null ? null : findCustomer(deps.db, caseFile.customerId),
    mattersOf(deps, caseFile.id),
    actionsOfCase(deps.db, caseFile.id),
    manualStopsOfCase(deps.db, caseFile.id),
    commitmentsOf(deps.db, [caseFile.id]),
    notesOf(deps.db, caseFile.id),
    happened(deps.db, caseFile.id),
  ])
  const operators = await operatorsOf(deps.db, [
    ...(caseFile.ownerId === null ? [] : [caseFile.ownerId]),
    ...matters.map(({ context }) => context.call.operatorId),
    ...matters.flatMap(({ context }) => context.call.paper?.enteredBy ?? []),
    ...commitments.flatMap(({ madeBy, ownerId }) => [
      madeBy,
      ...(ownerId === null ? [] : [ownerId]),
    ]),
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
    caseFile,
    customer,
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
const happened = async (db: Db, caseId: string) =>
  (await eventsOfCase(db, caseId)).filter((event) => !READS.has(event.name))

async function mattersOf(deps: Deps, caseId: string): Promise<CaseMatter[]> {
  const rows: { call_id: string; number: number }[] = await deps
    .db('matters')
    .join('calls', 'calls.id', 'matters.call_id')
    .where({ case_id: caseId })
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
