import type { Card, Reissue, Shipment } from '../../cards/card.ts'
import { tokyoDate } from '../../cards/delivery.ts'
import { type ShipmentSighting, sightingOf } from '../../cards/sighting.ts'
import { terms as en } from '../../i18n/en/terms.ts'
import { terms as ja } from '../../i18n/ja/terms.ts'
import type { Fact } from '../look-up.ts'
import { fact } from './fact.ts'
import { lineOf } from './replacement.ts'
import { forCard, orNone, seen } from './seen.ts'
import { date, digits, instant, known, orNull, subjectValues, text, type Values } from './values.ts'

/** The newest order of the chosen card, be it the old or the new one; else the customer's newest. */
export function newestReissue(
  reissues: readonly Reissue[],
  cards: readonly Card[],
  cardRef: string,
): Reissue | undefined {
  const line = new Set(lineOf(cards, cardRef).map((card) => card.cardRef))
  const own = reissues.filter(
    ({ oldCardRef, newCardRef }) => line.has(oldCardRef) || line.has(newCardRef ?? ''),
  )
  return own.at(-1) ?? reissues.at(-1)
}

/** Tried and taken back counts as absent, before the post office says that it holds the card. */
export function whereIsIt(
  shipment: Shipment | null,
): 'on_way' | 'absent' | 'returned' | 'delivered' {
  if (shipment === null || shipment.state === 'preparing') return 'on_way'
  if (shipment.state === 'in_transit') return shipment.attemptedOn.length > 0 ? 'absent' : 'on_way'
  if (shipment.state === 'held') return 'absent'
  return shipment.state === 'delivered' ? 'delivered' : 'returned'
}

const isLate = (reissue: Reissue, shipment: Shipment | null, now: Date): boolean =>
  shipment?.state !== 'delivered' && tokyoDate(now.toISOString()) > reissue.etaTo

/** Where a card is; as a look-up shows it, or as it was seen last without one. */
export function shipmentFacts(
  shipment: Omit<ShipmentSighting, 'reissueRef' | 'askedAt' | 'shipmentRef' | 'returnedAt'>,
): Fact[] {
  const { state, trackingNo, attemptedOn, heldAt, heldUntil, deliveredAt, returnReason } = shipment
  return [
    fact('shipment.state', { state }, state === 'delivered' ? 'ok' : 'plain'),
    ...(trackingNo === null ? [] : [fact('shipment.tracking', { no: trackingNo })]),
    ...(attemptedOn.length === 0
      ? []
      : [fact('shipment.attempted', { on: attemptedOn.join(',') }, 'warn')]),
    ...(heldAt === null
      ? []
      : [fact('shipment.held', { place: heldAt, until: heldUntil ?? '' }, 'warn')]),
    ...(deliveredAt === null ? [] : [fact('shipment.delivered', { at: deliveredAt }, 'ok')]),
    ...(returnReason === null ? [] : [fact('shipment.returned', { reason: returnReason }, 'bad')]),
  ]
}

function reissueFacts(reissue: Reissue, shipment: Shipment | null, now: Date): Fact[] {
  const { state, etaFrom, etaTo } = reissue
  const mark = state === 'rejected' ? 'bad' : 'plain'
  return [
    fact('reissue.state', { state, from: etaFrom, to: etaTo }, mark, reissue.oldCardRef),
    ...(isLate(reissue, shipment, now) ? [fact('shipment.late', { to: etaTo }, 'warn')] : []),
    ...(shipment ? shipmentFacts(shipment) : []),
  ]
}

export const etaValues = ({ etaFrom, etaTo }: Pick<Reissue, 'etaFrom' | 'etaTo'>): Values => ({
  'eta.from': date(etaFrom),
  'eta.to': date(etaTo),
})

function shipmentValues(shipment: Shipment | null): Values {
  const state = shipment?.state ?? 'preparing'
  return known({
    'shipment.status': text(ja.shipmentState[state], en.shipmentState[state]),
    'shipment.tracking_no': orNull(shipment?.trackingNo, digits),
    'shipment.attempted_on': orNull(shipment?.attemptedOn.at(-1), date),
    'shipment.held_at': orNull(shipment?.heldAt, text),
    'shipment.held_until': orNull(shipment?.heldUntil, date),
    'shipment.delivered_at': orNull(shipment?.deliveredAt, instant),
  })
}

export const newCardValues = (cards: readonly Card[], newCardRef: string | null): Values => {
  const card = cards.find((each) => each.cardRef === newCardRef)
  return card ? { 'new_card.last4': digits(card.last4) } : {}
}

/** Where the new card is. */
export const shipment = forCard(async ({ cardSystem, now }, { cardRef, customerRef }) => {
  const [reissues, overview] = await Promise.all([
    cardSystem.read('listReissues', { customerRef }),
    cardSystem.read('getCustomerOverview', { customerRef }),
  ])
  const values = subjectValues(overview, cardRef)
  const reissue = newestReissue(reissues, overview.cards, cardRef)
  if (!reissue) return seen({ proposed: 'none', facts: [fact('reissue.none', {}, 'warn')], values })
  const { newCardRef, reissueRef, stopRef } = reissue
  const parcel = await orNone(cardSystem.read('getShipment', { reissueRef }))
  return seen({
    proposed: reissue.state === 'rejected' ? 'none' : whereIsIt(parcel),
    facts: reissueFacts(reissue, parcel, now),
    values: {
      ...values,
      ...etaValues(reissue),
      ...shipmentValues(parcel),
      ...newCardValues(overview.cards, newCardRef),
    },
    refs: {
      reissue: [reissueRef],
      stop: [stopRef],
      shipment: parcel ? [parcel.shipmentRef] : [],
      back: parcel ? [sightingOf(reissueRef, parcel, now).returnedAt ?? ''] : [],
      new_card: newCardRef === null ? [] : [newCardRef],
    },
  })
})
