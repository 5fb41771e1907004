import type { Card } from '../card.ts'
import type { Token } from './records.ts'
import type { World } from './world.ts'

/** The card and those that it replaced, one after the other. */
function lineOf(world: World, card: Card): string[] {
  const before = card.replacementForRef
  return [card.cardRef, ...(before === null ? [] : lineOf(world, world.need('card', before)))]
}

/** The wallets of a card, and those that waited for one that never came. */
function tokensOf(world: World, card: Card): Token[] {
  const line = lineOf(world, card)
  return world.store
    .ofOwner('token', card.customerRef)
    .filter((token) => line.includes(token.cardRef) && token.state !== 'deleted')
}

const promise = (token: Token): Token['relinkState'] =>
  token.relinks ? 'pending' : 'not_supported'

/** A new number was ordered: from now on it is known which wallets will follow by themselves. */
export function promiseRelink(world: World, old: Card): void {
  for (const token of tokensOf(world, old)) {
    world.store.put('token', { ...token, relinkState: promise(token), updatedAt: world.now() })
  }
}

/** The new card has arrived: wallets that can, switch over. */
export function relink(world: World, old: Card, next: Card, at: string): void {
  for (const token of tokensOf(world, old).filter((each) => each.relinkState === 'pending')) {
    world.store.put('token', {
      ...token,
      cardRef: next.cardRef,
      state: 'active',
      relinkState: 'relinked',
      updatedAt: at,
    })
    world.happened('wallet_relinked', old.customerRef, { device: token.deviceName ?? '' }, at)
  }
}

/** The new card has come already: a wallet that has learnt to follow need not wait. */
function catchUp(world: World, old: Card): void {
  const next = old.replacedByRef === null ? null : world.need('card', old.replacedByRef)
  if (next?.status === 'active') relink(world, old, next, world.now())
}

/** Whether the customer's wallets follow a card to its new number; what has been relinked stays so. */
export function setWalletManner(world: World, customerRef: string, relinks: boolean): number {
  for (const token of world.store.ofOwner('token', customerRef)) {
    const waits = token.relinkState === 'pending' || token.relinkState === 'not_supported'
    const relinkState = waits ? promise({ ...token, relinks }) : token.relinkState
    world.store.put('token', { ...token, relinks, relinkState })
    catchUp(world, world.need('card', token.cardRef))
  }
  return world.happened('wallet_manner', customerRef, { relinks: relinks ? 'yes' : 'no' })
}
