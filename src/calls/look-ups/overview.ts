import type { Card, CustomerOverview } from '../../cards/card.ts'
import type { CardSystem } from '../../cards/card-system.ts'
import type { Fact, Seen } from '../look-up.ts'
import { candidate, cardStatus } from './card-choice.ts'
import { about, fact } from './fact.ts'
import { activeLocks, holdFact, lockFact, lockValues, standingHolds } from './in-force.ts'
import { passwordFact, passwordsSince } from './passwords.ts'
import { byTime, seen } from './seen.ts'
import { etaValues, newCardValues, newestReissue } from './shipment.ts'
import {
  attemptFact,
  attemptValues,
  holdValues,
  suspiciousAttempts,
  suspiciousFact,
} from './suspicion.ts'
import { customerValues, subjectValues, type Values } from './values.ts'

const SHOWN = 3

const ofCard = <T extends { readonly cardRef: string }>(records: readonly T[], card: Card): T[] =>
  records.filter((record) => record.cardRef === card.cardRef)

function attemptFacts(overview: CustomerOverview, card: Card, now: Date): Fact[] {
  const attempts = ofCard(overview.attempts, card)
  const suspicious = suspiciousAttempts(attempts, ofCard(overview.holds, card), now)
  const others = byTime(attempts.filter((attempt) => !suspicious.includes(attempt)))
  return [...suspicious.map(suspiciousFact), ...others.slice(0, SHOWN).map(attemptFact)]
}

function portalFacts({ portal }: CustomerOverview, card: Card): Fact[] {
  if (portal?.loginCardRef !== card.cardRef) return []
  return [fact('portal.login_card', { linked: portal.linkedLogin ? 1 : 0 })]
}

function replacedFact({ cards }: CustomerOverview, card: Card): Fact[] {
  const next = cards.find((each) => each.cardRef === card.replacedByRef)
  return next ? [fact('card.replaced', { last4: next.last4 })] : []
}

function factsOf(overview: CustomerOverview, card: Card, now: Date): Fact[] {
  return about(card.cardRef, [
    cardStatus(card, card.statusReason),
    ...replacedFact(overview, card),
    ...activeLocks(ofCard(overview.locks, card)).map(lockFact),
    ...standingHolds(ofCard(overview.holds, card)).map(holdFact),
    ...portalFacts(overview, card),
    ...(card.kind === 'etc' ? [] : [passwordFact(overview.passwordEvents, card.cardRef)]),
    ...attemptFacts(overview, card, now),
  ])
}

/** What can be read out about a card beyond its name, as the overview tells it; newer than any look-up before it. */
export function troubleValues(overview: CustomerOverview, cardRef: string, now: Date): Values {
  const own = <T extends { readonly cardRef: string }>(records: readonly T[]) =>
    records.filter((record) => record.cardRef === cardRef)
  const holds = standingHolds(own(overview.holds))
  const attempts = own(overview.attempts)
  const [asked] = suspiciousAttempts(attempts, holds, now)
  return {
    ...lockValues(own(overview.locks)),
    ...holdValues(holds, attempts),
    ...(asked ? attemptValues(asked, asked.status !== 'authenticated') : {}),
  }
}

/** The expected days change when a card is sent again. */
function orderValues({ reissues, cards }: CustomerOverview, cardRef = ''): Values {
  const reissue = newestReissue(reissues, cards, cardRef)
  return reissue ? { ...etaValues(reissue), ...newCardValues(cards, reissue.newCardRef) } : {}
}

/**
 * All the customer's cards side by side, for the panel beside the call: every fact names its card, and `candidates`
 * are the cards in their order. Throws when the card system is away; the panel then keeps what it had.
 */
export async function overviewOf(
  cardSystem: CardSystem,
  customerRef: string,
  now: Date,
  cardRef?: string,
): Promise<Seen> {
  const [read, passwordEvents] = await Promise.all([
    cardSystem.read('getCustomerOverview', { customerRef }),
    cardSystem.read('listPasswordEvents', { customerRef, since: passwordsSince(now) }),
  ])
  const overview = { ...read, passwordEvents }
  const flags = overview.customer.flags.map((flag) => fact('customer.flag', { flag }, 'warn'))
  return seen({
    facts: [...flags, ...overview.cards.flatMap((card) => factsOf(overview, card, now))],
    candidates: overview.cards.map(candidate),
    values: {
      ...(cardRef === undefined
        ? customerValues(overview.customer)
        : { ...subjectValues(overview, cardRef), ...troubleValues(overview, cardRef, now) }),
      ...orderValues(overview, cardRef),
    },
  })
}
