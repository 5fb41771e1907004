import { type CardSystem, CardSystemError } from './card-system.ts'

/** A card that a customer has been promised. */
export interface AwaitedShipment {
  readonly commitmentId: string
  readonly reissueRef: string
}
export interface ArrivedShipment extends AwaitedShipment {
  readonly deliveredAt: string
}

export interface ShipmentDeps {
  readonly cardSystem: CardSystem
  /** What is promised and has not come yet, the most urgent first. */
  readonly awaited: () => Promise<readonly AwaitedShipment[]>
  /** What follows from a delivery; it may be told of the same one twice. */
  readonly onArrived: (shipment: ArrivedShipment) => Promise<void>
}

/**
 * Asks what became of every card on its way. One that has not come stays promised, and is shown as late once its day
 * is past. While the card system is away nothing more is asked in this round.
 */
export async function followShipments(deps: ShipmentDeps): Promise<void> {
  for (const awaited of await deps.awaited()) {
    const answer = await deliveredAt(deps.cardSystem, awaited.reissueRef)
    if (answer === 'away') return
    if (answer !== null) await deps.onArrived({ ...awaited, deliveredAt: answer })
  }
}

/** When it was delivered; null when it has not been, or has not even been posted. */
async function deliveredAt(cardSystem: CardSystem, reissueRef: string) {
  try {
    const shipment = await cardSystem.read('getShipment', { reissueRef })
    return shipment.state === 'delivered' ? shipment.deliveredAt : null
  } catch (error) {
    if (!(error instanceof CardSystemError)) throw error
    return error.code === 'unavailable' ? 'away' : null
  }
}
