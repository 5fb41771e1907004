import { addDays } from '../../business-days.ts'
import type { Authorization, Card, CardLock, Network } from '../../card.ts'
import { atTokyoHour } from '../../delivery.ts'
import { HOME_SHOP } from '../acts/merchants.ts'
import type { DemoCustomerRef } from '../people.ts'
import type { Kinds, Token } from '../records.ts'
import { createWorld, type World } from '../world.ts'

/** Sets the stage for one customer: what was there before is made with the world's own verbs at a clock turned back. */

const LONG_AGO_DAYS = 700

export interface Scene {
  readonly world: World
  readonly customerRef: DemoCustomerRef
}

const instant = ({ world }: Scene, daysAgo: number, hour: number): string =>
  atTokyoHour(addDays(world.today(), -daysAgo), hour)

/** The world as it was so many days ago at this hour (Tokyo). */
export const past = (scene: Scene, daysAgo: number, hour: number): World =>
  createWorld(scene.world.store, () => new Date(instant(scene, daysAgo, hour)))

export function addCard(
  scene: Scene,
  letter: string,
  [label, network, last4]: readonly [string, Network, string],
  more: Partial<Card> = {},
): Card {
  const { world, customerRef } = scene
  return world.store.put('card', {
    cardRef: `card-${customerRef.slice(-4)}-${letter}`,
    customerRef,
    label,
    network,
    last4,
    expYm: `${Number(world.today().slice(0, 4)) + 3}-09`,
    kind: 'main',
    parentCardRef: null,
    status: 'active',
    statusReason: null,
    statusAt: instant(scene, LONG_AGO_DAYS, 12),
    replacedByRef: null,
    replacementForRef: null,
    ...more,
  })
}

export function addProfile(scene: Scene, card: Card, more: Partial<Kinds['profile']> = {}): void {
  scene.world.store.put('profile', {
    cardRef: card.cardRef,
    enrolled: true,
    supports3ds: true,
    methods: ['static_password'],
    otpDestinationMasked: null,
    ...more,
  })
}

/** The card that logs in, and those that are seen by the same login. */
export function addPortal(scene: Scene, login: Card, linked: Card[] = []): void {
  scene.world.store.put('portal', {
    customerRef: scene.customerRef,
    loginCardRef: login.cardRef,
    linkedCardRefs: [login, ...linked].map(({ cardRef }) => cardRef),
    linkedLogin: linked.length > 0,
    updatedAt: instant(scene, LONG_AGO_DAYS, 13),
  })
}

export function addWallet(
  scene: Scene,
  { cardRef }: Card,
  token: Pick<Token, 'provider' | 'deviceName' | 'relinks'>,
): void {
  const { world, customerRef } = scene
  world.store.put('token', {
    tokenRef: world.newRef('token'),
    customerRef,
    cardRef,
    tokenLast4: null,
    state: 'active',
    relinkState: 'none',
    updatedAt: instant(scene, 300, 12),
    ...token,
  })
}

export function addRecurring(
  { world }: Scene,
  { cardRef }: Card,
  name: string,
  amountYen: number,
  updaterState: Kinds['recurring']['updaterState'] = 'unknown',
): void {
  world.store.put('recurring', {
    merchantRef: world.newRef('recurring'),
    cardRef,
    name,
    lastAt: addDays(world.today(), -12),
    amountYen,
    cadence: 'monthly',
    updaterState,
  })
}

export function addPurchase(
  scene: Scene,
  { cardRef }: Card,
  daysAgo: number,
  amountYen: number,
  more: Partial<Authorization> = {},
): void {
  scene.world.store.put('authorization', {
    authRef: scene.world.newRef('auth'),
    cardRef,
    at: instant(scene, daysAgo, 18),
    kind: 'purchase',
    amountMinor: amountYen,
    currency: 'JPY',
    cardAmountYen: amountYen,
    ...HOME_SHOP,
    result: 'approved',
    responseCode: '00',
    declineReason: null,
    decidedBy: 'issuer',
    posted: true,
    presence: 'not_present',
    viaWallet: null,
    ...more,
  })
}

export function addLock(scene: Scene, card: Card, kind: CardLock['kind'], daysAgo: number): void {
  scene.world.store.put('lock', {
    lockRef: scene.world.newRef('lock'),
    cardRef: card.cardRef,
    kind,
    state: 'active',
    setAt: instant(scene, daysAgo, 9),
    failedCount: null,
    firstAt: null,
    lastAt: null,
    releasedBy: null,
  })
}
