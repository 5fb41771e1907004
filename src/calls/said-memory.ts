/**
 * What a caller said to be found and verified, kept in memory only while the call goes on: it comes back into the form
 * for the next try, and it is never stored.
 */
export interface SaidMemory {
  remember(callId: string, said: Readonly<Record<string, string>>): void
  recall(callId: string): Readonly<Record<string, string>>
  forget(callId: string): void
}

const MOST_CALLS = 5_000

export function createSaidMemory(): SaidMemory {
  const memory = new Map<string, Readonly<Record<string, string>>>()
  return {
    remember(callId, said) {
      const all = Object.entries({ ...memory.get(callId), ...said })
      memory.delete(callId)
      memory.set(callId, Object.fromEntries(all.filter(([, words]) => words !== '')))
      const oldest = memory.keys().next()
      if (memory.size > MOST_CALLS && !oldest.done) memory.delete(oldest.value)
    },
    recall: (callId) => memory.get(callId) ?? {},
    forget: (callId) => void memory.delete(callId),
  }
}
