import type { CardLock } from '../../card.ts'
import type { Input } from '../../card-system.ts'
import { Refused } from '../refused.ts'
import { cardName, type World } from '../world.ts'

export const activeLocks = (world: World, cardRef: string): CardLock[] =>
  world.store.ofOwner('lock', cardRef).filter((lock) => lock.state === 'active')

/** Locks of the fraud desk are not an operator's to release, and a stopped card has nothing to go back to. */
export function releaseLock(world: World, { lockRef }: Input<'releaseLock'>): CardLock {
  const lock = world.need('lock', lockRef)
  if (lock.state === 'released') return lock
  const card = world.need('card', lock.cardRef)
  if (lock.kind === 'issuer_fraud' || card.status === 'stopped') {
    throw new Refused('policy_refused')
  }
  world.store.put('password', {
    eventRef: world.newRef('event'),
    cardRef: lock.cardRef,
    at: world.now(),
    kind: 'unlocked',
    channel: 'operator',
    viaLinkedLogin: false,
    loginCardRef: null,
  })
  world.happened('lock_released', card.customerRef, { card: cardName(card) })
  return world.store.put('lock', { ...lock, state: 'released', releasedBy: 'operator' })
}
