import { type CaseFile, isOpen } from '../cases/case-file.ts'
import { findCase } from '../cases/cases.ts'
import type { GuardedPage } from '../cases/guarded-page.ts'
import { findCustomer } from '../customers/customers.ts'
import type { Operator } from '../operators/operator.ts'
import { operatorById } from '../operators/operators.ts'
import type { Call } from './call.ts'
import { type CallDeps, isMine } from './context.ts'
import { type InCall, levelInCall } from './level-in-call.ts'
import { type Wording, wordFor } from './wording.ts'

type Deps = Pick<CallDeps, 'db' | 'library'>

/** What is shown instead of a case while the caller of the operator's own call is not verified; null when all of it may be. */
export async function guardedCase(
  deps: Deps,
  caseFile: CaseFile,
  operator: Operator,
  wording: Wording,
): Promise<GuardedPage | null> {
  const inCall = await guardOf(deps, operator, caseFile.customerId)
  return inCall && (await headOf(deps, inCall, caseFile, wording))
}

/** The same for a call: the operator's own that goes on is their work, any other tells what a customer said. */
export async function guardedCall(
  deps: Deps,
  call: Call,
  operator: Operator,
  wording: Wording,
): Promise<GuardedPage | null> {
  if (isMine(call, operator) && call.state !== 'ended') return null
  const inCall = await guardOf(deps, operator, call.customerId)
  if (inCall === null) return null
  const { caseId } = call.matters.findLast((each) => each.caseId !== null) ?? {}
  return await headOf(deps, inCall, caseId ? await findCase(deps.db, caseId) : null, wording)
}

async function guardOf(
  deps: Deps,
  operator: Operator,
  customerId: string | null,
): Promise<InCall | null> {
  const inCall = await levelInCall(deps, operator.id, customerId)
  return inCall?.level === 'full' ? null : inCall
}

async function headOf(
  { db }: Deps,
  inCall: InCall,
  caseFile: CaseFile | null,
  { t }: Wording,
): Promise<GuardedPage> {
  if (caseFile === null || !isOpen(caseFile)) return { ...inCall, customer: null, caseFile: null }
  const { customerId, ownerId, number, reason } = caseFile
  const [customer, owner] = await Promise.all([
    customerId === null ? null : findCustomer(db, customerId),
    ownerId === null ? null : operatorById(db, ownerId),
  ])
  return {
    ...inCall,
    customer: customer && { name: customer.nameKanji, kana: customer.nameKana },
    caseFile: { number, reason: wordFor(t.terms.reason, reason), lastOperator: owner?.name ?? '—' },
  }
}
