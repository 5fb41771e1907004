import type { Clock } from '../clock.ts'

/**
 * What a caller said to be found and verified, kept in memory only while the call goes on: it comes back into the form
 * for the next try, and it is never stored.
 */
export interface SaidMemory {
  remember(callId: string, said: Readonly<Record<string, string>>): void
  recall(callId: string): Readonly<Record<string, string>>
  /** Whether the last thing that was compared in this call is compared again; from now on this is the last one. */
  isTriedAgain(callId: string, key: string): boolean
  forget(callId: string): void
  /** Forgets calls that nobody has gone on with for long: with several instances the end may be seen by another one. */
  forgetOld(): void
}

const MOST_CALLS = 5_000
const KEPT_MS = 12 * 3_600_000

interface Kept {
  readonly said: Readonly<Record<string, string>>
  readonly at: number
  readonly tried?: string
}

export function createSaidMemory(clock: Clock): SaidMemory {
  const memory = new Map<string, Kept>()
  /** The one that was remembered the longest ago stands first. */
  const forgetOld = () => {
    const before = clock.now().getTime() - KEPT_MS
    for (const [callId, { at }] of memory) {
      if (at > before) return
      memory.delete(callId)
    }
  }
  const recall = (callId: string) => {
    forgetOld()
    return memory.get(callId)?.said ?? {}
  }
  return {
    remember(callId, said) {
      const all = Object.entries({ ...recall(callId), ...said })
      const { tried = '' } = memory.get(callId) ?? {}
      memory.delete(callId)
      const words = Object.fromEntries(all.filter(([, each]) => each !== ''))
      memory.set(callId, { said: words, at: clock.now().getTime(), tried })
      const oldest = memory.keys().next()
      if (memory.size > MOST_CALLS && !oldest.done) memory.delete(oldest.value)
    },
    recall,
    isTriedAgain(callId, tried) {
      const kept = memory.get(callId)
      if (kept) memory.set(callId, { ...kept, tried })
      return kept?.tried === tried
    },
    forget: (callId) => void memory.delete(callId),
    forgetOld,
  }
}
