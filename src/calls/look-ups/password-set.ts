import type { AuthenticationAttempt, PasswordEvent } from '../../cards/card.ts'
import { fact } from './fact.ts'
import { passwordFact, passwordsSince, settings } from './passwords.ts'
import { byTime, daysBefore, forCard, seen } from './seen.ts'
import { dateOf, subjectValues } from './values.ts'

const ATTEMPT_DAYS = 90

/** Passwords that were really compared and did not match; a locked card is refused without looking. */
const isWrongPassword = (attempt: AuthenticationAttempt): boolean =>
  attempt.tries.some(({ outcome }) => outcome === 'failed')

/** A setting that came after the call began, or after the last wrong password. */
export function newSetting(
  events: readonly PasswordEvent[],
  attempts: readonly AuthenticationAttempt[],
  startedAt: string,
): PasswordEvent | undefined {
  const [newest] = settings(events)
  const [failure] = byTime(attempts.filter(isWrongPassword))
  if (!newest) return undefined
  const isAfter = (moment: string) => Date.parse(newest.at) > Date.parse(moment)
  return isAfter(startedAt) || (failure !== undefined && isAfter(failure.at)) ? newest : undefined
}

/** Whether the customer's "done" has reached this very card. */
export const passwordSet = forCard(
  async ({ cardSystem, now, startedAt }, { cardRef, customerRef }) => {
    const [events, attempts, overview] = await Promise.all([
      cardSystem.read('listPasswordEvents', { customerRef, since: passwordsSince(now) }),
      cardSystem.read('listAuthenticationAttempts', {
        cardRef,
        since: daysBefore(now, ATTEMPT_DAYS),
      }),
      cardSystem.read('getCustomerOverview', { customerRef }),
    ])
    const own = events.filter((event) => event.cardRef === cardRef)
    const set = newSetting(own, attempts, startedAt)
    const [newest] = settings(own)
    return seen({
      proposed: set ? 'seen' : 'not_seen',
      facts: [
        set
          ? fact('password.seen', { at: set.at }, 'ok', cardRef)
          : fact('password.not_seen', {}, 'warn', cardRef),
        ...overview.cards.map((card) => passwordFact(events, card.cardRef)),
      ],
      values: {
        ...subjectValues(overview, cardRef),
        ...(newest ? { 'card.password_changed_on': dateOf(newest.at) } : {}),
      },
    })
  },
)
