import type { Input } from '../../card-system.ts'
import type { Move } from '../records.ts'
import { Refused } from '../refused.ts'
import { cardsOf, type World } from '../world.ts'

/** Evidence that begins so tells that a second person has approved the change at the information center. */
export const SECOND_PERSON = 'second_person:'

export const addressUnderReview = (world: World, customerRef: string): boolean =>
  world.store.ofOwner('move', customerRef).some((move) => move.state === 'review')

/** A card that is stopped and not replaced yet, or whose replacement has not arrived. */
const reissueOpen = (world: World, customerRef: string): boolean =>
  world.store.ofOwner('reissue', customerRef).some((order) => order.state !== 'completed') ||
  cardsOf(world, customerRef).some(
    (card) => card.status === 'stopped' && card.replacedByRef === null,
  )

export function approveMove(world: World, move: Move): Move {
  const customer = world.need('customer', move.customerRef)
  world.store.put('customer', { ...customer, address: move.address })
  world.happened('address_changed', move.customerRef, { prefecture: move.address.prefecture })
  return world.store.put('move', { ...move, state: 'approved', at: world.now() })
}

function supersedeReviews(world: World, customerRef: string): void {
  for (const move of world.store.ofOwner('move', customerRef)) {
    if (move.state === 'review') world.store.put('move', { ...move, state: 'approved' })
  }
}

/** Changes the address; together with a reissue it waits for a second person (fraudsters ask for both). */
export function requestAddressChange(
  world: World,
  { customerRef, address, evidence }: Input<'requestAddressChange'>,
): Move {
  world.need('customer', customerRef)
  if (!/^\d{3}-?\d{4}$/.test(address.postalCode)) throw new Refused('invalid_postal_code')
  const changeRef = world.newRef('move')
  const move: Move = { changeRef, state: 'review', customerRef, address, at: world.now() }
  if (reissueOpen(world, customerRef) && !evidence.startsWith(SECOND_PERSON)) {
    world.happened('address_review', customerRef)
    return world.store.put('move', move)
  }
  supersedeReviews(world, customerRef)
  return approveMove(world, move)
}
