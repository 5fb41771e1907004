import type { Catalogue } from '../ja/index.ts'

const unavailable = 'Cannot be looked up'

export const lookUps: Catalogue['lookUps'] = {
  open_cases: {
    name: 'Open cases',
    outcomes: { found: 'Continues an open case', none: 'No open case' },
  },
  customer_search: {
    name: 'Customer search',
    outcomes: { one: 'One match', many: 'Several matches', none: 'No match', unavailable },
  },
  verification: {
    name: 'Identity check',
    outcomes: {
      full: 'Verified (full)',
      basic: 'Partly verified',
      no_match: 'Not verified',
      unavailable,
    },
  },
  third_party_check: {
    name: 'Check of the cardmember',
    outcomes: { basic: 'Cardmember identified', no_match: 'Not verified' },
  },
  card_choice: {
    name: 'Which card',
    outcomes: { picked: 'This card', none: 'No such card', unavailable },
  },
  stoppable_cards: {
    name: 'Cards that can be stopped',
    outcomes: { picked: 'Stop this card', none: 'No card to stop', unavailable },
  },
  authentication_profile: {
    name: '3-D Secure enrolment',
    outcomes: {
      enrolled: 'Enrolled',
      not_enrolled: 'Not enrolled',
      unsupported: 'The card does not support 3-D Secure',
      unavailable,
    },
  },
  attempts: {
    name: 'Authentication and authorisation history',
    outcomes: {
      auth_failed: '3-D Secure failed or locked',
      network_hold: 'Stopped by the network',
      fraud_hold: 'Held by our fraud monitoring',
      declined: 'Declined: limit, expiry and the like',
      not_received: 'Never reached us',
      all_ok: 'Nothing is wrong',
      unavailable,
    },
  },
  password_history: {
    name: 'Password change history',
    outcomes: {
      other_card_only: 'Changed only on another card',
      never_set: 'Never set on this card',
      this_card: 'Changed on this card',
      unavailable,
    },
  },
  password_set: {
    name: 'Password of this card',
    outcomes: { seen: 'New record on this card', not_seen: 'No record yet', unavailable },
  },
  locks: {
    name: 'Locks and holds',
    outcomes: {
      auth_lock: '3-D Secure lock',
      network_hold: 'Stopped by the network',
      fraud_hold: 'Held by our fraud monitoring',
      none: 'No lock, no hold',
      unavailable,
    },
  },
  suspicious_attempt: {
    name: 'Suspicious attempts',
    outcomes: { found: 'There is a suspicious record', none: 'No suspicious record', unavailable },
  },
  recent_charges: {
    name: 'Recent charges',
    outcomes: { charged: 'Unrecognised charges', none: 'No unrecognised charges', unavailable },
  },
  recurring_merchants: {
    name: 'Recurring payments',
    outcomes: { some: 'Registered somewhere', none: 'None registered', unavailable },
  },
  shipment: {
    name: 'Shipment',
    outcomes: {
      on_way: 'Being made or in transit',
      absent: 'Absent, held at the post office',
      returned: 'Returned to us',
      delivered: 'Delivered',
      none: 'No shipment on record',
      unavailable,
    },
  },
  wallet_tokens: {
    name: 'Wallet',
    outcomes: {
      updated: 'Switched to the new card',
      manual: 'Not switched',
      none: 'No wallet',
      unavailable,
    },
  },
  portal_registration: {
    name: 'Card in the member portal',
    outcomes: { old_card: 'Still the old card', new_card: 'Already the new card', unavailable },
  },
}
