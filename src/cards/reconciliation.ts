import type { Clock } from '../clock.ts'
import { answerOrAway } from './answer-or-away.ts'
import type { Stop } from './card.ts'
import type { CardSystem } from './card-system.ts'
import { followEach, inTurn } from './in-turn.ts'
import type { ComparedStop } from './manual-stops.ts'

export interface ReconciliationDeps {
  readonly cardSystem: CardSystem
  readonly clock: Clock
  /** Stops that were not compared since this moment, the longest ago first. */
  readonly due: (before: Date) => Promise<readonly ComparedStop[]>
  readonly ofCard: (cardRef: string) => Promise<readonly ComparedStop[]>
  /** What follows from a comparison: the stop in the card system, or null while there is none. */
  readonly onCompared: (stop: ComparedStop, stopRef: string | null) => Promise<void>
}

/** Compares stops by another route with what the card system shows. */
export interface Reconciliation {
  /** Compares what is due. While the card system is away nothing more is asked. */
  compareAll(): Promise<void>
  /** Compares the stops of one card at once. */
  compareCard(cardRef: string): Promise<void>
}

/** How often one stop is compared. */
const PAUSE_MS = 60_000

export function createReconciliation(deps: ReconciliationDeps): Reconciliation {
  const turn = inTurn()
  const compare = (stops: readonly ComparedStop[]): Promise<void> =>
    followEach([...new Set(stops.map((each) => each.customerRef))], async (customerRef) => {
      const shown = await answerOrAway(deps.cardSystem.read('listStops', { customerRef }), [])
      if (shown === 'away') return 'away'
      for (const stop of stops.filter((each) => each.customerRef === customerRef))
        await deps.onCompared(stop, stopOf(shown, stop.cardRef))
      return 'followed'
    })
  return {
    compareAll: () =>
      turn(async () => {
        await compare(await deps.due(new Date(deps.clock.now().getTime() - PAUSE_MS)))
      }),
    compareCard: (cardRef) => turn(async () => compare(await deps.ofCard(cardRef))),
  }
}

/** A card is stopped by its own stop, or by that of the card that it goes with. */
const stopOf = (stops: readonly Stop[], card: string): string | null =>
  stops.find(({ cardRef, alsoStopped }) => cardRef === card || alsoStopped.includes(card))
    ?.stopRef ?? null
