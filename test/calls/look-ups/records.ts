import type { Records } from '../../../src/calls/look-ups/trouble.ts'
import type {
  AuthenticationAttempt,
  Authorization,
  CardLock,
  NetworkHold,
  PasswordEvent,
} from '../../../src/cards/card.ts'

/** Records of one card as no button of the stage makes them, for the rules alone. */

export const NOW = new Date('2026-11-24T01:00:00Z')
export const ago = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000).toISOString()
const cardRef = 'card-1'
const shop = { merchantName: 'au PAY', merchantCountry: 'JP', mcc: '6540' }

export const attempt = (more: Partial<AuthenticationAttempt> = {}): AuthenticationAttempt => ({
  attemptRef: 'attempt-1',
  cardRef,
  at: ago(1),
  ...shop,
  amountMinor: 10_000,
  currency: 'JPY',
  flow: 'challenge',
  method: 'static_password',
  status: 'failed',
  transStatus: 'N',
  transStatusReason: '01',
  tries: [{ at: ago(1), outcome: 'failed' }],
  verdict: null,
  ...more,
})
export const authorization = (more: Partial<Authorization> = {}): Authorization => ({
  authRef: 'auth-1',
  cardRef,
  at: ago(1),
  kind: 'top_up',
  amountMinor: 10_000,
  currency: 'JPY',
  cardAmountYen: 10_000,
  ...shop,
  result: 'declined',
  responseCode: '51',
  declineReason: null,
  decidedBy: 'issuer',
  posted: false,
  presence: 'not_present',
  viaWallet: null,
  ...more,
})
export const approved = (more: Partial<Authorization> = {}): Authorization =>
  authorization({ result: 'approved', responseCode: '00', posted: true, ...more })
export const hold = (more: Partial<NetworkHold> = {}): NetworkHold => ({
  holdRef: 'hold-1',
  cardRef,
  network: 'AMEX',
  state: 'active',
  reason: 'unknown',
  setAt: ago(1),
  attemptRefs: [],
  networkCaseRef: null,
  ...more,
})
export const lock = (more: Partial<CardLock> = {}): CardLock => ({
  lockRef: 'lock-1',
  cardRef,
  kind: 'auth_password',
  state: 'active',
  setAt: ago(1),
  failedCount: null,
  firstAt: null,
  lastAt: null,
  releasedBy: null,
  ...more,
})
export const password = (more: Partial<PasswordEvent> = {}): PasswordEvent => ({
  eventRef: 'event-1',
  cardRef,
  at: ago(0.5),
  kind: 'set',
  channel: 'portal_pc',
  viaLinkedLogin: false,
  loginCardRef: cardRef,
  ...more,
})
export const records = (more: Partial<Records> = {}): Records => ({
  attempts: [],
  authorizations: [],
  locks: [],
  holds: [],
  passwordEvents: [],
  card: undefined,
  ...more,
})
