import type { Clock } from '../clock.ts'
import { type CardSystem, CardSystemError, type ErrorCode } from './card-system.ts'
import { inTurn } from './in-turn.ts'
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
const AWAY: readonly ErrorCode[] = ['unavailable', 'rate_limited']

export function createReconciliation(deps: ReconciliationDeps): Reconciliation {
  const turn = inTurn()
  const compare = async (stops: readonly ComparedStop[]): Promise<void> => {
    for (const customerRef of new Set(stops.map((each) => each.customerRef))) {
      const shown = await stopsShown(deps.cardSystem, customerRef)
      if (shown === 'away') return
      for (const stop of stops.filter((each) => each.customerRef === customerRef))
        await deps.onCompared(stop, shown(stop.cardRef))
    }
  }
  return {
    compareAll: () =>
      turn(async () => {
        await compare(await deps.due(new Date(deps.clock.now().getTime() - PAUSE_MS)))
      }),
    compareCard: (cardRef) => turn(async () => compare(await deps.ofCard(cardRef))),
  }
}

/** The stop of each of a customer's cards, be it their own or that of the card they go with. */
async function stopsShown(
  cardSystem: CardSystem,
  customerRef: string,
): Promise<((cardRef: string) => string | null) | 'away'> {
  try {
    const stops = await cardSystem.read('listStops', { customerRef })
    return (cardRef) =>
      stops.find((stop) => stop.cardRef === cardRef || stop.alsoStopped.includes(cardRef))
        ?.stopRef ?? null
  } catch (error) {
    if (!(error instanceof CardSystemError)) throw error
    return AWAY.includes(error.code) ? 'away' : () => null
  }
}
