type Deed = () => Promise<unknown>

/**
 * What has to be done again and again, as one deed: first it is found out whether the card system is there, since nothing
 * else asks while it is not; then the others, side by side. One that fails keeps none of them from being done.
 */
export function createRounds(first: Deed, others: readonly Deed[]): () => Promise<void> {
  return async () => {
    const settled = await Promise.allSettled([first()])
    const done = [...settled, ...(await Promise.allSettled(others.map((deed) => deed())))]
    for (const each of done) if (each.status === 'rejected') throw each.reason
  }
}
