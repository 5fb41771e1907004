import {
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhen,
} from 'cockatiel'

/** A way to the card system that is left alone once too many in a row got no answer. */
export interface Circuit {
  isOpen(): boolean
  /** Runs it, unless the circuit is open: `isBrokenCircuitError` tells then. */
  run<T>(work: () => Promise<T>): Promise<T>
  /** Lets through again; `onTrial`: a single silence opens it anew. */
  close(onTrial: boolean): void
}

export interface CircuitOptions {
  /** So many in a row open it. */
  readonly silences: number
  readonly isSilence: (error: unknown) => boolean
  readonly onOpen?: () => void
}

/** It never opens up by itself: no operator's question is the one that finds out. */
const NEVER = Number.POSITIVE_INFINITY

export function createCircuit(options: CircuitOptions): Circuit {
  const breaker = new ConsecutiveBreaker(options.silences)
  const policy: CircuitBreakerPolicy = circuitBreaker(handleWhen(options.isSilence), {
    breaker,
    halfOpenAfter: NEVER,
  })
  policy.onBreak((why) => {
    if (!('isolated' in why)) options.onOpen?.()
  })
  const isOpen = () => policy.state !== CircuitState.Closed
  return {
    isOpen,
    run: (work) => policy.execute(work),
    close(onTrial) {
      if (!isOpen()) return
      breaker.state = onTrial ? options.silences - 1 : 0
      policy.isolate().dispose()
    },
  }
}
