import type { Card, IsoDate, IsoDateTime } from '../card.ts'
import { tokyoDate } from '../delivery.ts'
import type { Subject } from './events/event.ts'
import { recordEvent } from './events/outgoing.ts'
import type { Happening, HappeningCode } from './happenings.ts'
import { recordHappening } from './happenings.ts'
import type { Kind, Kinds } from './records.ts'
import { Refused } from './refused.ts'
import type { Store } from './store.ts'

export type NetworkManner = 'at_once' | 'later' | 'never'

/** The simulated world: its records, its own clock (moved from the stage) and its log of what happened. */
export interface World {
  readonly store: Store
  now(): IsoDateTime
  today(): IsoDate
  clockOffset(): number
  moveClock(milliseconds: number): void
  /** A name for a new record, the same on every machine: `stop-000001`. */
  newRef(kind: string): string
  need<K extends Kind>(kind: K, ref: string): Kinds[K]
  happened(
    code: HappeningCode,
    customerRef: string | null,
    details?: Happening['details'],
    at?: IsoDateTime,
  ): number
  /** Tells the outside, if anyone wants to know. */
  tell(subject: Subject): void
  networkManner(): NetworkManner
}

/** Who wants to know that the clock was moved, and that there is an event to send. */
interface Listeners {
  clockMoved?: () => void
  told?: () => void
}

export function createWorld(store: Store, clock: () => Date, listeners: Listeners = {}): World {
  const clockOffset = () => Number(store.setting('clock_offset') ?? '0')
  const now = () => new Date(clock().getTime() + clockOffset()).toISOString()
  return {
    store,
    now,
    today: () => tokyoDate(now()),
    clockOffset,
    moveClock(milliseconds) {
      store.set('clock_offset', String(clockOffset() + milliseconds))
      listeners.clockMoved?.()
    },
    newRef: (kind) => `${kind}-${String(store.nextNumber(kind)).padStart(6, '0')}`,
    need(kind, ref) {
      const record = store.find(kind, ref)
      if (!record) throw new Refused('not_found')
      return record
    },
    happened: (code, customerRef, details = {}, at = now()) =>
      recordHappening(store, { at, customerRef, code, details }),
    tell(subject) {
      if (recordEvent(store, subject, now())) listeners.told?.()
    },
    networkManner: () => {
      const manner = store.setting('network_manner')
      return manner === 'later' || manner === 'never' ? manner : 'at_once'
    },
  }
}

export const cardsOf = (world: World, customerRef: string): Card[] =>
  world.store.ofOwner('card', customerRef)

/** Nothing brings such a card back. */
export const isFinal = (card: Card): boolean =>
  card.status === 'stopped' || card.status === 'closed'

/** How a card is named in the log of the stage. */
export const cardName = (card: Card): string => `${card.label} …${card.last4}`
