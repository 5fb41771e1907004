import type { Authorization, Card } from '../../card.ts'
import { raiseHold } from '../operations/network.ts'
import type { Attempt } from '../records.ts'
import { cardName, isFinal, type World } from '../world.ts'
import { OVERSEAS_SHOP } from './merchants.ts'

const AMOUNT = { amountMinor: 24_800, currency: 'EUR', yen: 40_420 }

/** Only the details were entered: the network refused the rest and the issuer has not seen it. Charged: it went through. */
function strangersAttempt(world: World, card: Card, charged: boolean): Attempt {
  return world.store.put('attempt', {
    attemptRef: world.newRef('attempt'),
    cardRef: card.cardRef,
    at: world.now(),
    ...OVERSEAS_SHOP,
    amountMinor: AMOUNT.amountMinor,
    currency: AMOUNT.currency,
    flow: 'frictionless',
    method: null,
    status: charged ? 'authenticated' : 'rejected',
    transStatus: charged ? 'A' : 'R',
    transStatusReason: charged ? null : '11',
    tries: [],
    verdict: null,
    known: charged,
  })
}

function charge(world: World, card: Card): Authorization {
  const usable = card.status === 'active'
  return world.store.put('authorization', {
    authRef: world.newRef('auth'),
    cardRef: card.cardRef,
    at: world.now(),
    kind: 'purchase',
    amountMinor: AMOUNT.amountMinor,
    currency: AMOUNT.currency,
    cardAmountYen: AMOUNT.yen,
    ...OVERSEAS_SHOP,
    result: usable ? 'approved' : 'declined',
    responseCode: usable ? '00' : '46',
    declineReason: usable ? null : 'closed',
    decidedBy: 'issuer',
    posted: usable,
    presence: 'not_present',
    viaWallet: null,
  })
}

/** A stranger pays with the card's details, and nobody stops it. */
export function strangerCharges(world: World, card: Card): Attempt {
  charge(world, card)
  return strangersAttempt(world, card, true)
}

/** A stranger types the card's details on a site abroad; the network grows suspicious and stops the card. */
export function strangerTries(world: World, card: Card, charged: boolean): number {
  const attempt = charged ? strangerCharges(world, card) : strangersAttempt(world, card, false)
  const said = world.happened(charged ? 'stranger_charged' : 'stranger_tried', card.customerRef, {
    card: cardName(card),
    shop: OVERSEAS_SHOP.merchantName,
  })
  if (!isFinal(card)) raiseHold(world, card, 'suspicious_attempt', [attempt.attemptRef])
  return said
}
