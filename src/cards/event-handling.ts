import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import type { Db } from '../db.ts'
import {
  AT_ONCE,
  countTry,
  eventsLeft,
  forgetEvents,
  markHandled,
  storeEvent,
} from './card-events.ts'
import type { CardEvent, EventSubject } from './webhook.ts'

/** Whether what follows has been done, or could not be because the card system does not answer. */
export type Followed = 'followed' | 'away'

/** What follows from news of each kind, given its reference; it may be told of the same news twice, and at once. */
export interface Followers {
  readonly operation: (idempotencyKey: string) => Promise<Followed>
  readonly shipment: (reissueRef: string) => Promise<Followed>
  readonly holds: (cardRef: string) => Promise<Followed>
  readonly card: (cardRef: string) => Promise<Followed>
}

export interface EventDeps {
  readonly db: Db
  readonly clock: Clock
  readonly log: Logger
  readonly followers: Followers
}

/** What the card system has sent: written down first, then followed. */
export interface CardEvents {
  /** Writes an event down; what follows from it is done at once, in the background. */
  receive(event: CardEvent): Promise<void>
  /** Does what is left over, also from before a crash. */
  handleLeft(): Promise<void>
  /** Settles when nothing that an event has begun goes on any more. */
  idle(): Promise<void>
}

const REMEMBERED_MS = 60 * 24 * 3_600_000

export function createCardEvents(deps: EventDeps): CardEvents {
  const { db, clock } = deps
  let running: Promise<void> | null = null
  let again = false

  /** One at a time, and once more when something came in meanwhile: many events about one card are one look at it. */
  const handle = (): Promise<void> => {
    again = true
    running ??= run()
    return running
  }
  const run = async () => {
    try {
      while (again) {
        again = false
        again = (await handleEvents(deps)) || again
      }
    } finally {
      running = null
    }
  }
  return {
    async receive(event) {
      await storeEvent(db, event, clock.now())
      void handle().catch((error: unknown) =>
        deps.log.error({ err: error }, 'what follows from an event failed'),
      )
    },
    idle: async () => running?.catch(() => {}),
    async handleLeft() {
      await forgetEvents(db, new Date(clock.now().getTime() - REMEMBERED_MS))
      await handle()
    },
  }
}

interface News {
  readonly kind: keyof Followers | 'none'
  readonly ref: string
}
/** Whom an event is news for. What only a look-up shows, such as a lock, is read when it is looked at. */
function newsOf({ type, refs }: EventSubject): News {
  if (type === 'operation.completed') return { kind: 'operation', ref: refs.idempotencyKey }
  if (type === 'shipment.updated' || type === 'reissue.updated')
    return { kind: 'shipment', ref: refs.reissueRef }
  if (type === 'hold.updated') return { kind: 'holds', ref: refs.cardRef }
  if (type === 'card.updated') return { kind: 'card', ref: refs.cardRef }
  return { kind: 'none', ref: '' }
}

interface Told extends News {
  readonly ids: string[]
}
/** Events about the same thing are followed once. */
function together(events: readonly CardEvent[]): Told[] {
  const told = new Map<string, Told>()
  for (const event of events) {
    const news = newsOf(event)
    const key = `${news.kind}/${news.ref}`
    const known = told.get(key) ?? { ...news, ids: [] }
    known.ids.push(event.id)
    told.set(key, known)
  }
  return [...told.values()]
}

/**
 * One that fails keeps none of the others waiting; of a kind that gets no answer nothing more is asked now. Gives
 * whether there may be more of them.
 */
async function handleEvents({ db, clock, followers }: EventDeps): Promise<boolean> {
  const away = new Set<string>()
  const failures: unknown[] = []
  const left = await eventsLeft(db)
  for (const { kind, ref, ids } of together(left)) {
    if (away.has(kind)) continue
    try {
      const followed = kind === 'none' ? 'followed' : await followers[kind](ref)
      if (followed === 'away') away.add(kind)
      else await markHandled(db, ids, clock.now())
    } catch (error) {
      failures.push(error)
      await countTry(db, ids)
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'events were not followed')
  return left.length === AT_ONCE && away.size === 0
}
