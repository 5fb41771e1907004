import type { Clock } from '../clock.ts'
import { answerOrAway } from './answer-or-away.ts'
import type { NetworkHold } from './card.ts'
import type { CardSystem } from './card-system.ts'
import type { Followed } from './event-handling.ts'
import { followEach, inTurn } from './in-turn.ts'

/** How the network's holds on a card stand. */
export interface HoldsSeen {
  readonly cardRef: string
  readonly askedAt: string
  readonly holds: readonly NetworkHold[]
}

export interface HoldDeps {
  readonly cardSystem: CardSystem
  readonly clock: Clock
  /** Cards for which the network's answer is promised and that were not asked after lately. */
  readonly awaited: () => Promise<readonly string[]>
  /** What follows from how the holds stand; it may be told of the same thing twice. */
  readonly onSeen: (seen: HoldsSeen) => Promise<void>
}

/** Follows what the networks answer, as shipments.ts follows cards on their way. */
export interface HoldWatch {
  follow(cardRef: string): Promise<Followed>
  followAll(): Promise<void>
}

export function createHoldWatch(deps: HoldDeps): HoldWatch {
  const turn = inTurn()
  const follow = (cardRef: string) =>
    turn(async (): Promise<Followed> => {
      const askedAt = deps.clock.now().toISOString()
      const holds = await answerOrAway(deps.cardSystem.read('listNetworkHolds', { cardRef }), [])
      if (holds === 'away') return 'away'
      await deps.onSeen({ cardRef, askedAt, holds })
      return 'followed'
    })
  return { follow, followAll: async () => followEach(await deps.awaited(), follow) }
}
