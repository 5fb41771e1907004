import {
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhen,
  isBrokenCircuitError,
} from 'cockatiel'
import type { Clock } from '../clock.ts'
import {
  type CardSystem,
  CardSystemError,
  isChangeName,
  type OperationName,
  type ReadName,
} from './card-system.ts'
import { isSilence } from './endings.ts'

/** The card system behind circuits: once it is found to be away, nobody waits for it until it is found to be back. */
export interface Availability {
  /** The port, which answers `unavailable` at once while a circuit is open; nothing is sent then. */
  readonly cardSystem: CardSystem
  /** Since when the card system as a whole gives no answer; null while it does. */
  awaySince(): Date | null
  /** Finds out whether what was away is back, with a question that changes nothing; true when the whole answers. */
  probe(): Promise<boolean>
}

/** So many requests in a row without an answer: nobody is there. */
const AWAY_AFTER = 3
/** Circuits are closed by `probe`, not by whoever comes first: no operator waits to find out. */
const FOR_EVER = Number.MAX_SAFE_INTEGER
/** A change cannot be asked by way of trial, so its circuit lets one through after a while. */
const TRIAL_MS = 30_000

const createCircuit = (halfOpenAfter: number): CircuitBreakerPolicy =>
  circuitBreaker(handleWhen(isSilence), {
    halfOpenAfter,
    breaker: new ConsecutiveBreaker(AWAY_AFTER),
  })
const isOpen = ({ state }: CircuitBreakerPolicy): boolean => state === CircuitState.Open

/** A refusal is an answer as well. */
type Answer<T> = { readonly given: T } | { readonly refusal: CardSystemError }
async function answerTo<T>(asked: () => Promise<T>): Promise<Answer<T>> {
  try {
    return { given: await asked() }
  } catch (error) {
    if (error instanceof CardSystemError && !isSilence(error)) return { refusal: error }
    throw error
  }
}

export function watchAvailability(system: CardSystem, clock: Clock): Availability {
  const whole = createCircuit(FOR_EVER)
  const circuits = new Map<OperationName, CircuitBreakerPolicy>()
  /** How a look-up whose circuit is open was last asked: what it is tried with. */
  const trials = new Map<ReadName, () => Promise<unknown>>()
  let silentSince: Date | null = null

  const circuitOf = (name: OperationName): CircuitBreakerPolicy => {
    const known = circuits.get(name)
    const circuit = known ?? createCircuit(isChangeName(name) ? TRIAL_MS : FOR_EVER)
    circuits.set(name, circuit)
    return circuit
  }

  const noted = async <T>(asked: () => Promise<T>): Promise<Answer<T>> => {
    try {
      const answer = await answerTo(asked)
      silentSince = null
      return answer
    } catch (error) {
      silentSince ??= clock.now()
      throw error
    }
  }

  const through = async <T>(name: OperationName, asked: () => Promise<T>): Promise<T> => {
    const own = circuitOf(name)
    const answer = await whole
      .execute(() => own.execute(() => noted(asked)))
      .catch((error: unknown) => {
        if (!isBrokenCircuitError(error)) throw error
        throw new CardSystemError('unavailable', 'the card system is away', true)
      })
    if ('refusal' in answer) throw answer.refusal
    return answer.given
  }

  /** cockatiel has no other way to close a circuit from outside. */
  const close = async (circuit: CircuitBreakerPolicy): Promise<void> => {
    circuit.isolate().dispose()
    await circuit.execute(() => undefined)
  }

  const tryAgain = async (name: ReadName, asked: () => Promise<unknown>): Promise<void> => {
    const circuit = circuits.get(name)
    if (!circuit || !isOpen(circuit)) return void trials.delete(name)
    await noted(asked).then(
      () => close(circuit),
      () => undefined,
    )
  }

  return {
    cardSystem: {
      async read(name, input) {
        const asked = () => system.read(name, input)
        try {
          return await through(name, asked)
        } finally {
          if (isOpen(circuitOf(name))) trials.set(name, asked)
        }
      },
      change: (name, input, key) => through(name, () => system.change(name, input, key)),
    },
    awaySince: () => (isOpen(whole) ? silentSince : null),
    async probe() {
      if (isOpen(whole)) {
        const asked = () => system.read('getOperation', { idempotencyKey: 'probe' })
        const isBack = await noted(asked).then(
          () => true,
          () => false,
        )
        if (!isBack) return false
        for (const circuit of [whole, ...circuits.values()]) await close(circuit)
      }
      await Promise.all([...trials].map(([name, asked]) => tryAgain(name, asked)))
      return true
    },
  }
}
