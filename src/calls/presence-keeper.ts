import { v7 as uuid } from 'uuid'
import {
  type Arrival,
  arrive,
  forgetGone,
  leave,
  NOBODY,
  peopleTopic,
  type Subject,
  stay,
} from '../cases/presences.ts'
import type { Clock } from '../clock.ts'
import type { Db } from '../db.ts'

/** Keeps on the record which pages this running program holds open, from the opening of their streams to the end. */
export interface PresenceKeeper {
  /** `until` calls what it is given when the page has gone. */
  open(page: Pick<Arrival, 'operatorId' | 'page' | 'subjects'>, until: Until): Promise<void>
  /** A sign of life of all of them. */
  beat(): Promise<void>
  /** Forgets who is gone. */
  forget(): Promise<void>
  /** Until nothing is being written any more. */
  idle(): Promise<void>
}
type Until = (gone: () => void) => void

export function createPresences(deps: {
  readonly db: Db
  readonly clock: Clock
  readonly onError: (error: unknown) => void
}): PresenceKeeper {
  const { db, clock, onError } = deps
  const instanceId = uuid()
  const going = new Set<Promise<void>>()
  const keep = (work: Promise<void>): Promise<void> => {
    const kept = work.catch(onError).finally(() => going.delete(kept))
    going.add(kept)
    return kept
  }
  return {
    async open(page, until) {
      const streamId = uuid()
      const arrived = keep(arrive(db, { ...page, streamId, instanceId }, clock.now()))
      until(() => void keep(arrived.then(() => leave(db, streamId, clock.now()))))
      await arrived
    },
    beat: () => stay(db, instanceId, clock.now()),
    forget: () => forgetGone(db, clock.now()),
    idle: async () => {
      while (going.size > 0) await Promise.all(going)
    },
  }
}

/** The topic that tells a viewer who else is at these subjects. */
export const besideThem = (viewerId: string, subjects: readonly Subject[]) => [
  { topic: peopleTopic(viewerId, subjects), event: 'people', seen: NOBODY },
]
