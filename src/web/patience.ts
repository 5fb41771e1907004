/** Work that follows from a form and that the answer to it does not wait for longer than a person would. */
export interface Patience {
  /** Settles with the work, or when the patience is over: the work then goes on, and what it fails with is told. */
  waitFor(work: Promise<unknown>): Promise<void>
  /** Settles when no work goes on any more: before the database is closed. */
  idle(): Promise<void>
}

/** `milliseconds` is how long an answer waits; `onFailure` hears of what fails when nobody waits for it any more. */
export function createPatience(
  milliseconds: number,
  onFailure: (error: unknown) => void,
): Patience {
  const going = new Set<Promise<unknown>>()
  return {
    async waitFor(work) {
      let isWaiting = true
      const done = work
        .catch((error: unknown) => {
          if (isWaiting) throw error
          onFailure(error)
        })
        .finally(() => going.delete(done))
      going.add(done)
      let timer: NodeJS.Timeout | undefined
      const over = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, milliseconds)
      })
      await Promise.race([done, over]).finally(() => {
        isWaiting = false
        clearTimeout(timer)
      })
    },
    async idle() {
      while (going.size > 0) await Promise.allSettled(going)
    },
  }
}
