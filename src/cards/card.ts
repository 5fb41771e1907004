/** What the issuer's card system tells about cards. Instants are UTC (ISO 8601), dates are Asia/Tokyo calendar dates. */

export type IsoDateTime = string
export type IsoDate = string

export const NETWORKS = ['AMEX', 'VISA', 'MASTERCARD', 'JCB', 'DINERS'] as const
export type Network = (typeof NETWORKS)[number]
export type StopReason =
  | 'lost'
  | 'stolen'
  | 'not_received'
  | 'suspected_fraud'
  | 'compromised'
  | 'damaged'
  | 'customer_request'
  | 'issuer_request'
  | 'expired'
  | 'other'

export interface Address {
  postalCode: string
  prefecture: string
  city: string
  line1: string
  line2: string | null
}
export interface CustomerSummary {
  customerRef: string
  memberNo: string
  nameKanji: string
  nameKana: string
  birthDate: IsoDate
  phones: { kind: 'mobile' | 'home' | 'work'; number: string; primary: boolean }[]
  address: Address
  /** Never the account number. */
  bank: { name: string; branch: string } | null
  preferredOperatorId: string | null
  flags: ('impostor_watch' | 'relay_service' | 'vulnerable')[]
  /** What a search by last 4 and what the desk shows: no more than the label and the last 4 digits. */
  cards: { cardRef: string; label: string; network: Network; last4: string }[]
}
export interface Card {
  cardRef: string
  customerRef: string
  label: string
  network: Network
  last4: string
  expYm: string
  kind: 'main' | 'family' | 'etc'
  parentCardRef: string | null
  status: 'pending_activation' | 'active' | 'suspended' | 'stopped' | 'closed'
  statusReason: StopReason | null
  statusAt: IsoDateTime
  replacedByRef: string | null
  replacementForRef: string | null
}
/** All that may be known of a card below full verification. */
export type StoppableCard = Pick<
  Card,
  'cardRef' | 'label' | 'network' | 'last4' | 'kind' | 'status'
>

export interface AuthenticationProfile {
  cardRef: string
  enrolled: boolean
  supports3ds: boolean
  methods: ('static_password' | 'otp_sms' | 'otp_email' | 'out_of_band')[]
  otpDestinationMasked: string | null
}
export interface PasswordEvent {
  eventRef: string
  cardRef: string
  at: IsoDateTime
  kind: 'set' | 'changed' | 'reset' | 'locked' | 'unlocked'
  channel: 'portal_pc' | 'portal_app' | 'operator' | 'system'
  viaLinkedLogin: boolean
  loginCardRef: string | null
}
export interface AuthenticationAttempt {
  attemptRef: string
  cardRef: string
  at: IsoDateTime
  merchantName: string
  merchantCountry: string
  mcc: string
  amountMinor: number | null
  currency: string | null
  flow: 'frictionless' | 'challenge'
  method: string | null
  status:
    | 'authenticated'
    | 'failed'
    | 'rejected'
    | 'attempts_exceeded'
    | 'timed_out'
    | 'cancelled'
    | 'error'
  transStatus: 'Y' | 'N' | 'U' | 'A' | 'C' | 'D' | 'R' | 'I'
  transStatusReason: string | null
  tries: { at: IsoDateTime; outcome: 'ok' | 'failed' }[]
  verdict: 'genuine' | 'not_genuine' | 'unsure' | null
}
export interface CardLock {
  lockRef: string
  cardRef: string
  kind: 'auth_password' | 'pin' | 'issuer_fraud' | 'portal_login'
  state: 'active' | 'released'
  setAt: IsoDateTime
  failedCount: number | null
  firstAt: IsoDateTime | null
  lastAt: IsoDateTime | null
  releasedBy: string | null
}
export interface NetworkHold {
  holdRef: string
  cardRef: string
  network: Network
  state: 'active' | 'inquiring' | 'release_requested' | 'released' | 'refused'
  reason: 'suspicious_attempt' | 'velocity' | 'unknown'
  setAt: IsoDateTime
  attemptRefs: string[]
  networkCaseRef: string | null
}
export interface Authorization {
  authRef: string
  cardRef: string
  at: IsoDateTime
  kind: 'purchase' | 'top_up' | 'validity_check' | 'recurring' | 'refund'
  amountMinor: number
  currency: string
  cardAmountYen: number
  merchantName: string
  merchantCountry: string
  mcc: string
  result: 'approved' | 'declined'
  responseCode: string
  declineReason: string | null
  decidedBy: 'issuer' | 'network_stand_in' | 'merchant'
  posted: boolean
  presence: 'present' | 'not_present'
  viaWallet: string | null
}
export interface Stop {
  stopRef: string
  cardRef: string
  reason: StopReason
  stoppedAt: IsoDateTime
  alsoStopped: string[]
  channel: 'operator' | 'manual' | 'portal' | 'system'
}
export interface Reissue {
  reissueRef: string
  stopRef: string
  oldCardRef: string
  newCardRef: string | null
  newNumber: boolean
  state: 'ordered' | 'embossing' | 'dispatched' | 'completed' | 'rejected' | 'on_review'
  etaFrom: IsoDate
  etaTo: IsoDate
  dispatchAfter: IsoDate | null
  feeYen: number
}
export interface Shipment {
  shipmentRef: string
  reissueRef: string
  carrier: 'japan_post'
  service: 'kani_kakitome' | 'honnin_gentei'
  trackingNo: string | null
  state: 'preparing' | 'in_transit' | 'held' | 'delivered' | 'returning' | 'returned'
  attemptedOn: IsoDate[]
  heldAt: string | null
  heldUntil: IsoDate | null
  deliveredAt: IsoDateTime | null
  returnReason: 'storage_expired' | 'unknown_address' | 'refused' | null
  updates: { at: IsoDateTime; category: string; place: string | null }[]
}
export interface WalletToken {
  tokenRef: string
  cardRef: string
  provider: 'apple_pay' | 'google_pay' | 'id' | 'quicpay'
  deviceName: string | null
  tokenLast4: string | null
  state: 'requested' | 'active' | 'suspended' | 'deleted'
  relinkState: 'none' | 'pending' | 'relinked' | 'not_supported' | 'failed'
  updatedAt: IsoDateTime
}
export interface RecurringMerchant {
  merchantRef: string
  name: string
  lastAt: IsoDate
  amountYen: number
  cadence: 'monthly' | 'yearly' | 'other'
  updaterState: 'supported' | 'not_supported' | 'unknown'
}
export interface PortalRegistration {
  customerRef: string
  loginCardRef: string
  linkedCardRefs: string[]
  linkedLogin: boolean
  updatedAt: IsoDateTime
}
export interface FraudClaim {
  claimRef: string
  cardRef: string
  reportedAt: IsoDateTime
  coverFrom: IsoDate
  items: { authRef: string }[]
}
export interface AddressChange {
  changeRef: string
  state: 'approved' | 'review'
}
/** Everything of one customer that the side panel of a call shows, in one read. */
export interface CustomerOverview {
  customer: CustomerSummary
  cards: Card[]
  locks: CardLock[]
  holds: NetworkHold[]
  passwordEvents: PasswordEvent[]
  attempts: AuthenticationAttempt[]
  portal: PortalRegistration | null
  reissues: Reissue[]
}
