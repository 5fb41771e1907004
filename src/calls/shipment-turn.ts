import { atTokyoHour } from '../cards/delivery.ts'
import { type Place, placeOf, type ShipmentSighting } from '../cards/sighting.ts'
import type { Commitment } from '../cases/commitment.ts'
import type { TaskKind } from '../cases/task.ts'
import { SHIPMENT_TASKS } from './awaited.ts'

/** What follows from where a card is now, whatever was seen of it before. */
export interface ShipmentTurn {
  readonly place: Place
  /** What the promises come to, and why. */
  readonly promises: readonly {
    readonly promise: Commitment
    readonly state: 'kept' | 'broken'
    readonly reason: string
  }[]
  /** What somebody has to see to; `reason` tells one time from the next. */
  readonly task: {
    readonly kind: TaskKind
    readonly detail: { readonly reason: string }
    readonly dueAt?: Date
  } | null
  /** Tasks that are settled by it. */
  readonly settled: readonly TaskKind[]
}

export interface Awaiting {
  /** The open promises that this card will come. */
  readonly promises: readonly Commitment[]
  /** When the card was last sent again, as far as Annai did so. */
  readonly sentAgainAt: string | null
}

const CLOSES = 17
const but = (kind?: TaskKind) => SHIPMENT_TASKS.filter((each) => each !== kind)

export function turnOf(seen: ShipmentSighting, awaiting: Awaiting, now: Date): ShipmentTurn {
  const place = whereNow(seen, awaiting)
  if (place === 'delivered') return arrived(awaiting)
  if (place === 'back') return cameBack(seen, awaiting)
  return place === 'held' ? isHeld(seen) : onItsWay(awaiting, now)
}

/** Sent again, and the card system does not show it yet. */
function whereNow(seen: ShipmentSighting, { sentAgainAt }: Awaiting): Place {
  const place = placeOf(seen)
  const isBehind = sentAgainAt !== null && seen.returnedAt !== null && sentAgainAt > seen.returnedAt
  return place === 'back' && isBehind ? 'on_way' : place
}

const arrived = ({ promises }: Awaiting): ShipmentTurn => ({
  place: 'delivered',
  promises: promises.map((promise) => ({ promise, state: 'kept', reason: 'delivered' })),
  task: null,
  settled: but(),
})

/** Where sending it again is promised already, somebody has seen to it. */
function cameBack(
  { returnReason, returnedAt }: ShipmentSighting,
  { promises }: Awaiting,
): ShipmentTurn {
  const reason = returnReason === null ? 'returned' : `returned_${returnReason}`
  const isSeenTo = promises.some(({ kind }) => kind === 'reshipment')
  return {
    place: 'back',
    promises: promises
      .filter(({ kind }) => kind === 'delivery')
      .map((promise) => ({ promise, state: 'broken', reason })),
    task: isSeenTo
      ? null
      : { kind: 'shipment_returned', detail: { reason: `${reason}:${returnedAt ?? ''}` } },
    settled: but('shipment_returned'),
  }
}

/** It stays promised. The customer should know before the last day is over; on the day after it is sent back. */
const isHeld = ({ heldUntil }: ShipmentSighting): ShipmentTurn => ({
  place: 'held',
  promises: [],
  task: {
    kind: 'shipment_held',
    detail: { reason: `held:${heldUntil ?? ''}` },
    ...(heldUntil === null ? {} : { dueAt: new Date(atTokyoHour(heldUntil, CLOSES)) }),
  },
  settled: but('shipment_held'),
})

/** Late once the day that was told is over. With nothing promised any more nobody can say so. */
function onItsWay({ promises }: Awaiting, now: Date): ShipmentTurn {
  const told = promises.filter(({ kind }) => kind === 'delivery')
  const late = told.find(({ dueAt }) => dueAt < now.toISOString())
  return {
    place: 'on_way',
    promises: [],
    task: late ? { kind: 'shipment_late', detail: { reason: `due:${late.dueAt}` } } : null,
    settled: late || told.length === 0 ? but('shipment_late') : but(),
  }
}
