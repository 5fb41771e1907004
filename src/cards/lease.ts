import { v7 as uuid } from 'uuid'

/** How long whoever works on an action has it alone: longer than asking after it and sending it can take together. */
export const LEASE_MS = 10_000
/** The first pause after a try in vain; each is twice as long as the one before. */
const FIRST_PAUSE_MS = 2_000
const LONGEST_PAUSE_MS = 60_000

/** One piece of work on one action. Each has a name of its own: two of one process keep apart as those of two do. */
export type Lease = string
export const newLease = (): Lease => uuid()

const after = (at: Date, milliseconds: number): string =>
  new Date(at.getTime() + milliseconds).toISOString()

/** Until when a lease taken now keeps others away; and one just written down is left to the request that wrote it. */
export const leasedUntil = (at: Date): string => after(at, LEASE_MS)

/** When an action that was asked after in vain so many times is tried again. */
export const nextTryAt = (at: Date, tries: number): string =>
  after(at, Math.min(FIRST_PAUSE_MS * 2 ** Math.min(tries, 10), LONGEST_PAUSE_MS))
