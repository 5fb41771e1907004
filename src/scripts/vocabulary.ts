import type { Level } from './script.ts'

/** What is declared in code and only named in a script: the script can neither invent nor weaken it. */

/** What an outcome of a look-up does to the state of the call. */
export interface Gives {
  readonly identity?: Level
  readonly customer?: true
  readonly card?: true
}

export interface LookUpSpec {
  readonly level: Level
  /** The card system's operations that it reads; empty when Annai alone answers it. */
  readonly reads: readonly string[]
  readonly outcomes: Readonly<Record<string, Gives>>
  /** What the operator picks from what was found. */
  readonly picks?: 'customer' | 'card' | 'cards' | 'case'
  /** Outcomes that a person may choose while the card system is away; all of them when left out. */
  readonly byHand?: readonly string[]
}

export interface ActionSpec {
  readonly level: Level
  readonly operation: string
  readonly target:
    | 'card'
    | 'cards'
    | 'lock'
    | 'hold'
    | 'attempt'
    | 'stop'
    | 'shipment'
    | 'customer'
    | 'none'
  /** Cannot be undone: confirmed by repeating the card's last 4 digits. */
  readonly final: boolean
  /** May be sent again for the same target (an inquiry, not a change). */
  readonly repeatable: boolean
  readonly outcomes: readonly string[]
  readonly with: readonly string[]
}

export interface PlaceholderSpec {
  readonly level: Level
  /** Whether the catalogue has a neutral wording for callers below the level. */
  readonly neutral: boolean
}

export interface Vocabulary {
  readonly lookUps: Readonly<Record<string, LookUpSpec>>
  readonly actions: Readonly<Record<string, ActionSpec>>
  readonly placeholders: Readonly<Record<string, PlaceholderSpec>>
  readonly commitments: readonly string[]
  readonly references: readonly string[]
  readonly never: readonly string[]
  readonly dispositions: readonly string[]
}

const CARD_RESULTS = ['ok', 'refused', 'unavailable', 'unknown'] as const
const action = (
  spec: Partial<ActionSpec> & Pick<ActionSpec, 'operation' | 'target'>,
): ActionSpec => ({
  level: 'full',
  final: false,
  repeatable: false,
  outcomes: CARD_RESULTS,
  with: [],
  ...spec,
})
const reads = (operations: readonly string[], ...outcomes: readonly string[]): LookUpSpec => ({
  level: 'full',
  reads: operations,
  outcomes: Object.fromEntries([...outcomes, 'unavailable'].map((outcome) => [outcome, {}])),
})
const from = (level: Level, ...names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, { level, neutral: false }]))
const neutralFrom = (level: Level, ...names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, { level, neutral: true }]))

/** The words that every shipped script may use. Levels: domain rule "basic: only stop" and PCI DSS 7.2 (least privilege). */
export const vocabulary: Vocabulary = {
  lookUps: {
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
  },
  actions: {
    release_lock: action({ operation: 'releaseLock', target: 'lock' }),
    inquire_hold: action({
      operation: 'inquireNetworkHold',
      target: 'hold',
      repeatable: true,
      outcomes: ['suspicious', 'velocity', 'pending', 'refused', 'unavailable', 'unknown'],
    }),
    request_hold_release: action({
      operation: 'requestNetworkHoldRelease',
      target: 'hold',
      outcomes: ['ok', 'accepted', 'refused', 'unavailable', 'unknown'],
    }),
    report_genuine: action({
      operation: 'reportAttempt',
      target: 'attempt',
      outcomes: ['clear', 'hold_left', 'refused', 'unavailable', 'unknown'],
    }),
    open_claim: action({ operation: 'openFraudClaim', target: 'card' }),
    stop_card: action({
      operation: 'stopCard',
      target: 'cards',
      level: 'basic',
      final: true,
      with: ['reason'],
    }),
    request_reissue: action({ operation: 'requestReissue', target: 'stop' }),
    request_address_change: action({
      operation: 'requestAddressChange',
      target: 'customer',
      outcomes: ['ok', 'review', 'refused', 'unavailable', 'unknown'],
    }),
    request_reshipment: action({ operation: 'requestReshipment', target: 'shipment' }),
    record_manual_stop: action({
      operation: 'recordManualStop',
      target: 'none',
      level: 'none',
      outcomes: ['ok'],
    }),
  },
  placeholders: {
    ...from(
      'none',
      'issuer.name',
      'portal.name',
      'linked_login.name',
      'topup.name',
      'operator.name',
      'case.no',
      'error.code',
      'error.guidance',
      'callback.due',
    ),
    ...from('basic', 'card.label', 'card.last4', 'network.name'),
    ...from(
      'full',
      'card.password_changed_on',
      'other_card.label',
      'other_card.last4',
      'other_card.password_changed_on',
      'lock.failed_count',
      'lock.first_at',
      'lock.last_at',
      'hold.attempts',
      'attempt.month',
      'attempt.day',
      'attempt.place',
      'attempt.amount',
      'attempt.summary',
      'decline.reason',
      'decline.guidance',
      'claim.count',
      'claim.total',
      'recurring.names',
      'eta.from',
      'eta.to',
      'shipment.status',
      'shipment.tracking_no',
      'shipment.attempted_on',
      'shipment.held_at',
      'shipment.held_until',
      'shipment.delivered_at',
      'new_card.last4',
    ),
    ...neutralFrom('basic', 'customer.name'),
    ...neutralFrom('full', 'case.summary', 'phone.last4'),
  },
  commitments: [
    'call_back',
    'network_answer',
    'delivery',
    'tell_delivery',
    'tell_lock',
    'verify_manual_stop',
    'holder_calls',
    'address_review',
    'reissue',
    'claim',
    'reshipment',
    'shipment_trace',
    'fraud_desk',
    'verify_stop',
    'receipt_check',
    'retry_later',
  ],
  references: ['topup_errors', 'topup_cards', 'decline_codes'],
  never: [
    'pan',
    'cvv',
    'pin',
    'password',
    'one_time_code',
    'account_number',
    'disclose_before_verified',
    'disclose_account',
    'read_out_registered_data',
    'tell_which_item_failed',
    'promise_compensation',
    'guess_the_cause',
  ],
  dispositions: ['resolved', 'pending', 'escalated', 'transferred', 'not_verified', 'disconnected'],
}
