import type { Followers } from '../cards/event-handling.ts'
import { createHoldWatch } from '../cards/holds.ts'
import { createShipmentWatch } from '../cards/shipments.ts'
import { awaitedHolds, awaitedShipments } from './awaited.ts'
import type { CallDeps } from './context.ts'
import { onHoldsSeen } from './holds-seen.ts'
import { onShipmentSeen } from './shipment-seen.ts'

export interface Following {
  /** What follows from an event of the card system. */
  readonly followers: Followers
  /** The same without events: asks after everything that is promised and due to be asked after. */
  followAll(): Promise<void>
}

/** Follows in the cases what happens in the card system, by what it sends and by asking it again and again. */
export function createFollowing(
  deps: CallDeps,
  onCard: (cardRef: string) => Promise<void>,
): Following {
  const { db, clock, cardSystem, outbox } = deps
  const shipments = createShipmentWatch({
    cardSystem,
    clock,
    awaited: () => awaitedShipments(db, clock.now()),
    onSeen: (seen) => onShipmentSeen(deps, seen),
  })
  const holds = createHoldWatch({
    cardSystem,
    clock,
    awaited: () => awaitedHolds(db, clock.now()),
    onSeen: (seen) => onHoldsSeen(deps, seen),
  })
  return {
    followers: {
      operation: async (key) => {
        await outbox.lookAfter(key.toLowerCase())
        return 'followed'
      },
      shipment: shipments.follow,
      holds: holds.follow,
      card: async (cardRef) => {
        await onCard(cardRef)
        return 'followed'
      },
    },
    async followAll() {
      await Promise.all([shipments.followAll(), holds.followAll()])
    },
  }
}
