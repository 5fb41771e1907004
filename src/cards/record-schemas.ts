import { z } from 'zod'
import { NETWORKS } from './card.ts'

/** The records of card.ts as schemas; `schemas.ts` proves at compile time that the two are the same. */

const instant = z.iso.datetime()
const date = z.iso.date()
const text = z.string()
const yen = z.number().int()
const last4 = z.string().regex(/^\d{4}$/)
const network = z.enum(NETWORKS)

export const verdict = z.enum(['genuine', 'not_genuine', 'unsure'])
export const stopReason = z.enum([
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
])
export const address = z.object({
  postalCode: text.max(20),
  prefecture: text.max(20),
  city: text.max(100),
  line1: text.max(200),
  line2: text.max(200).nullable(),
})
export const customer = z.object({
  customerRef: text,
  memberNo: text,
  nameKanji: text,
  nameKana: text,
  birthDate: date,
  phones: z.array(
    z.object({
      kind: z.enum(['mobile', 'home', 'work']),
      number: text,
      primary: z.boolean(),
    }),
  ),
  address,
  bank: z.object({ name: text, branch: text }).nullable(),
  preferredOperatorId: text.nullable(),
  flags: z.array(z.enum(['impostor_watch', 'relay_service', 'vulnerable'])),
  cards: z.array(z.object({ cardRef: text, label: text, network, last4 })),
})
export const card = z.object({
  cardRef: text,
  customerRef: text,
  label: text,
  network,
  last4,
  expYm: text,
  kind: z.enum(['main', 'family', 'etc']),
  parentCardRef: text.nullable(),
  status: z.enum(['pending_activation', 'active', 'suspended', 'stopped', 'closed']),
  statusReason: stopReason.nullable(),
  statusAt: instant,
  replacedByRef: text.nullable(),
  replacementForRef: text.nullable(),
})
export const stoppableCard = card.pick({
  cardRef: true,
  label: true,
  network: true,
  last4: true,
  kind: true,
  status: true,
})
export const authenticationProfile = z.object({
  cardRef: text,
  enrolled: z.boolean(),
  supports3ds: z.boolean(),
  methods: z.array(z.enum(['static_password', 'otp_sms', 'otp_email', 'out_of_band'])),
  otpDestinationMasked: text.nullable(),
})
export const passwordEvent = z.object({
  eventRef: text,
  cardRef: text,
  at: instant,
  kind: z.enum(['set', 'changed', 'reset', 'locked', 'unlocked']),
  channel: z.enum(['portal_pc', 'portal_app', 'operator', 'system']),
  viaLinkedLogin: z.boolean(),
  loginCardRef: text.nullable(),
})
export const authenticationAttempt = z.object({
  attemptRef: text,
  cardRef: text,
  at: instant,
  merchantName: text,
  merchantCountry: text,
  mcc: text,
  amountMinor: z.number().int().nullable(),
  currency: text.nullable(),
  flow: z.enum(['frictionless', 'challenge']),
  method: text.nullable(),
  status: z.enum([
    'authenticated',
    'failed',
    'rejected',
    'attempts_exceeded',
    'timed_out',
    'cancelled',
    'error',
  ]),
  transStatus: z.enum(['Y', 'N', 'U', 'A', 'C', 'D', 'R', 'I']),
  transStatusReason: text.nullable(),
  tries: z.array(z.object({ at: instant, outcome: z.enum(['ok', 'failed']) })),
  verdict: verdict.nullable(),
})
export const lock = z.object({
  lockRef: text,
  cardRef: text,
  kind: z.enum(['auth_password', 'pin', 'issuer_fraud', 'portal_login']),
  state: z.enum(['active', 'released']),
  setAt: instant,
  failedCount: z.number().int().nullable(),
  firstAt: instant.nullable(),
  lastAt: instant.nullable(),
  releasedBy: text.nullable(),
})
export const hold = z.object({
  holdRef: text,
  cardRef: text,
  network,
  state: z.enum(['active', 'inquiring', 'release_requested', 'released', 'refused']),
  reason: z.enum(['suspicious_attempt', 'velocity', 'unknown']),
  setAt: instant,
  attemptRefs: z.array(text),
  networkCaseRef: text.nullable(),
})
export const authorization = z.object({
  authRef: text,
  cardRef: text,
  at: instant,
  kind: z.enum(['purchase', 'top_up', 'validity_check', 'recurring', 'refund']),
  amountMinor: z.number().int(),
  currency: text,
  cardAmountYen: yen,
  merchantName: text,
  merchantCountry: text,
  mcc: text,
  result: z.enum(['approved', 'declined']),
  responseCode: text,
  declineReason: text.nullable(),
  decidedBy: z.enum(['issuer', 'network_stand_in', 'merchant']),
  posted: z.boolean(),
  presence: z.enum(['present', 'not_present']),
  viaWallet: text.nullable(),
})
export const stop = z.object({
  stopRef: text,
  cardRef: text,
  reason: stopReason,
  stoppedAt: instant,
  alsoStopped: z.array(text),
  channel: z.enum(['operator', 'manual', 'portal', 'system']),
})
export const reissue = z.object({
  reissueRef: text,
  stopRef: text,
  oldCardRef: text,
  newCardRef: text.nullable(),
  newNumber: z.boolean(),
  state: z.enum(['ordered', 'embossing', 'dispatched', 'completed', 'rejected', 'on_review']),
  etaFrom: date,
  etaTo: date,
  dispatchAfter: date.nullable(),
  feeYen: yen,
})
export const shipment = z.object({
  shipmentRef: text,
  reissueRef: text,
  carrier: z.literal('japan_post'),
  service: z.enum(['kani_kakitome', 'honnin_gentei']),
  trackingNo: text.nullable(),
  state: z.enum(['preparing', 'in_transit', 'held', 'delivered', 'returning', 'returned']),
  attemptedOn: z.array(date),
  heldAt: text.nullable(),
  heldUntil: date.nullable(),
  deliveredAt: instant.nullable(),
  returnReason: z.enum(['storage_expired', 'unknown_address', 'refused']).nullable(),
  updates: z.array(z.object({ at: instant, category: text, place: text.nullable() })),
})
export const walletToken = z.object({
  tokenRef: text,
  cardRef: text,
  provider: z.enum(['apple_pay', 'google_pay', 'id', 'quicpay']),
  deviceName: text.nullable(),
  tokenLast4: text.nullable(),
  state: z.enum(['requested', 'active', 'suspended', 'deleted']),
  relinkState: z.enum(['none', 'pending', 'relinked', 'not_supported', 'failed']),
  updatedAt: instant,
})
export const recurringMerchant = z.object({
  merchantRef: text,
  name: text,
  lastAt: date,
  amountYen: yen,
  cadence: z.enum(['monthly', 'yearly', 'other']),
  updaterState: z.enum(['supported', 'not_supported', 'unknown']),
})
export const portalRegistration = z.object({
  customerRef: text,
  loginCardRef: text,
  linkedCardRefs: z.array(text),
  linkedLogin: z.boolean(),
  updatedAt: instant,
})
export const fraudClaim = z.object({
  claimRef: text,
  cardRef: text,
  reportedAt: instant,
  coverFrom: date,
  items: z.array(z.object({ authRef: text })),
})
export const addressChange = z.object({ changeRef: text, state: z.enum(['approved', 'review']) })
export const overview = z.object({
  customer,
  cards: z.array(card),
  locks: z.array(lock),
  holds: z.array(hold),
  passwordEvents: z.array(passwordEvent),
  attempts: z.array(authenticationAttempt),
  portal: portalRegistration.nullable(),
  reissues: z.array(reissue),
})
