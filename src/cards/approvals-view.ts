import type { Db } from '../db.ts'
import type { Catalogue } from '../i18n/index.ts'
import type { Operator } from '../operators/operator.ts'
import { operatorNames } from '../operators/operators.ts'
import { actionsByIds } from './actions.ts'
import { type QueuedApproval, queuedApprovals } from './approvals.ts'
import type { ApprovalsPage, ApprovalView, DecidedView } from './approvals-page.ts'
import type { Address } from './card.ts'
import type { CardAction } from './card-action.ts'
import { type CardSystem, CardSystemError, type Input } from './card-system.ts'

const MOST = 100
const DECIDED = 20

export interface ApprovalDeps {
  readonly db: Db
  readonly cardSystem: CardSystem
  /** How many records of customers wait for a second person; a thing of another room. */
  readonly countPeople: () => Promise<number>
  readonly countErasures: () => Promise<number>
}

/** What waits for a second person, the oldest first, and what was decided lately. */
export async function approvalsPage(
  { db, cardSystem, countPeople, countErasures }: ApprovalDeps,
  operator: Operator,
  mayTell: boolean,
  t: Catalogue,
  typed: ApprovalsPage['typed'] = null,
): Promise<ApprovalsPage> {
  const oldest = { by: 'requested_at', direction: 'asc', limit: MOST } as const
  const latest = { by: 'decided_at', direction: 'desc', limit: DECIDED } as const
  const waiting = await queuedApprovals(db, ['open'], oldest)
  const decided = await queuedApprovals(db, ['approved', 'rejected', 'replaced'], latest)
  const names = await operatorNames(db)
  const actions = await actionsByIds(
    db,
    waiting.map((each) => each.actionId),
  )
  // A registered address is what callers prove themselves with.
  const asked = mayTell ? actions.filter(isAddressChange) : []
  const addresses = await addressesNow(cardSystem, asked.map(inputOf))
  const viewOf = (approval: QueuedApproval): ApprovalView => {
    const action = asked.find((each) => each.id === approval.actionId)
    return {
      ...headOf(approval, t),
      customer: approval.customerName,
      requestedBy: names.get(approval.requestedBy) ?? '—',
      requestedAt: approval.requestedAt,
      dueAt: approval.dueAt,
      changes: action ? [addressChange(action, addresses, t)] : [],
      evidence: '',
      isOwn: approval.requestedBy === operator.id,
    }
  }
  return {
    waiting: waiting.map(viewOf),
    decided: mayTell ? decided.map((each) => decidedOf(each, names, t)) : [],
    mayTell,
    people: await countPeople(),
    erasures: await countErasures(),
    typed,
  }
}

function headOf(approval: QueuedApproval, t: Catalogue) {
  const kinds: Readonly<Record<string, string>> = t.approvals.kinds
  return {
    id: approval.id,
    kindLabel: kinds[approval.kind] ?? approval.kind,
    caseFile: { id: approval.caseId, number: approval.caseNumber },
  }
}

const DECIDED_MARKS = { open: 'plain', approved: 'ok', rejected: 'bad', replaced: 'plain' } as const

const decidedOf = (
  approval: QueuedApproval,
  names: ReadonlyMap<string, string>,
  t: Catalogue,
): DecidedView => ({
  ...headOf(approval, t),
  stateLabel: t.approvals.states[approval.state],
  mark: DECIDED_MARKS[approval.state],
  by: names.get(approval.decidedBy ?? approval.requestedBy) ?? '—',
  at: approval.decidedAt ?? '',
  reason: approval.reason ?? '',
})

type AddressInput = Input<'requestAddressChange'>
const isAddressChange = (action: CardAction) => action.operation === 'requestAddressChange'
/** Written by planAction for this very operation. */
const inputOf = (action: CardAction) => action.input as AddressInput

/** Where these customers live according to the card system; those that it does not tell are left out. */
async function addressesNow(
  cardSystem: CardSystem,
  inputs: readonly AddressInput[],
): Promise<Map<string, Address>> {
  const refs = [...new Set(inputs.map((each) => each.customerRef))]
  const found = await Promise.all(refs.map((ref) => addressNow(cardSystem, ref)))
  return new Map(found.flatMap((each) => (each ? [each] : [])))
}
async function addressNow(
  cardSystem: CardSystem,
  customerRef: string,
): Promise<[string, Address] | null> {
  try {
    const { customer } = await cardSystem.read('getCustomerOverview', { customerRef })
    return [customerRef, customer.address]
  } catch (error) {
    if (error instanceof CardSystemError) return null
    throw error
  }
}

function addressChange(action: CardAction, now: ReadonlyMap<string, Address>, t: Catalogue) {
  const { customerRef, address } = inputOf(action)
  const current = now.get(customerRef)
  return {
    term: t.approvals.address,
    from: current ? addressWords(current) : '—',
    to: addressWords(address),
  }
}

const addressWords = ({ postalCode, prefecture, city, line1, line2 }: Address): string =>
  [`〒${postalCode}`, `${prefecture}${city}${line1}`, line2 ?? ''].join(' ').trim()
