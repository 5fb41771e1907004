import { actionSpecs } from './action-specs.ts'
import { lookUpSpecs } from './look-up-specs.ts'
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
  /** The parameters that the script fixes, each with all the values that it may have. */
  readonly with: Readonly<Record<string, readonly string[]>>
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

const from = (level: Level, ...names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, { level, neutral: false }]))
const neutralFrom = (level: Level, ...names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, { level, neutral: true }]))

/** The words that every shipped script may use. Levels: domain rule "basic: only stop" and PCI DSS 7.2 (least privilege). */
export const vocabulary: Vocabulary = {
  lookUps: lookUpSpecs,
  actions: actionSpecs,
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
    'follow_up',
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
