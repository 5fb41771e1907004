import type { Clock } from '../clock.ts'
import { answerOrAway } from './answer-or-away.ts'
import type { CardSystem } from './card-system.ts'
import type { Followed } from './event-handling.ts'
import { followEach, inTurn } from './in-turn.ts'
import { type ShipmentSighting, sightingOf } from './sighting.ts'

export interface ShipmentDeps {
  readonly cardSystem: CardSystem
  readonly clock: Clock
  /** Orders whose card somebody waits for and that were not asked after lately, the longest ago first. */
  readonly awaited: () => Promise<readonly string[]>
  /** What follows from where a card is; it may be told of the same thing twice. */
  readonly onSeen: (seen: ShipmentSighting) => Promise<void>
}

/** Follows cards on their way: one code path for what is asked again and again and for what the card system sends. */
export interface ShipmentWatch {
  /** Asks where the card of an order is, and does what follows from it. */
  follow(reissueRef: string): Promise<Followed>
  /** The same for every card that is due to be asked after. While the card system is away nothing more is asked. */
  followAll(): Promise<void>
}

export function createShipmentWatch(deps: ShipmentDeps): ShipmentWatch {
  // In turn, so that an answer that was asked for earlier is not written down later.
  const turn = inTurn()
  const follow = (reissueRef: string) =>
    turn(async (): Promise<Followed> => {
      const askedAt = deps.clock.now()
      const asked = deps.cardSystem.read('getShipment', { reissueRef })
      const shipment = await answerOrAway(asked, null)
      if (shipment === 'away') return 'away'
      await deps.onSeen(sightingOf(reissueRef, shipment, askedAt))
      return 'followed'
    })
  return {
    follow,
    followAll: async () => followEach(await deps.awaited(), follow),
  }
}
