import { isBrokenCircuitError } from 'cockatiel'
import type { Clock } from '../clock.ts'
import {
  type CardSystem,
  CardSystemError,
  isChangeName,
  type OperationName,
  type ReadName,
} from './card-system.ts'
import { type Circuit, createCircuit } from './circuit.ts'
import { isSilence } from './endings.ts'
import { ABOUT_NOBODY, ABOUT_NOBODY_NAMES } from './questions.ts'

/** Whether the card system is there, and a port to it that costs nothing while it is not. */
export interface Availability {
  /**
   * The port, which answers at once with `unavailable` (nothing is sent, so nothing is done) while the whole card
   * system or the operation is away.
   */
  readonly cardSystem: CardSystem
  /** Since when the whole card system has been away; null while it is there. */
  awaySince(): Date | null
  /** Finds out what is back; gives whether the card system answers. It asks about nobody and changes nothing. */
  probe(): Promise<boolean>
}

export interface AvailabilityOptions {
  /** So many times in a row without an answer, and an operation is left alone. */
  readonly silentTimes?: number
  /** So many operations without an answer, none answering between them, and the whole is left alone. */
  readonly silentOperations?: number
}

/** What was asked got an answer, be it a refusal. */
type Answer<T> = { readonly value: T } | { readonly refusal: CardSystemError }

const refusalOf = (error: unknown): { refusal: CardSystemError } => {
  if (error instanceof CardSystemError && !isSilence(error)) return { refusal: error }
  throw error
}

/** One operation more that gives no answer: the same one again says nothing about the others. */
class OneMore extends Error {}

/** Always asked by a probe: that one of them is dead does not mean that nobody is there. */
const PROBES = [
  'listStoppableCards',
  'getPortalRegistration',
] as const satisfies readonly ReadName[]

/** Watches a card system: one circuit for the whole and one for each operation. */
export function watchAvailability(
  raw: CardSystem,
  clock: Clock,
  { silentTimes = 3, silentOperations = 2 }: AvailabilityOptions = {},
): Availability {
  let silentSince: Date | null = null
  let probing: Promise<boolean> | null = null
  const silent = new Set<OperationName>()
  const circuits = new Map<OperationName, Circuit>()
  const whole = createCircuit({
    silences: silentOperations,
    isSilence: (error) => error instanceof OneMore,
    // A few dead operations side by side look like a dead system: whether it is one is found out at once.
    onOpen: () => void probe(),
  })
  const circuitOf = (name: OperationName): Circuit => {
    const circuit =
      circuits.get(name) ??
      createCircuit({ silences: silentTimes, isSilence, onOpen: () => void probe() })
    circuits.set(name, circuit)
    return circuit
  }

  const answered = () => {
    silent.clear()
    silentSince = null
  }
  const heard = (name: OperationName, error: unknown): never => {
    if (!isSilence(error) || silent.has(name)) throw error
    silent.add(name)
    silentSince ??= clock.now()
    throw new OneMore('no answer', { cause: error })
  }
  const asked = <T>(name: OperationName, send: () => Promise<T>): Promise<Answer<T>> =>
    whole.run(async () => {
      const answer = await circuitOf(name)
        .run(() => send().then((value) => ({ value }), refusalOf))
        .catch((error: unknown) => heard(name, error))
      if (!whole.isOpen()) answered()
      return answer
    })
  const through = async <T>(name: OperationName, send: () => Promise<T>): Promise<T> => {
    const answer = await asked(name, send).catch(failed)
    if ('refusal' in answer) throw answer.refusal
    return answer.value
  }

  /** A question of the probe, which no circuit keeps from being sent. */
  const isAnswered = async (name: ReadName): Promise<boolean> => {
    const send = () => raw.read(name, ABOUT_NOBODY[name]).then((value) => ({ value }), refusalOf)
    const isHeld = whole.isOpen() || circuitOf(name).isOpen()
    const answers = await (isHeld ? send() : asked(name, send)).then(
      () => true,
      () => false,
    )
    if (answers) {
      answered()
      whole.close(false)
      circuitOf(name).close(false)
    }
    return answers
  }
  const findOut = async (): Promise<boolean> => {
    const dead = ABOUT_NOBODY_NAMES.filter((name) => circuitOf(name).isOpen())
    const answers = await Promise.all([...new Set([...PROBES, ...dead])].map(isAnswered))
    if (!answers.includes(true)) return false
    // Nothing is ever changed only to find out: the next change that is wanted anyway is the trial.
    for (const [name, circuit] of circuits) if (isChangeName(name)) circuit.close(true)
    return true
  }
  function probe(): Promise<boolean> {
    probing ??= findOut().finally(() => {
      probing = null
    })
    return probing
  }

  return {
    cardSystem: {
      read: (name, input) => through(name, () => raw.read(name, input)),
      change: (name, input, key) => through(name, () => raw.change(name, input, key)),
    },
    awaySince: () => (whole.isOpen() ? silentSince : null),
    probe,
  }
}

function failed(error: unknown): never {
  if (error instanceof OneMore) throw error.cause
  if (isBrokenCircuitError(error))
    throw new CardSystemError('unavailable', 'the card system is left alone until it answers', true)
  throw error
}
