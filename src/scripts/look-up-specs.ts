import type { LookUpSpec } from './vocabulary.ts'

const reads = (operations: readonly string[], ...outcomes: readonly string[]): LookUpSpec => ({
  level: 'full',
  reads: operations,
  outcomes: Object.fromEntries([...outcomes, 'unavailable'].map((outcome) => [outcome, {}])),
})

/** Every look-up that a script may name: what it reads, from which level on, and what its outcomes give. */
export const lookUpSpecs: Readonly<Record<string, LookUpSpec>> = {
  open_cases: { level: 'none', reads: [], outcomes: { found: {}, none: {} }, picks: 'case' },
  customer_search: {
    level: 'none',
    reads: ['searchCustomers'],
    outcomes: { one: { customer: true }, many: {}, none: {}, unavailable: {} },
    byHand: ['none', 'unavailable'],
  },
  verification: {
    level: 'none',
    reads: ['getCustomerOverview'],
    outcomes: {
      full: { identity: 'full' },
      basic: { identity: 'basic' },
      no_match: {},
      unavailable: {},
    },
    byHand: ['no_match', 'unavailable'],
  },
  third_party_check: {
    level: 'none',
    reads: [],
    outcomes: { basic: { identity: 'basic' }, no_match: {} },
    byHand: ['no_match'],
  },
  card_choice: {
    level: 'full',
    reads: ['getCustomerOverview'],
    outcomes: { picked: { card: true }, none: {}, unavailable: {} },
    picks: 'card',
    byHand: ['unavailable'],
  },
  stoppable_cards: {
    level: 'basic',
    reads: ['listStoppableCards'],
    outcomes: { picked: { card: true }, none: {}, unavailable: {} },
    picks: 'cards',
    byHand: ['unavailable'],
  },
  authentication_profile: reads(
    ['getAuthenticationProfile'],
    'enrolled',
    'not_enrolled',
    'unsupported',
  ),
  attempts: reads(
    ['listAuthenticationAttempts', 'listAuthorizations', 'listLocks', 'listNetworkHolds'],
    'auth_failed',
    'network_hold',
    'fraud_hold',
    'declined',
    'not_received',
    'all_ok',
  ),
  password_history: reads(
    ['listPasswordEvents', 'getPortalRegistration'],
    'other_card_only',
    'never_set',
    'this_card',
  ),
  password_set: reads(['listPasswordEvents'], 'seen', 'not_seen'),
  locks: reads(
    ['listLocks', 'listNetworkHolds'],
    'auth_lock',
    'network_hold',
    'fraud_hold',
    'none',
  ),
  suspicious_attempt: reads(['listAuthenticationAttempts', 'listNetworkHolds'], 'found', 'none'),
  recent_charges: reads(['listAuthorizations'], 'charged', 'none'),
  recurring_merchants: reads(['listRecurringMerchants'], 'some', 'none'),
  shipment: reads(['getShipment'], 'on_way', 'absent', 'returned', 'delivered', 'none'),
  wallet_tokens: reads(['listWalletTokens'], 'updated', 'manual', 'none'),
  portal_registration: reads(['getPortalRegistration'], 'old_card', 'new_card'),
}
