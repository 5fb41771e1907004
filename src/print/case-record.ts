import { createHash } from 'node:crypto'
import type { StoredEvent } from '../audit/events.ts'
import type { CallContext } from '../calls/context.ts'
import { orderOfCase, stillSeen } from '../calls/order-dates.ts'
import type { CardAction } from '../cards/card-action.ts'
import type { ManualStop } from '../cards/manual-stop.ts'
import type { ShipmentSighting } from '../cards/sighting.ts'
import { shipmentSighting } from '../cards/sightings.ts'
import { asOne, type CaseFile } from '../cases/case-file.ts'
import { VIEWED } from '../cases/case-history.ts'
import type { Commitment } from '../cases/commitment.ts'
import { familiesOf } from '../cases/families.ts'
import type { Note } from '../cases/notes.ts'
import type { Customer } from '../customers/customer.ts'
import { peopleBehind } from '../customers/one-person.ts'
import type { Operator } from '../operators/operator.ts'
import type { Passed } from '../scripts/walk.ts'
import { type Deps, type Holdings, readHoldings } from './holdings.ts'

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
  /** The customer's records, where several are one person. */
  readonly customerIds: readonly string[]
  readonly operators: readonly Operator[]
  readonly matters: readonly CaseMatter[]
  readonly actions: readonly CardAction[]
  readonly manualStops: readonly ManualStop[]
  readonly commitments: readonly Commitment[]
  readonly notes: readonly Note[]
  /** What was noted while talking, by `call/matter`. */
  readonly callNotes: ReadonlyMap<string, string>
  /** Where the new card was when the program last asked. */
  readonly sighting: ShipmentSighting | null
  readonly history: number
  /** Changes as soon as anything is added to the record; words that may be erased by law do not count. */
  readonly proof: string
}

/** The record of a case and of those merged into it. */
export async function readRecord(deps: Deps, caseFile: CaseFile): Promise<CaseRecord> {
  const [record] = await readRecords(deps, [caseFile])
  if (!record) throw new Error(`case ${caseFile.id} could not be read`)
  return record
}

/** The records of several cases, in their order: as many reads as for one. */
export async function readRecords(
  deps: Deps,
  caseFiles: readonly CaseFile[],
): Promise<CaseRecord[]> {
  const { db } = deps
  const people = caseFiles.flatMap(({ customerId }) => customerId ?? [])
  const [families, records] = await Promise.all([
    familiesOf(
      db,
      caseFiles.map(({ id }) => id),
    ),
    peopleBehind(db, people),
  ])
  const held = await readHoldings(deps, caseFiles, [...families.values()].flat())
  return Promise.all(
    caseFiles.map((each) => {
      const customerIds = records.get(each.customerId ?? '') ?? []
      return recordOf(deps, each, customerIds, families.get(each.id) ?? [each.id], held)
    }),
  )
}

async function recordOf(
  { db }: Deps,
  caseFile: CaseFile,
  customerIds: readonly string[],
  caseIds: readonly string[],
  held: Holdings,
): Promise<CaseRecord> {
  const family = new Set(caseIds)
  const own = <T extends { readonly caseId: string | null }>(all: readonly T[]): T[] =>
    all.filter(({ caseId }) => caseId !== null && family.has(caseId))
  const [actions, commitments, events] = [own(held.actions), own(held.commitments), held.events]
  const matters = held.contexts.flatMap((context) => mattersIn(context, family))
  const happened = own(events).filter(({ name }) => !READS.has(name))
  const sighting = await shipmentSighting(db, orderOfCase(actions, commitments))
  const merged = held.merged.filter(({ id }) => id !== caseFile.id && family.has(id))
  return {
    caseFile: asOne(caseFile, merged),
    customerIds,
    customer: held.customers.get(caseFile.customerId ?? '') ?? null,
    operators: held.operators,
    matters,
    actions,
    manualStops: own(held.manualStops),
    commitments,
    notes: own(held.notes),
    callNotes: held.callNotes,
    sighting: stillSeen(sighting, actions),
    history: happened.length,
    proof: proofOf(happened, matters),
  }
}

function mattersIn(context: CallContext, family: ReadonlySet<string>): CaseMatter[] {
  const own = context.call.matters.filter(({ caseId }) => caseId !== null && family.has(caseId))
  return own.map(({ number }) => matterOf(context, number))
}

/** The part of a call that is one matter, be there a case of it or not. */
export const matterOf = (context: CallContext, matter: number): CaseMatter => ({
  context,
  matter,
  passed: context.standing.path.filter((each) => each.matter === matter),
})

/** Reading and printing are on the record, but nothing of the case. */
const READS = new Set([VIEWED, 'summary_printed', 'letter_printed', 'record_printed'])

/** Of the events as they are stored, and of the calls' logs without what was typed or seen. */
function proofOf(happened: readonly StoredEvent[], matters: readonly CaseMatter[]): string {
  const records = [
    ...happened.map(({ caseId, ...event }) => event),
    ...matters.flatMap(({ context }) => context.call.entries.map(({ content, ...codes }) => codes)),
  ]
  return createHash('sha256').update(JSON.stringify(records)).digest('hex').slice(0, 12)
}
