import type { Card, PasswordEvent, PortalRegistration } from '../../cards/card.ts'
import type { Fact } from '../look-up.ts'
import { fact } from './fact.ts'
import { byTime, daysBefore, forCard, seen } from './seen.ts'
import { dateOf, digits, known, orNull, subjectValues, text, type Values } from './values.ts'

export const PASSWORD_MONTHS = 13
const DAYS_A_MONTH = 30.5

export const passwordsSince = (now: Date): string =>
  daysBefore(now, Math.round(PASSWORD_MONTHS * DAYS_A_MONTH))

const isSetting = ({ kind }: PasswordEvent): boolean =>
  kind === 'set' || kind === 'changed' || kind === 'reset'

/** When and how passwords were set, newest first; locks and releases are not among them. */
export const settings = (events: readonly PasswordEvent[]): PasswordEvent[] =>
  byTime(events.filter(isSetting))

const eventFact = ({ at, kind, channel, viaLinkedLogin, cardRef }: PasswordEvent): Fact =>
  fact('password.event', { at, kind, channel, linked: viaLinkedLogin ? 1 : 0 }, 'plain', cardRef)

/** The newest setting of a card's password, or that there is none. */
export function passwordFact(events: readonly PasswordEvent[], cardRef: string): Fact {
  const newest = settings(events).find((event) => event.cardRef === cardRef)
  if (newest) return eventFact(newest)
  return fact('password.none', { months: PASSWORD_MONTHS }, 'warn', cardRef)
}

/** Whether one login shows several cards, and which card logs in. */
export function loginFact(portal: PortalRegistration | null, cards: readonly Card[]): Fact[] {
  if (portal === null) return [fact('portal.none', {}, 'warn')]
  const login = cards.find((card) => card.cardRef === portal.loginCardRef)
  if (!login) return []
  const code = portal.linkedLogin ? 'portal.linked_login' : 'portal.single_login'
  return [fact(code, { last4: login.last4 }, portal.linkedLogin ? 'warn' : 'plain')]
}

function passwordValues(
  own: PasswordEvent | undefined,
  other: PasswordEvent | undefined,
  cards: readonly Card[],
): Values {
  const otherCard = cards.find((card) => card.cardRef === other?.cardRef)
  return known({
    'card.password_changed_on': orNull(own, ({ at }) => dateOf(at)),
    'other_card.label': orNull(otherCard, ({ label }) => text(label)),
    'other_card.last4': orNull(otherCard, ({ last4 }) => digits(last4)),
    'other_card.password_changed_on': orNull(other, ({ at }) => dateOf(at)),
  })
}

/** Card by card, side by side: which one's password was set, for one login may show several cards. */
export const passwordHistory = forCard(async ({ cardSystem, now }, { cardRef, customerRef }) => {
  const [events, overview] = await Promise.all([
    cardSystem.read('listPasswordEvents', { customerRef, since: passwordsSince(now) }),
    cardSystem.read('getCustomerOverview', { customerRef }),
  ])
  const own = settings(events).find((event) => event.cardRef === cardRef)
  const other = settings(events).find((event) => event.cardRef !== cardRef)
  const { cards, portal } = overview
  const ordered = [...cards].sort((a) => (a.cardRef === cardRef ? -1 : 0))
  return seen({
    proposed: own ? 'this_card' : other ? 'other_card_only' : 'never_set',
    facts: [
      ...ordered.map((card) => passwordFact(events, card.cardRef)),
      ...loginFact(portal, cards),
    ],
    values: { ...subjectValues(overview, cardRef), ...passwordValues(own, other, cards) },
  })
})
