import { portalGaps } from '../calls/look-ups/portal-registration.ts'
import { lineOf } from '../calls/look-ups/replacement.ts'
import { orNone } from '../calls/look-ups/seen.ts'
import { newestReissue } from '../calls/look-ups/shipment.ts'
import { tokensOf } from '../calls/look-ups/wallet-tokens.ts'
import { orderOfCase } from '../calls/order-dates.ts'
import type { Card, PortalRegistration, Reissue, Shipment, WalletToken } from '../cards/card.ts'
import type { CardAction } from '../cards/card-action.ts'
import { type CardSystem, CardSystemError } from '../cards/card-system.ts'
import { outputs } from '../cards/schemas.ts'
import type { CaseRecord } from './case-record.ts'

/** How the new card of a case stands in the card system, as of now. */
export interface AfterOrder {
  readonly reissue: Reissue
  readonly shipment: Shipment | null
  /** The stopped card and those that came after it. */
  readonly line: readonly Card[]
  readonly newCard: Card | null
  readonly tokens: readonly WalletToken[]
  readonly portal: PortalRegistration | null
  readonly portalShowsOld: boolean
}

/** The order of a new card that this case made and the card system took. */
export const orderOf = (actions: readonly CardAction[]): CardAction | undefined =>
  actions.findLast((each) => each.operation === 'requestReissue' && each.state === 'done')

/** The order as it was answered; null when the answer was lost. */
function orderedReissue(order: CardAction | undefined): Reissue | null {
  const read = outputs.requestReissue.safeParse(order?.result)
  return read.success ? read.data : null
}

/**
 * The order whose card the printed pages tell about, be it made here or elsewhere; null when there is none, or none that
 * is known by its reference.
 */
export const printedOrder = ({ actions, commitments }: CaseRecord): string | null =>
  orderOfCase(actions, commitments) ?? orderedReissue(orderOf(actions))?.reissueRef ?? null

/** Null without an order, and when the card system does not answer: then the page goes by the record. */
export async function readAfterOrder(
  cardSystem: CardSystem,
  record: CaseRecord,
): Promise<AfterOrder | null> {
  const { customer, caseFile, actions } = record
  const ref = printedOrder(record)
  if (!customer || (ref === null && !orderOf(actions))) return null
  const subject = { customerRef: customer.customerRef, cardRef: caseFile.card?.ref ?? '', ref }
  return read(cardSystem, subject).catch((error: unknown) => {
    if (error instanceof CardSystemError) return null
    throw error
  })
}

interface Sought {
  readonly customerRef: string
  readonly cardRef: string
  readonly ref: string | null
}
async function read(cardSystem: CardSystem, sought: Sought): Promise<AfterOrder | null> {
  const { customerRef, ref } = sought
  const parcelOf = (reissueRef: string) => orNone(cardSystem.read('getShipment', { reissueRef }))
  const [{ cards }, reissues, tokens, portal, parcel] = await Promise.all([
    cardSystem.read('getCustomerOverview', { customerRef }),
    cardSystem.read('listReissues', { customerRef }),
    cardSystem.read('listWalletTokens', { customerRef }),
    orNone(cardSystem.read('getPortalRegistration', { customerRef })),
    ref === null ? null : parcelOf(ref),
  ])
  const reissue = reissueOf(reissues, cards, sought)
  if (!reissue) return null
  const shipment = ref === null ? await parcelOf(reissue.reissueRef) : parcel
  const line = lineOf(cards, reissue.oldCardRef)
  const gaps = portalGaps(portal, line)
  return {
    reissue,
    shipment,
    line,
    newCard: cards.find((card) => card.cardRef === reissue.newCardRef) ?? null,
    tokens: tokensOf(tokens, line),
    portal,
    portalShowsOld: gaps.old.length > 0 || gaps.missing !== null,
  }
}

const reissueOf = (
  reissues: readonly Reissue[],
  cards: readonly Card[],
  { ref, cardRef }: Sought,
): Reissue | undefined =>
  ref === null
    ? newestReissue(reissues, cards, cardRef)
    : reissues.find((each) => each.reissueRef === ref)
