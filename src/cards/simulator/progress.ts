import { addDays } from '../business-days.ts'
import { atTokyoHour } from '../delivery.ts'
import { answerInquiry, liftHold } from './operations/network.ts'
import { deliver, dispatch, giveBack, leaveNotice } from './post-office.ts'
import type { Hold, Parcel } from './records.ts'
import type { World } from './world.ts'

const DISPATCH_HOUR = 17
const ROUND_HOUR = 14
const RETURN_HOUR = 10

/** When the next thing happens to a parcel, and what; null when it rests where it is. */
function nextOf(world: World, parcel: Parcel): { at: string; happen: () => Parcel } | null {
  if (parcel.state === 'preparing') {
    const at = atTokyoHour(parcel.dispatchOn, DISPATCH_HOUR)
    return { at, happen: () => dispatch(world, parcel, at) }
  }
  if (parcel.state === 'in_transit') {
    const at = atTokyoHour(parcel.arrivesOn, ROUND_HOUR)
    return { at, happen: () => arrive(world, parcel, at) }
  }
  if (parcel.state === 'held' && parcel.heldUntil !== null) {
    const at = atTokyoHour(addDays(parcel.heldUntil, 1), RETURN_HOUR)
    return { at, happen: () => giveBack(world, parcel, 'storage_expired', at) }
  }
  return null
}

function arrive(world: World, parcel: Parcel, at: string): Parcel {
  if (parcel.fate === 'absent') return leaveNotice(world, parcel, at)
  if (parcel.fate === 'returned') return giveBack(world, parcel, 'unknown_address', at)
  return deliver(world, parcel, at)
}

function moveParcel(world: World, parcel: Parcel): void {
  const next = nextOf(world, parcel)
  if (next && next.at <= world.now()) moveParcel(world, next.happen())
}

function moveHold(world: World, hold: Hold): void {
  const { answerAt, liftAt } = hold
  if (liftAt !== null && liftAt <= world.now()) liftHold(world, hold, liftAt)
  else if (answerAt !== null && answerAt <= world.now()) answerInquiry(world, hold, answerAt)
}

/** Lets everything happen that was due by now: the world goes on between two requests. */
export function catchUp(world: World): void {
  world.store.transaction(() => {
    for (const parcel of world.store.all('shipment')) moveParcel(world, parcel)
    for (const hold of world.store.all('hold')) moveHold(world, hold)
  })
}
