import type { AuthenticationProfile } from '../../cards/card.ts'
import type { Fact } from '../look-up.ts'
import { fact } from './fact.ts'
import { forCard, seen } from './seen.ts'
import { subjectValues } from './values.ts'

function outcomeOf({ supports3ds, enrolled }: AuthenticationProfile): string {
  if (!supports3ds) return 'unsupported'
  return enrolled ? 'enrolled' : 'not_enrolled'
}

/** Also the first thing to look at where a one-time code does not arrive. */
export function profileFacts(profile: AuthenticationProfile): Fact[] {
  const { methods, otpDestinationMasked, cardRef } = profile
  if (!profile.supports3ds) return [fact('authentication.unsupported', {}, 'bad', cardRef)]
  if (!profile.enrolled) return [fact('authentication.not_enrolled', {}, 'bad', cardRef)]
  const enrolled = fact('authentication.enrolled', { methods: methods.join(',') }, 'ok', cardRef)
  if (otpDestinationMasked === null) return [enrolled]
  return [enrolled, fact('authentication.otp', { to: otpDestinationMasked }, 'plain', cardRef)]
}

export const authenticationProfile = forCard(async ({ cardSystem }, { cardRef, customerRef }) => {
  const [profile, overview] = await Promise.all([
    cardSystem.read('getAuthenticationProfile', { cardRef }),
    cardSystem.read('getCustomerOverview', { customerRef }),
  ])
  return seen({
    proposed: outcomeOf(profile),
    facts: profileFacts(profile),
    values: subjectValues(overview, cardRef),
  })
})
