import type { Authorization } from '../../cards/card.ts'
import { declineWords as en } from '../../i18n/en/decline-words.ts'
import { declineWords as ja } from '../../i18n/ja/decline-words.ts'
import type { Fact } from '../look-up.ts'
import { fact } from './fact.ts'
import { text, type Values } from './values.ts'

type Reason = keyof typeof ja

/** ISO 8583 response codes for card systems that give no reason of their own (domain 2.5). */
const REASONS: Readonly<Record<string, Reason>> = {
  '01': 'issuer_referral',
  '02': 'issuer_referral',
  '04': 'pick_up',
  '07': 'pick_up',
  '05': 'do_not_honor',
  '14': 'invalid_number',
  '41': 'lost',
  '43': 'stolen',
  '46': 'closed',
  '51': 'over_limit',
  '54': 'expired',
  '55': 'wrong_pin',
  '57': 'not_permitted',
  '58': 'not_permitted',
  '59': 'suspected_fraud',
  '61': 'amount_limit',
  '62': 'restricted',
  '63': 'security_violation',
  '65': 'frequency_limit',
  '75': 'pin_tries_exceeded',
  '78': 'not_activated',
  '91': 'issuer_unavailable',
}
const FRAUD: readonly Reason[] = [
  'suspected_fraud',
  'issuer_referral',
  'pick_up',
  'security_violation',
]

const isReason = (reason: string | null): reason is Reason =>
  reason !== null && Object.hasOwn(ja, reason)

export function reasonOf({ declineReason, responseCode }: Authorization): Reason {
  if (isReason(declineReason)) return declineReason
  return REASONS[responseCode] ?? 'do_not_honor'
}

/** Whose decision it was: the network's in our place, our fraud monitoring's, or an ordinary one. */
export function declineKind(
  authorization: Authorization,
): 'network_hold' | 'fraud_hold' | 'auth_failed' | 'declined' {
  const reason = reasonOf(authorization)
  if (authorization.decidedBy === 'network_stand_in' || reason === 'network_hold')
    return 'network_hold'
  if (reason === 'authentication_failed') return 'auth_failed'
  return FRAUD.includes(reason) ? 'fraud_hold' : 'declined'
}

export function authorizationFact(authorization: Authorization): Fact {
  const { at, merchantName, merchantCountry, amountMinor, currency, cardRef } = authorization
  const use = {
    at,
    merchant: merchantName,
    country: merchantCountry,
    amount: amountMinor,
    currency,
  }
  if (authorization.result === 'approved') return fact('authorization.approved', use, 'ok', cardRef)
  const { responseCode: code, decidedBy: by } = authorization
  const params = { ...use, code, by, reason: reasonOf(authorization) }
  return fact('authorization.declined', params, 'bad', cardRef)
}

export function declineValues(authorization: Authorization): Values {
  const reason = reasonOf(authorization)
  return {
    'decline.reason': text(ja[reason].reason, en[reason].reason),
    'decline.guidance': text(ja[reason].guidance, en[reason].guidance),
  }
}
