import { addDays } from '../../business-days.ts'
import type { FraudClaim } from '../../card.ts'
import type { Input } from '../../card-system.ts'
import { Refused } from '../refused.ts'
import { cardName, type World } from '../world.ts'

const COVERED_DAYS = 60

/** Uses from 60 days before the report are covered by the cardmember protection scheme. */
export function openFraudClaim(world: World, input: Input<'openFraudClaim'>): FraudClaim {
  const card = world.need('card', input.cardRef)
  const own = new Set(
    world.store.ofOwner('authorization', card.cardRef).map(({ authRef }) => authRef),
  )
  if (input.items.some(({ authRef }) => !own.has(authRef))) throw new Refused('not_found')
  const claimed = world.store.ofOwner('claim', card.cardRef).flatMap(({ items }) => items)
  if (input.items.some((item) => claimed.some(({ authRef }) => authRef === item.authRef))) {
    throw new Refused('duplicate_item')
  }
  world.happened('claim_opened', card.customerRef, {
    card: cardName(card),
    count: input.items.length,
  })
  return world.store.put('claim', {
    claimRef: world.newRef('claim'),
    cardRef: card.cardRef,
    reportedAt: world.now(),
    coverFrom: addDays(world.today(), -COVERED_DAYS),
    items: input.items,
  })
}
