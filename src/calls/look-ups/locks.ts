import type { Card, CardLock, NetworkHold } from '../../cards/card.ts'
import { cardStatus } from './card-choice.ts'
import {
  hasFraudLock,
  holdFacts,
  lockFacts,
  lockValues,
  passwordLocks,
  standingHolds,
  stopperRefs,
} from './in-force.ts'
import { forCard, seen } from './seen.ts'
import { holdValues } from './suspicion.ts'
import { subjectValues } from './values.ts'

/** Whose the stop is: the password lock is looked at first, since a release alone lets the others show. */
export function stopper(
  locks: readonly CardLock[],
  holds: readonly NetworkHold[],
  card: Card | undefined,
): 'auth_lock' | 'network_hold' | 'fraud_hold' | 'none' {
  if (passwordLocks(locks).length > 0) return 'auth_lock'
  if (standingHolds(holds).length > 0) return 'network_hold'
  return hasFraudLock(locks) || card?.status === 'suspended' ? 'fraud_hold' : 'none'
}

export const locks = forCard(async ({ cardSystem }, { cardRef, customerRef }) => {
  const [onCard, holds, overview] = await Promise.all([
    cardSystem.read('listLocks', { cardRef }),
    cardSystem.read('listNetworkHolds', { cardRef }),
    cardSystem.read('getCustomerOverview', { customerRef }),
  ])
  const card = overview.cards.find((each) => each.cardRef === cardRef)
  const attempts = overview.attempts.filter((attempt) => attempt.cardRef === cardRef)
  return seen({
    proposed: stopper(onCard, holds, card),
    facts: [
      ...lockFacts(onCard),
      ...holdFacts(holds),
      ...(card && card.status !== 'active' ? [cardStatus(card, card.statusReason)] : []),
    ],
    values: {
      ...subjectValues(overview, cardRef),
      ...lockValues(onCard),
      ...holdValues(standingHolds(holds), attempts),
    },
    refs: stopperRefs(onCard, holds),
  })
})
