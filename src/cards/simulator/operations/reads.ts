import { addDays } from '../../business-days.ts'
import type {
  AuthenticationAttempt,
  AuthenticationProfile,
  Authorization,
  CardLock,
  CustomerOverview,
  NetworkHold,
  PasswordEvent,
  PortalRegistration,
  RecurringMerchant,
  Reissue,
  Stop,
  StoppableCard,
  WalletToken,
} from '../../card.ts'
import type { Input } from '../../card-system.ts'
import { cardsOf, type World } from '../world.ts'
import { summaryOf } from './search.ts'

const OVERVIEW_DAYS = 180

interface Dated {
  at: string
}
const newestFirst = (a: Dated, b: Dated): number => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0)

const within = <T extends Dated>(records: T[], since: string): T[] =>
  records.filter(({ at }) => Date.parse(at) >= Date.parse(since)).sort(newestFirst)

/** Refs of all the customer's cards, after making sure that there is such a customer. */
function cardRefsOf(world: World, customerRef: string): string[] {
  world.need('customer', customerRef)
  return cardsOf(world, customerRef).map(({ cardRef }) => cardRef)
}

export function listStoppableCards(
  world: World,
  { customerRef }: Input<'listStoppableCards'>,
): StoppableCard[] {
  world.need('customer', customerRef)
  return cardsOf(world, customerRef).filter(
    ({ status }) => status !== 'stopped' && status !== 'closed',
  )
}

export const listStops = (world: World, { customerRef }: Input<'listStops'>): Stop[] =>
  cardRefsOf(world, customerRef).flatMap((ref) => world.store.ofOwner('stop', ref))

export const getAuthenticationProfile = (
  world: World,
  { cardRef }: Input<'getAuthenticationProfile'>,
): AuthenticationProfile => world.need('profile', cardRef)

export function listAuthenticationAttempts(
  world: World,
  { cardRef, since }: Input<'listAuthenticationAttempts'>,
): AuthenticationAttempt[] {
  world.need('card', cardRef)
  return within(
    world.store.ofOwner('attempt', cardRef).filter(({ known }) => known),
    since,
  )
}

export const listPasswordEvents = (
  world: World,
  { customerRef, since }: Input<'listPasswordEvents'>,
): PasswordEvent[] =>
  within(
    cardRefsOf(world, customerRef).flatMap((ref) => world.store.ofOwner('password', ref)),
    since,
  )

export function listLocks(world: World, { cardRef }: Input<'listLocks'>): CardLock[] {
  world.need('card', cardRef)
  return world.store.ofOwner('lock', cardRef)
}

export function listNetworkHolds(
  world: World,
  { cardRef }: Input<'listNetworkHolds'>,
): NetworkHold[] {
  world.need('card', cardRef)
  return world.store.ofOwner('hold', cardRef)
}

export function listAuthorizations(
  world: World,
  { cardRef, since, limit }: Input<'listAuthorizations'>,
): Authorization[] {
  world.need('card', cardRef)
  return within(world.store.ofOwner('authorization', cardRef), since).slice(0, limit)
}

export function listReissues(world: World, { customerRef }: Input<'listReissues'>): Reissue[] {
  world.need('customer', customerRef)
  return world.store.ofOwner('reissue', customerRef)
}

export function listWalletTokens(
  world: World,
  { customerRef }: Input<'listWalletTokens'>,
): WalletToken[] {
  world.need('customer', customerRef)
  return world.store.ofOwner('token', customerRef)
}

export function listRecurringMerchants(
  world: World,
  { cardRef, months }: Input<'listRecurringMerchants'>,
): RecurringMerchant[] {
  world.need('card', cardRef)
  const since = addDays(world.today(), -31 * months)
  return world.store.ofOwner('recurring', cardRef).filter(({ lastAt }) => lastAt >= since)
}

export const getPortalRegistration = (
  world: World,
  { customerRef }: Input<'getPortalRegistration'>,
): PortalRegistration => world.need('portal', customerRef)

export function getCustomerOverview(
  world: World,
  { customerRef }: Input<'getCustomerOverview'>,
): CustomerOverview {
  const since = addDays(world.today(), -OVERVIEW_DAYS)
  const refs = cardRefsOf(world, customerRef)
  return {
    customer: summaryOf(world, customerRef),
    cards: cardsOf(world, customerRef),
    locks: refs.flatMap((cardRef) => listLocks(world, { cardRef })),
    holds: refs.flatMap((cardRef) => listNetworkHolds(world, { cardRef })),
    passwordEvents: listPasswordEvents(world, { customerRef, since }),
    attempts: refs
      .flatMap((cardRef) => listAuthenticationAttempts(world, { cardRef, since }))
      .sort(newestFirst),
    portal: world.store.find('portal', customerRef) ?? null,
    reissues: world.store.ofOwner('reissue', customerRef),
  }
}
