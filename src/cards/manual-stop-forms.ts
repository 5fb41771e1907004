import type { Clock } from '../clock.ts'
import type { Db } from '../db.ts'
import type { Operator } from '../operators/operator.ts'
import { findAction, writeAction } from './actions.ts'
import type { StopReason } from './card.ts'
import type { CardAction } from './card-action.ts'
import { cardsToName } from './listed-stops.ts'
import { isUnmatched, type ManualStop } from './manual-stop.ts'
import { findManualStop, isNamedBeside, nameCard, withdrawStop } from './manual-stops.ts'

export interface ManualStopForms {
  readonly db: Db
  readonly clock: Clock
  /** Comes before anything else in a transaction, as everywhere, so that two of them never wait for each other. */
  readonly lockCase: (trx: Db, caseId: string) => Promise<void>
  /** What follows in the case; in the same transaction. */
  readonly onTurn: (
    trx: Db,
    stop: ManualStop,
    turn: 'named' | 'withdrawn',
    hand: { operatorId: string; at: Date },
    detail?: Readonly<Record<string, string>>,
  ) => Promise<void>
}

const handOf = ({ clock }: ManualStopForms, { id }: Operator) => ({
  operatorId: id,
  at: clock.now(),
})

const readDigits = (typed: string): string => typed.normalize('NFKC').trim()

/**
 * Writes down the real stop of a card whose stop by another route does not show: the same action as on every call, which
 * exists once for a card. Null when the last 4 digits are not repeated rightly (a final action, WCAG 3.3.4).
 */
export async function startStop(
  deps: ManualStopForms,
  stop: ManualStop,
  last4: string,
  operator: Operator,
): Promise<readonly CardAction[] | null> {
  const { db } = deps
  const noted = await findAction(db, stop.actionId)
  const card = await db('customer_cards')
    .where({ card_ref: stop.cardRef ?? '' })
    .first()
  if (!noted || !card || card.last4 !== readDigits(last4)) return null
  if (!isUnmatched(stop)) return []
  const caseFile = await db('cases').where({ id: stop.caseId }).first('reason', 'customer_id')
  const input = { cardRef: card.card_ref, reason: reasonOf(caseFile?.reason), alsoRelated: true }
  const action = await db.transaction((trx) =>
    writeAction(trx, {
      callId: noted.callId,
      caseId: stop.caseId,
      matter: noted.matter,
      step: noted.step,
      visit: noted.visit,
      action: 'stop_card',
      operation: 'stopCard',
      targetRef: card.card_ref,
      input,
      repeatable: false,
      state: 'pending',
      grounds: { customerId: caseFile?.customer_id ?? null, level: null, version: null },
      ...handOf(deps, operator),
    }),
  )
  return [action]
}

const reasonOf = (reason: string): StopReason =>
  reason === 'lost_stolen' ? 'lost' : 'suspected_fraud'

/** Whether a card was taken as that of a stop, or why not. */
export type Naming =
  | { readonly kind: 'taken' }
  /** None of the customer's, or the stop has another card by now. */
  | { readonly kind: 'unknown' }
  /** Another stop of the same action has it: each of them is a card of its own. */
  | { readonly kind: 'named_beside' }
  /** Other digits were told: taken only when those of the card are repeated rightly. */
  | { readonly kind: 'told_others'; readonly told: string; readonly own: string }

/** Names the card of a stop without one; `last4` are its digits repeated, for one of which others were told. */
export async function takeCard(
  deps: ManualStopForms,
  stop: ManualStop,
  { cardRef, last4 }: { readonly cardRef: string; readonly last4: string },
  operator: Operator,
): Promise<Naming> {
  const { db } = deps
  const caseFile = await db('cases').where({ id: stop.caseId }).first('customer_id')
  const cards = await cardsToName(db, caseFile?.customer_id ? [caseFile.customer_id] : [])
  const card = cards.find((each) => each.ref === cardRef)
  if (!card) return { kind: 'unknown' }
  const { toldLast4: told } = stop
  const isOther = told !== null && told !== card.last4
  const hand = handOf(deps, operator)
  return await db.transaction(async (trx) => {
    await deps.lockCase(trx, stop.caseId)
    const { cardRef: known, state } = (await findManualStop(trx, stop.id)) ?? stop
    if (known !== null) return { kind: known === cardRef ? 'taken' : 'unknown' }
    if (state !== 'open') return { kind: 'taken' }
    if (await isNamedBeside(trx, stop, cardRef)) return { kind: 'named_beside' }
    if (isOther && readDigits(last4) !== card.last4)
      return { kind: 'told_others', told, own: card.last4 }
    await nameCard(trx, stop.id, cardRef)
    const detail = isOther ? { toldLast4: told, namedLast4: card.last4 } : {}
    await deps.onTurn(trx, stop, 'named', hand, detail)
    return { kind: 'taken' }
  })
}

/** Takes a stop off the list, with the reason. */
export async function takeWithdrawal(
  deps: ManualStopForms,
  stop: ManualStop,
  reason: string,
  operator: Operator,
): Promise<void> {
  const hand = handOf(deps, operator)
  await deps.db.transaction(async (trx) => {
    await deps.lockCase(trx, stop.caseId)
    if (await withdrawStop(trx, stop.id, reason, hand))
      await deps.onTurn(trx, stop, 'withdrawn', hand)
  })
}
