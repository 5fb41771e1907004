import type { Authorization, Card } from '../../card.ts'
import type { World } from '../world.ts'
import type { Shopping } from './passwords.ts'

type Why = Pick<Authorization, 'responseCode' | 'declineReason' | 'decidedBy'>

/** A top-up as the issuer's books have it. */
export function authorize(
  world: World,
  card: Card,
  { merchant, amountYen }: Shopping,
  decision: Why & Pick<Authorization, 'result' | 'posted'>,
): Authorization {
  return world.store.put('authorization', {
    authRef: world.newRef('auth'),
    cardRef: card.cardRef,
    at: world.now(),
    kind: 'top_up',
    amountMinor: amountYen,
    currency: 'JPY',
    cardAmountYen: amountYen,
    ...merchant,
    presence: 'not_present',
    viaWallet: null,
    ...decision,
  })
}

export const decline = (world: World, card: Card, topUp: Shopping, why: Why): Authorization =>
  authorize(world, card, topUp, { ...why, result: 'declined', posted: false })
