import type { Followed } from './event-handling.ts'

/** Does pieces of work one after another, in the order in which they came. */
export function inTurn(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const done = last.then(work, work)
    last = done.catch(() => {})
    return done
  }
}

/** Follows one after another; one that fails keeps none of the others waiting. Ends when nobody answers any more. */
export async function followEach(
  refs: readonly string[],
  follow: (ref: string) => Promise<Followed>,
): Promise<void> {
  const failures: unknown[] = []
  for (const ref of refs)
    try {
      if ((await follow(ref)) === 'away') break
    } catch (error) {
      failures.push(error)
    }
  if (failures.length > 0) throw new AggregateError(failures, 'some could not be followed')
}
