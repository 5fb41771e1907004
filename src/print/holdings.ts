import { eventsOfCases, type StoredEvent } from '../audit/events.ts'
import { notesOfCalls } from '../calls/call-notes.ts'
import { findCalls } from '../calls/calls.ts'
import { type CallContext, type CallDeps, contextOf } from '../calls/context.ts'
import { actionsOfCases } from '../cards/actions.ts'
import type { CardAction } from '../cards/card-action.ts'
import type { ManualStop } from '../cards/manual-stop.ts'
import { manualStopsOfCases } from '../cards/manual-stops.ts'
import type { CaseFile } from '../cases/case-file.ts'
import { casesByIds } from '../cases/cases.ts'
import type { Commitment } from '../cases/commitment.ts'
import { commitmentsOf } from '../cases/commitments.ts'
import { type Note, notesOfCases } from '../cases/notes.ts'
import type { Customer } from '../customers/customer.ts'
import { findCustomers } from '../customers/customers.ts'
import { type Db, marks, read } from '../db.ts'
import type { Operator } from '../operators/operator.ts'
import { operatorsByIds } from '../operators/operators.ts'

export type Deps = Pick<CallDeps, 'db' | 'library'>

/** The rows behind the printed pages of some cases: a fixed number of reads, however many cases and calls there are. */
export interface Holdings {
  /** The cases themselves, those that were merged into others too. */
  readonly merged: readonly CaseFile[]
  readonly customers: ReadonlyMap<string, Customer>
  readonly contexts: readonly CallContext[]
  readonly callNotes: ReadonlyMap<string, string>
  readonly actions: readonly CardAction[]
  readonly manualStops: readonly ManualStop[]
  readonly commitments: readonly Commitment[]
  readonly notes: readonly Note[]
  readonly events: readonly StoredEvent[]
  /** Those who had a hand in it, also who does not work here any more. */
  readonly operators: readonly Operator[]
}

export async function readHoldings(
  deps: Deps,
  caseFiles: readonly CaseFile[],
  caseIds: readonly string[],
): Promise<Holdings> {
  const { db } = deps
  const callIds = await callsOfCases(db, caseIds)
  const [cases, customers, contexts, callNotes, actions, manualStops, commitments, notes, events] =
    await Promise.all([
      casesByIds(db, caseIds),
      findCustomers(
        db,
        caseFiles.flatMap(({ customerId }) => customerId ?? []),
      ),
      findCalls(db, callIds).then((calls) =>
        Promise.all(calls.map((each) => contextOf(deps, each))),
      ),
      notesOfCalls(db, callIds),
      actionsOfCases(db, caseIds),
      manualStopsOfCases(db, caseIds),
      commitmentsOf(db, caseIds),
      notesOfCases(db, caseIds),
      eventsOfCases(db, caseIds),
    ])
  const own = { contexts, actions, commitments, notes }
  return {
    merged: [...cases.values()],
    customers: new Map(customers.map((each) => [each.id, each])),
    callNotes,
    manualStops,
    events,
    ...own,
    operators: await operatorsByIds(db, [
      ...caseFiles.flatMap(({ ownerId }) => ownerId ?? []),
      ...handsIn(own),
    ]),
  }
}

async function callsOfCases(db: Db, caseIds: readonly string[]): Promise<string[]> {
  if (caseIds.length === 0) return []
  const rows = await read<{ call_id: string }>(db, {
    sql: `select distinct call_id from matters where case_id in (${marks(caseIds)})`,
    bindings: caseIds,
  })
  return rows.map((row) => row.call_id)
}

function handsIn(held: Pick<Holdings, 'contexts' | 'actions' | 'commitments' | 'notes'>): string[] {
  const { contexts, actions, commitments, notes } = held
  return [
    ...contexts.flatMap(({ call }) => [
      call.operatorId,
      ...(call.paper ? [call.paper.enteredBy] : []),
      ...call.entries.flatMap(({ operatorId }) => operatorId ?? []),
    ]),
    ...commitments.flatMap(({ madeBy, ownerId }) => [madeBy, ownerId ?? []].flat()),
    ...notes.map(({ operatorId }) => operatorId),
    ...actions.map(({ confirmedBy }) => confirmedBy),
  ]
}
