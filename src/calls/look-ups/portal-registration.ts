import type { Card, PortalRegistration } from '../../cards/card.ts'
import type { Fact } from '../look-up.ts'
import { fact } from './fact.ts'
import { loginFact } from './passwords.ts'
import { replacedLine } from './replacement.ts'
import { forCard, orNone, seen } from './seen.ts'
import { newCardValues } from './shipment.ts'
import { subjectValues } from './values.ts'

const isStopped = (card: Card): boolean => card.status === 'stopped' || card.status === 'closed'

/** Cards of the past that the portal still shows, and the newest one where it does not show that. */
export function portalGaps(
  portal: PortalRegistration | null,
  line: readonly Card[],
): { old: Card[]; missing: Card | null } {
  const shown = new Set(portal ? [portal.loginCardRef, ...portal.linkedCardRefs] : [])
  const newest = line.at(-1) ?? null
  const missing = newest && !isStopped(newest) && !shown.has(newest.cardRef) ? newest : null
  return { old: line.filter((card) => isStopped(card) && shown.has(card.cardRef)), missing }
}

function portalFacts(old: readonly Card[], missing: Card | null, newest: Card | undefined): Fact[] {
  const gaps = [
    ...old.map((card) => fact('portal.old_card', { last4: card.last4 }, 'warn', card.cardRef)),
    ...(missing
      ? [fact('portal.not_added', { last4: missing.last4 }, 'warn', missing.cardRef)]
      : []),
  ]
  if (gaps.length > 0 || !newest) return gaps
  return [fact('portal.new_card', { last4: newest.last4 }, 'ok', newest.cardRef)]
}

/** Which card the member portal shows; unlike a wallet it never follows a new number by itself. */
export const portalRegistration = forCard(async ({ cardSystem }, { cardRef, customerRef }) => {
  const [portal, overview] = await Promise.all([
    orNone(cardSystem.read('getPortalRegistration', { customerRef })),
    cardSystem.read('getCustomerOverview', { customerRef }),
  ])
  const line = replacedLine(overview.cards, cardRef)
  const { old, missing } = portalGaps(portal, line)
  return seen({
    proposed: old.length > 0 || missing ? 'old_card' : 'new_card',
    facts: [...portalFacts(old, missing, line.at(-1)), ...loginFact(portal, overview.cards)],
    values: {
      ...subjectValues(overview, cardRef),
      ...(line.length > 1 ? newCardValues(overview.cards, line.at(-1)?.cardRef ?? null) : {}),
    },
  })
})
