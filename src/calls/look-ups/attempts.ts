import type { Fact, LookUpContext } from '../look-up.ts'
import { authorizationFact, declineValues } from './declines.ts'
import { fact } from './fact.ts'
import { holdFacts, lockFacts, lockValues, standingHolds, stopperRefs } from './in-force.ts'
import { passwordsSince } from './passwords.ts'
import { byTime, type Chosen, daysBefore, forCard, seen } from './seen.ts'
import { attemptFact, holdValues, suspiciousAttempts, suspiciousFact } from './suspicion.ts'
import { openDecline, RECENT_DAYS, type Records, trouble } from './trouble.ts'
import { subjectValues } from './values.ts'

const DAYS = 30
const SHOWN = 6
const LIMIT = 50

async function readRecords({ cardSystem, now }: LookUpContext, { cardRef, customerRef }: Chosen) {
  const since = daysBefore(now, DAYS)
  const [attempts, authorizations, locks, holds, events, overview] = await Promise.all([
    cardSystem.read('listAuthenticationAttempts', { cardRef, since }),
    cardSystem.read('listAuthorizations', { cardRef, since, limit: LIMIT }),
    cardSystem.read('listLocks', { cardRef }),
    cardSystem.read('listNetworkHolds', { cardRef }),
    cardSystem.read('listPasswordEvents', { customerRef, since: passwordsSince(now) }),
    cardSystem.read('getCustomerOverview', { customerRef }),
  ])
  const passwordEvents = events.filter((event) => event.cardRef === cardRef)
  const card = overview.cards.find((each) => each.cardRef === cardRef)
  const records: Records = { attempts, authorizations, locks, holds, passwordEvents, card }
  return { records, overview }
}

/** Attempts and authorizations in one row, newest first, without those that need asking about. */
function useFacts(records: Records, now: Date): Fact[] {
  const suspicious = suspiciousAttempts(records.attempts, records.holds, now)
  const attempts = records.attempts.filter((each) => !suspicious.includes(each))
  const made = attempts.map((each) => ({ at: each.at, fact: attemptFact(each) }))
  const decided = records.authorizations.map((each) => ({
    at: each.at,
    fact: authorizationFact(each),
  }))
  const newest = byTime([...made, ...decided]).slice(0, SHOWN)
  if (newest.length === 0) return [fact('attempt.none', { days: RECENT_DAYS }, 'warn')]
  return newest.map((each) => each.fact)
}

/** Why the card could not be used: authentication, locks, holds and authorizations side by side. */
export const attempts = forCard(async (context, chosen) => {
  const { records, overview } = await readRecords(context, chosen)
  const { now } = context
  const decline = openDecline(records)
  const suspicious = suspiciousAttempts(records.attempts, records.holds, now)
  return seen({
    proposed: trouble(records, now),
    facts: [
      ...lockFacts(records.locks),
      ...holdFacts(records.holds),
      ...suspicious.map(suspiciousFact),
      ...useFacts(records, now),
    ],
    values: {
      ...subjectValues(overview, chosen.cardRef),
      ...lockValues(records.locks),
      ...holdValues(standingHolds(records.holds), records.attempts),
      ...(decline ? declineValues(decline) : {}),
    },
    refs: stopperRefs(records.locks, records.holds),
  })
})
