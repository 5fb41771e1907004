import { notesOfCalls } from '../calls/call-notes.ts'
import type { CallContext } from '../calls/context.ts'
import { actionsOfCalls, actionsOfCases } from '../cards/actions.ts'
import type { CaseFile } from '../cases/case-file.ts'
import { casesByIds } from '../cases/cases.ts'
import { commitmentsOf } from '../cases/commitments.ts'
import { findCustomer } from '../customers/customers.ts'
import { operatorsByIds } from '../operators/operators.ts'
import { type CaseMatter, type CaseRecord, matterOf } from './case-record.ts'
import type { Deps } from './holdings.ts'
import type { Telling } from './said.ts'

/** Everything that is known of one call, be there cases of it or not. */
export interface CallRecord {
  readonly matters: readonly CaseMatter[]
  readonly record: Telling & Pick<CaseRecord, 'callNotes' | 'actions'>
  readonly caseFiles: readonly CaseFile[]
  /** What its print is written down with: a call of one case is found by that case. */
  readonly about: { readonly caseId: string | null }
}

export async function readCallRecord(deps: Deps, context: CallContext): Promise<CallRecord> {
  const { db } = deps
  const { call } = context
  const caseIds = call.matters.flatMap(({ caseId }) => caseId ?? [])
  const [cases, ofCall, ofCases, commitments, callNotes, customer, operators] = await Promise.all([
    casesByIds(db, caseIds),
    actionsOfCalls(db, [call.id]),
    actionsOfCases(db, caseIds),
    commitmentsOf(db, caseIds),
    notesOfCalls(db, [call.id]),
    call.customerId === null ? null : findCustomer(db, call.customerId),
    operatorsByIds(db, [
      call.operatorId,
      ...(call.paper ? [call.paper.enteredBy] : []),
      ...call.entries.flatMap(({ operatorId }) => operatorId ?? []),
    ]),
  ])
  // What an earlier call of the case ordered may be told in this one.
  const actions = [...new Map([...ofCases, ...ofCall].map((each) => [each.id, each])).values()]
  return {
    matters: call.matters.map(({ number }) => matterOf(context, number)),
    record: { caseFile: null, customer, operators, actions, commitments, callNotes },
    caseFiles: [...cases.values()],
    about: { caseId: caseIds[0] ?? null },
  }
}
