import type { IsoDate } from '../cards/card.ts'
import type { CardAction } from '../cards/card-action.ts'
import { deliveryEstimate } from '../cards/delivery.ts'
import type { ShipmentSighting } from '../cards/sighting.ts'
import type { Commitment } from '../cases/commitment.ts'
import { AWAITING_CARD, orderIn } from './awaited.ts'
import { type Call, seenInMatter } from './call.ts'

/** When the card of an order is expected. */
export interface OrderDates {
  /** Null where the card system's answer names none. */
  readonly reissueRef: string | null
  readonly etaFrom: IsoDate
  readonly etaTo: IsoDate
}

/** As the card system announced it; for a card sent again it announces nothing, so that the rule for all cards holds. */
export function datesOf({ operation, state, result, endedAt }: CardAction): OrderDates | null {
  if (state !== 'done') return null
  if (operation === 'requestReissue') return announced(result)
  if (operation !== 'requestReshipment' || endedAt === null) return null
  const { etaFrom, etaTo } = deliveryEstimate(endedAt)
  return { reissueRef: orderIn(result), etaFrom, etaTo }
}

/** The dates that hold now: of the newest order, or of its card's being sent again. */
export const newestDates = (actions: readonly CardAction[]): OrderDates | null =>
  actions.map(datesOf).findLast((dates) => dates !== null) ?? null

/** The order that a look-up of this matter found, whoever made it. */
export function orderSeen(
  call: Pick<Call, 'entries'>,
  matter: number,
  customer: string | null,
): OrderDates | null {
  const seen = seenInMatter(call, matter, customer).findLast(({ refs }) => refs.reissue?.[0])
  const [from, to] = [seen?.values['eta.from'], seen?.values['eta.to']]
  return seen && from?.type === 'date' && to?.type === 'date'
    ? { reissueRef: seen.refs.reissue?.[0] ?? null, etaFrom: from.iso, etaTo: to.iso }
    : null
}

function announced(result: unknown): OrderDates | null {
  if (typeof result !== 'object' || result === null) return null
  const [etaFrom, etaTo] = ['etaFrom', 'etaTo'].map((name) => Reflect.get(result, name))
  return typeof etaFrom === 'string' && typeof etaTo === 'string'
    ? { reissueRef: orderIn(result), etaFrom, etaTo }
    : null
}

/** What was seen of a card before it was sent again tells nothing of where it is now. */
export const stillSeen = (
  sighting: ShipmentSighting | null,
  actions: readonly CardAction[],
): ShipmentSighting | null =>
  actions.some(
    ({ operation, state, endedAt }) =>
      operation === 'requestReshipment' &&
      state === 'done' &&
      (endedAt ?? '') > (sighting?.askedAt ?? ''),
  )
    ? null
    : sighting

/** The order whose card a case is about: the one that it made or had sent again, else the one of its last promise. */
export function orderOfCase(
  actions: readonly CardAction[],
  commitments: readonly Commitment[],
): string | null {
  const kinds: readonly string[] = AWAITING_CARD
  const promised = commitments.filter(({ kind }) => kinds.includes(kind))
  return newestDates(actions)?.reissueRef ?? promised.at(-1)?.subjectRef ?? null
}
