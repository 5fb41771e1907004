import type { Approval } from '../cards/approvals.ts'
import type { AttemptRecord } from '../cards/attempts.ts'
import type { ActionState, CardAction } from '../cards/card-action.ts'
import { REPLACED } from '../cards/endings.ts'
import type { ManualStop } from '../cards/manual-stop.ts'
import type { CaseFile } from '../cases/case-file.ts'
import { type Names, nameOf } from '../cases/case-lines.ts'
import type { CaseAction, CasePage } from '../cases/case-page.ts'
import type { Mark } from '../cases/case-view.ts'
import { attemptLines } from './attempt-lines.ts'
import { actionView } from './step-view.ts'
import { type Wording, wordFor } from './wording.ts'

const MARKS: Readonly<Record<ActionState, Mark>> = {
  waiting: 'warn',
  pending: 'warn',
  sent: 'warn',
  unknown: 'warn',
  done: 'ok',
  refused: 'bad',
}
/** They change something of the customer, not of a card. */
const OF_THE_CUSTOMER = new Set(['request_address_change'])

/** What is known of the actions besides themselves. */
interface Held {
  readonly manualStops: readonly ManualStop[]
  readonly attempts: ReadonlyMap<string, readonly AttemptRecord[]>
}

/** What was done in the card system, with its receipts. A lock, a hold and a stop are things of the case's card. */
export function actionLines(
  actions: readonly CardAction[],
  caseFile: CaseFile,
  cards: ReadonlyMap<string, string>,
  names: Names,
  wording: Wording,
  held: Held,
): Omit<CaseAction, 'from'>[] {
  return actions.map((action) => {
    const compared = comparedWords(action, held.manualStops, wording)
    return {
      ...actionView(action, cards, wording),
      ...(compared ? { stateLabel: compared.words } : {}),
      target: targetOf(action, caseFile, cards) || '—',
      ...(isReplaced(action) ? { stateLabel: wording.t.approvals.states.replaced } : {}),
      mark: isReplaced(action) ? 'plain' : (compared?.mark ?? MARKS[action.state]),
      by: nameOf(names, action.confirmedBy),
      attempts: attemptLines(held.attempts.get(action.id) ?? [], action.action, wording),
    }
  })
}

/** Not refused by anybody: something newer was asked for. */
const isReplaced = ({ error }: CardAction): boolean => error === REPLACED.error

/** The card that an action is about, in words. */
export function targetOf(
  action: CardAction,
  caseFile: Pick<CaseFile, 'card'> | null,
  cards: ReadonlyMap<string, string>,
): string {
  const card = caseFile?.card ?? null
  const own = card && !OF_THE_CUSTOMER.has(action.action) ? `${card.label} …${card.last4}` : ''
  return cards.get(action.targetRef) ?? own
}

/** A stop by another route is worth what the comparison with the card system says. */
export function comparedWords(
  action: CardAction,
  stops: readonly ManualStop[],
  { t }: Wording,
): { words: string; mark: Mark } | null {
  const own = stops.filter((each) => each.actionId === action.id)
  if (own.length === 0) return null
  const states = [...new Set(own.map((each) => each.state))]
  return {
    words: t.formats.list(states.map((state) => t.manualStops.states[state])),
    mark: states.every((state) => state === 'matched') ? 'ok' : 'warn',
  }
}

const APPROVAL_MARKS = { open: 'warn', approved: 'ok', rejected: 'bad', replaced: 'plain' } as const

/** Whether a second person has agreed, who it was and why. */
export const approvalLines = (
  approvals: readonly Approval[],
  names: Names,
  { t, fmt }: Wording,
): CasePage['approvals'] =>
  approvals.map((each) => ({
    words: [
      wordFor(t.approvals.kinds, each.kind),
      each.decidedBy === null || each.decidedAt === null
        ? t.approvals.requestedBy(nameOf(names, each.requestedBy), fmt.instant(each.requestedAt))
        : t.cases.madeBy(nameOf(names, each.decidedBy), fmt.instant(each.decidedAt)),
      each.reason ?? '',
    ]
      .filter((word) => word !== '')
      .join('　'),
    stateLabel: t.approvals.states[each.state],
    mark: APPROVAL_MARKS[each.state],
  }))
