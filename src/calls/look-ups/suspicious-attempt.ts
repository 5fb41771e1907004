import type { AuthenticationAttempt, Authorization } from '../../cards/card.ts'
import { fact } from './fact.ts'
import { daysBefore, forCard, seen } from './seen.ts'
import { attemptValues, SUSPICION_DAYS, suspiciousAttempts, suspiciousFact } from './suspicion.ts'
import { subjectValues, text } from './values.ts'

const LIMIT = 200

/** Whether the details were only entered: no use at that shop was approved since. */
export const onlyEntered = (
  attempt: AuthenticationAttempt,
  authorizations: readonly Authorization[],
): boolean =>
  !authorizations.some(
    (each) => each.result === 'approved' && each.merchantName === attempt.merchantName,
  )

/** The attempt that the customer is asked about: "did you enter your card details there?" */
export const suspiciousAttempt = forCard(async ({ cardSystem, now }, { cardRef, customerRef }) => {
  const since = daysBefore(now, SUSPICION_DAYS)
  const [attempts, holds, authorizations, overview] = await Promise.all([
    cardSystem.read('listAuthenticationAttempts', { cardRef, since }),
    cardSystem.read('listNetworkHolds', { cardRef }),
    cardSystem.read('listAuthorizations', { cardRef, since, limit: LIMIT }),
    cardSystem.read('getCustomerOverview', { customerRef }),
  ])
  const suspicious = suspiciousAttempts(attempts, holds, now)
  const [first] = suspicious
  const values = { ...subjectValues(overview, cardRef), 'attempt.summary': text('') }
  if (!first) {
    const none = fact('attempt.none_suspicious', { days: SUSPICION_DAYS }, 'ok')
    return seen({ proposed: 'none', facts: [none], values, refs: { attempt: [] } })
  }
  const entered = onlyEntered(first, authorizations)
  return seen({
    proposed: 'found',
    facts: [
      ...suspicious.map(suspiciousFact),
      ...(entered ? [fact('attempt.only_entered', {}, 'warn')] : []),
    ],
    values: { ...values, ...attemptValues(first, entered) },
    refs: { attempt: [first.attemptRef] },
  })
})
