import { createHash } from 'node:crypto'
import { validate as isUuid } from 'uuid'
import { eventsOfCase } from '../audit/events.ts'
import { type CallContext, type CallDeps, loadContext } from '../calls/context.ts'
import { actionsOfCase } from '../cards/actions.ts'
import type { CardAction } from '../cards/card-action.ts'
import type { CaseFile } from '../cases/case-file.ts'
import { findCase } from '../cases/cases.ts'
import type { Commitment } from '../cases/commitment.ts'
import { commitmentsOf } from '../cases/commitments.ts'
import { type Note, notesOf } from '../cases/notes.ts'
import type { Customer } from '../customers/customer.ts'
import { findCustomer } from '../customers/customers.ts'
import { listOperators } from '../operators/operators.ts'
import type { Operator } from '../operators/operator.ts'
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
  readonly commitments: readonly Commitment[]
  readonly notes: readonly Note[]
  readonly history: number
  /** Changes as soon as anything of the record does. */
  readonly proof: string
}

type Deps = Pick<CallDeps, 'db' | 'library'>

export async function readCase(deps: Deps, id: string): Promise<CaseRecord | null> {
  const caseFile = isUuid(id) ? await findCase(deps.db, id.toLowerCase()) : null
  if (!caseFile) return null
  const [customer, operators, matters, actions, commitments, notes, events] = await Promise.all([
    caseFile.customerId === null ? null : findCustomer(deps.db, caseFile.customerId),
    listOperators(deps.db),
    mattersOf(deps, caseFile.id),
    actionsOfCase(deps.db, caseFile.id),
    commitmentsOf(deps.db, [caseFile.id]),
    notesOf(deps.db, caseFile.id),
    eventsOfCase(deps.db, caseFile.id),
  ])
  const proof = proofOf([
    ...events,
    ...matters.flatMap(({ context, matter }) =>
      context.call.entries.filter((entry) => entry.matter === matter),
    ),
  ])
  const history = events.length
  return { caseFile, customer, operators, matters, actions, commitments, notes, history, proof }
}

async function mattersOf(deps: Deps, caseId: string): Promise<CaseMatter[]> {
  const rows: { call_id: string; number: number }[] = await deps
    .db('matters')
    .join('calls', 'calls.id', 'matters.call_id')
    .where({ case_id: caseId })
    .orderBy(['calls.started_at', 'calls.id', 'matters.number'])
    .select('matters.call_id', 'matters.number')
  const found: CaseMatter[] = []
  for (const row of rows) {
    const context = await loadContext(deps, row.call_id)
    if (!context) continue
    const passed = context.standing.path.filter((each) => each.matter === row.number)
    found.push({ context, matter: row.number, passed })
  }
  return found
}

const proofOf = (records: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(records)).digest('hex').slice(0, 12)
