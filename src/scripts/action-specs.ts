import type { ActionSpec } from './vocabulary.ts'

const CARD_RESULTS = ['ok', 'refused', 'unavailable', 'unknown'] as const
/** The card system's reasons for a stop. */
const STOP_REASONS = [
  'lost',
  'stolen',
  'not_received',
  'suspected_fraud',
  'compromised',
  'damaged',
  'customer_request',
  'issuer_request',
  'expired',
  'other',
]
const action = (
  spec: Partial<ActionSpec> & Pick<ActionSpec, 'operation' | 'target'>,
): ActionSpec => ({
  level: 'full',
  final: false,
  repeatable: false,
  outcomes: CARD_RESULTS,
  with: {},
  ...spec,
})

/** Every action that a script may name: what it does to what, from which level on, and how it may end. */
export const actionSpecs: Readonly<Record<string, ActionSpec>> = {
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
    with: { reason: STOP_REASONS },
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
}
