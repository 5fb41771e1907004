import type { declineWords as ja } from '../ja/decline-words.ts'

const stopped = 'A stopped card cannot be used again.'
const otherWay = 'Please use another way of payment.'
const later = 'Please try again later.'
const letMeAsk = 'Let me go through the use with you.'

/** Read out after a use was not approved: "not approved because of {reason}. {guidance}" Never the rules behind it. */
export const declineWords: typeof ja = {
  issuer_referral: { reason: 'a check on our side', guidance: letMeAsk },
  pick_up: { reason: 'a check on our side', guidance: letMeAsk },
  do_not_honor: { reason: 'a decision on our side', guidance: later },
  invalid_number: {
    reason: 'a different card number',
    guidance: 'Please check the number on your card and enter it again.',
  },
  lost: { reason: 'the stop after the card was reported lost', guidance: stopped },
  stolen: { reason: 'the stop after the card was reported stolen', guidance: stopped },
  closed: { reason: 'the stop of the card', guidance: stopped },
  over_limit: {
    reason: 'the credit limit',
    guidance: 'Please see what is left in the member portal and try another amount.',
  },
  expired: {
    reason: 'a wrong or past expiry date',
    guidance: 'Please check the expiry date on your card and enter it again.',
  },
  wrong_pin: {
    reason: 'a PIN that did not match',
    guidance: 'Please think of the right one again, and do not tell us what it is.',
  },
  not_permitted: { reason: 'a kind of use that is not possible with it', guidance: otherWay },
  suspected_fraud: { reason: 'a safety check', guidance: letMeAsk },
  amount_limit: {
    reason: 'the limit on amounts',
    guidance: 'Please split the amount or try on another day.',
  },
  frequency_limit: {
    reason: 'the limit on the number of uses',
    guidance: 'Please try on another day.',
  },
  restricted: { reason: 'a restriction on its use', guidance: otherWay },
  security_violation: { reason: 'a security check', guidance: letMeAsk },
  pin_tries_exceeded: {
    reason: 'too many wrong PINs',
    guidance: 'Unlocking the PIN is a procedure of its own.',
  },
  not_activated: {
    reason: 'the card not being activated yet',
    guidance: 'Please activate it in the member portal.',
  },
  issuer_unavailable: { reason: 'a fault in our system', guidance: later },
  network_hold: { reason: "a check on the network's side", guidance: 'I will ask the network.' },
  authentication_failed: {
    reason: 'a password that did not match',
    guidance: 'Please check your 3-D Secure password.',
  },
}
