import { eventsOfCases, type StoredEvent } from '../audit/events.ts'
import { actionsOfCases } from '../cards/actions.ts'
import { type Approval, approvalsOfCases } from '../cards/approvals.ts'
import { type AttemptRecord, attemptsOf } from '../cards/attempts.ts'
import type { CardAction } from '../cards/card-action.ts'
import type { ManualStop } from '../cards/manual-stop.ts'
import { manualStopsOfCases } from '../cards/manual-stops.ts'
import type { ShipmentSighting } from '../cards/sighting.ts'
import { shipmentSighting } from '../cards/sightings.ts'
import type { CaseFile } from '../cases/case-file.ts'
import { VIEWED } from '../cases/case-history.ts'
import { casesByIds } from '../cases/cases.ts'
import type { Commitment } from '../cases/commitment.ts'
import { commitmentsOf } from '../cases/commitments.ts'
import { familyOf } from '../cases/families.ts'
import { type Note, notesOfCases } from '../cases/notes.ts'
import type { Task } from '../cases/task.ts'
import { tasksOfCases } from '../cases/tasks.ts'
import type { Customer } from '../customers/customer.ts'
import { findCustomer } from '../customers/customers.ts'
import { recordsOf } from '../customers/one-person.ts'
import type { Db } from '../db.ts'
import { readStaff, type Staff } from '../operators/operators.ts'
import { notesOfCalls } from './call-notes.ts'
import { callsOfCases } from './calls.ts'
import { type CallContext, type CallDeps, contextOf } from './context.ts'
import { orderOfCase, stillSeen } from './order-dates.ts'

/** Everything of a case and of those merged into it, read at once: the same few reads for one call or for many. */
export interface CaseHoldings {
  /** The case first. */
  readonly family: ReadonlyMap<string, CaseFile>
  /** All records of its customer. */
  readonly customerIds: readonly string[]
  readonly customer: Customer | null
  readonly contexts: readonly CallContext[]
  readonly callNotes: ReadonlyMap<string, string>
  readonly actions: readonly CardAction[]
  readonly attempts: ReadonlyMap<string, readonly AttemptRecord[]>
  readonly commitments: readonly Commitment[]
  /** The order whose card the case is about. */
  readonly order: string | null
  readonly sighting: ShipmentSighting | null
  readonly tasks: readonly Task[]
  readonly manualStops: readonly ManualStop[]
  readonly notes: readonly Note[]
  readonly approvals: readonly Approval[]
  readonly events: readonly StoredEvent[]
  readonly staff: Staff
}

/** Reads what the page of a case shows. */
export async function readCase(deps: CallDeps, caseFile: CaseFile): Promise<CaseHoldings> {
  const { db } = deps
  const { customerId } = caseFile
  const ids = await familyOf(db, caseFile.id)
  const calls = await callsOfCases(db, ids)
  const [family, customerIds, customer, contexts, callNotes, actions, commitments] =
    await Promise.all([
      membersOf(db, caseFile, ids),
      customerId === null ? [] : recordsOf(db, customerId),
      customerId === null ? null : findCustomer(db, customerId),
      Promise.all(calls.map((call) => contextOf(deps, call))),
      notesOfCalls(
        db,
        calls.map((call) => call.id),
      ),
      actionsOfCases(db, ids),
      commitmentsOf(db, ids),
    ])
  const order = orderOfCase(actions, commitments)
  const [attempts, sighting, manualStops, tasks, notes, approvals, events, staff] =
    await Promise.all([
      attemptsOf(
        db,
        actions.map((each) => each.id),
      ),
      shipmentSighting(db, order),
      manualStopsOfCases(db, ids),
      tasksOfCases(db, ids),
      notesOfCases(db, ids),
      approvalsOfCases(db, ids),
      eventsOf(db, ids),
      readStaff(db),
    ])
  return {
    family,
    customerIds,
    customer,
    contexts,
    callNotes,
    actions,
    attempts,
    commitments,
    order,
    sighting: stillSeen(sighting, actions),
    tasks,
    manualStops,
    notes,
    approvals,
    events,
    staff,
  }
}
const eventsOf = async (db: Db, caseIds: readonly string[]) =>
  (await eventsOfCases(db, caseIds)).filter((each) => each.name !== VIEWED)

async function membersOf(db: Db, caseFile: CaseFile, ids: readonly string[]) {
  const others = await casesByIds(db, ids.slice(1))
  return new Map([[caseFile.id, caseFile], ...others])
}
