import type { LookUp } from '../look-up.ts'
import { attempts } from './attempts.ts'
import { authenticationProfile } from './authentication-profile.ts'
import { cardChoice, stoppableCards } from './card-choice.ts'
import { customerSearch } from './customer-search.ts'
import { locks } from './locks.ts'
import { openCases } from './open-cases.ts'
import { passwordSet } from './password-set.ts'
import { passwordHistory } from './passwords.ts'
import { portalRegistration } from './portal-registration.ts'
import { recentCharges } from './recent-charges.ts'
import { recurringMerchants } from './recurring-merchants.ts'
import { orAway } from './seen.ts'
import { shipment } from './shipment.ts'
import { suspiciousAttempt } from './suspicious-attempt.ts'
import { thirdPartyCheck, verification } from './verification.ts'
import { walletTokens } from './wallet-tokens.ts'

export type { CardCandidate } from './card-choice.ts'
export { factWords } from './fact.ts'
export { overviewOf } from './overview.ts'
export { claimValues } from './recent-charges.ts'

/** The look-ups that a script may name: the same names as in the vocabulary (a test compares). */
export const LOOK_UP_NAMES = [
  'open_cases',
  'customer_search',
  'verification',
  'third_party_check',
  'card_choice',
  'stoppable_cards',
  'authentication_profile',
  'attempts',
  'password_history',
  'password_set',
  'locks',
  'suspicious_attempt',
  'recent_charges',
  'recurring_merchants',
  'shipment',
  'wallet_tokens',
  'portal_registration',
] as const
export type LookUpName = (typeof LOOK_UP_NAMES)[number]

/** Every look-up; none throws because the card system is away, each says so instead. */
export const lookUps: Readonly<Record<LookUpName, LookUp>> = {
  open_cases: openCases,
  customer_search: orAway(customerSearch),
  verification: orAway(verification),
  third_party_check: orAway(thirdPartyCheck, 'no_match'),
  card_choice: orAway(cardChoice),
  stoppable_cards: orAway(stoppableCards),
  authentication_profile: orAway(authenticationProfile),
  attempts: orAway(attempts),
  password_history: orAway(passwordHistory),
  password_set: orAway(passwordSet),
  locks: orAway(locks),
  suspicious_attempt: orAway(suspiciousAttempt),
  recent_charges: orAway(recentCharges),
  recurring_merchants: orAway(recurringMerchants),
  shipment: orAway(shipment),
  wallet_tokens: orAway(walletTokens),
  portal_registration: orAway(portalRegistration),
}
