import type { Clock } from '../clock.ts'
import type { Db } from '../db.ts'
import type { Operator } from '../operators/operator.ts'
import { findAction, writeAction } from './actions.ts'
import type { StopReason } from './card.ts'
import type { CardAction } from './card-action.ts'
import { cardsToName } from './listed-stops.ts'
import { isUnmatched, type ManualStop } from './manual-stop.ts'
import { nameCard, withdrawStop } from './manual-stops.ts'

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
  ) => Promise<void>
}

const handOf = ({ clock }: ManualStopForms, { id }: Operator) => ({
  operatorId: id,
  at: clock.now(),
})

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
  if (!noted || !card || card.last4 !== last4.normalize('NFKC').trim()) return null
  if (!isUnmatched(stop)) return []
  const caseFile = await db('cases').where({ id: stop.caseId }).first('reason')
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
      ...handOf(deps, operator),
    }),
  )
  return [action]
}

const reasonOf = (reason: string): StopReason =>
  reason === 'lost_stolen' ? 'lost' : 'suspected_fraud'

/** Names the card of a stop without one; false when it is none of the customer's. */
export async function takeCard(
  deps: ManualStopForms,
  stop: ManualStop,
  cardRef: string,
  operator: Operator,
): Promise<boolean> {
  const { db } = deps
  const caseFile = await db('cases').where({ id: stop.caseId }).first('customer_id')
  const cards = await cardsToName(db, caseFile?.customer_id ? [caseFile.customer_id] : [])
  if (!cards.some((each) => each.ref === cardRef)) return false
  if (stop.cardRef !== null) return stop.cardRef === cardRef
  const hand = handOf(deps, operator)
  await db.transaction(async (trx) => {
    await deps.lockCase(trx, stop.caseId)
    if (await nameCard(trx, stop.id, cardRef)) await deps.onTurn(trx, stop, 'named', hand)
  })
  return true
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
