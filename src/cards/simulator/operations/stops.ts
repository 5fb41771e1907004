import type { Card, Stop, StopReason } from '../../card.ts'
import type { Input } from '../../card-system.ts'
import { Refused } from '../refused.ts'
import { cardName, cardsOf, isFinal, type World } from '../world.ts'

/** The stop that a card has had, be it its own or that of its main card. */
export const stopOf = (world: World, card: Card): Stop | undefined =>
  cardsOf(world, card.customerRef)
    .flatMap(({ cardRef }) => world.store.ofOwner('stop', cardRef))
    .find((stop) => stop.cardRef === card.cardRef || stop.alsoStopped.includes(card.cardRef))

const relatedTo = (world: World, card: Card): Card[] =>
  cardsOf(world, card.customerRef).filter(
    (other) => other.parentCardRef === card.cardRef && !isFinal(other),
  )

function stopOne(world: World, card: Card, reason: StopReason): void {
  world.store.put('card', {
    ...card,
    status: 'stopped',
    statusReason: reason,
    statusAt: world.now(),
  })
  for (const token of world.store.ofOwner('token', card.customerRef)) {
    if (token.cardRef !== card.cardRef || token.state === 'deleted') continue
    world.store.put('token', { ...token, state: 'suspended', updatedAt: world.now() })
    world.happened('wallet_suspended', card.customerRef, { device: token.deviceName ?? '' })
  }
}

/** Stops a card for good. A card that is stopped already keeps its stop, whoever asks again. */
export function stopCard(world: World, input: Input<'stopCard'>): Stop {
  const card = world.need('card', input.cardRef)
  const earlier = stopOf(world, card)
  if (earlier) return earlier
  if (isFinal(card)) throw new Refused('conflict_state')
  const related = input.alsoRelated ? relatedTo(world, card) : []
  for (const each of [card, ...related]) {
    world.happened('card_stopped', card.customerRef, { card: cardName(each) })
    stopOne(world, each, input.reason)
  }
  return world.store.put('stop', {
    stopRef: world.newRef('stop'),
    cardRef: card.cardRef,
    reason: input.reason,
    stoppedAt: world.now(),
    alsoStopped: related.map((each) => each.cardRef),
    channel: 'operator',
  })
}
