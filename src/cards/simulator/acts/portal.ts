import type { Card } from '../../card.ts'
import { Refused } from '../refused.ts'
import { cardName, isFinal, type World } from '../world.ts'

/** The customer registers a card in the portal, in the place of the one it replaced; its password is set apart. */
export function registerInPortal(world: World, card: Card): number {
  if (isFinal(card)) throw new Refused('conflict_state')
  const portal = world.need('portal', card.customerRef)
  const old = card.replacementForRef
  const others = portal.linkedCardRefs.filter((ref) => ref !== old && ref !== card.cardRef)
  world.store.put('portal', {
    ...portal,
    loginCardRef: portal.loginCardRef === old ? card.cardRef : portal.loginCardRef,
    linkedCardRefs: [...others, card.cardRef],
    updatedAt: world.now(),
  })
  const profile = world.need('profile', card.cardRef)
  world.store.put('profile', { ...profile, enrolled: profile.supports3ds })
  return world.happened('portal_registered', card.customerRef, { card: cardName(card) })
}
