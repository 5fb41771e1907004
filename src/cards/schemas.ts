import { z } from 'zod'
import { ERROR_CODES, type OperationName, type Operations, type Output } from './card-system.ts'
import * as records from './record-schemas.ts'
import { WEBHOOK_SECRET } from './webhook-secret.ts'

/** What goes over the wire, one schema for each operation's input and output; also the source of /openapi.json. */

const ref = z.string().min(1).max(100)
const text = z.string().max(2000)
const key = z.string().min(1).max(255)
const since = z.union([z.iso.datetime(), z.iso.date()])
const forCard = z.object({ cardRef: ref })
const forCustomer = z.object({ customerRef: ref })
const limit = z.number().int().min(1).max(500)

export const operationRecord = z.object({
  state: z.enum(['unknown', 'running', 'done', 'failed']),
  operation: z.string().nullable(),
  result: z.unknown(),
  error: z.object({ code: z.enum(ERROR_CODES) }).nullable(),
})

/** Where the card system is to send its events, and with which secret it signs them. */
export const webhookEndpoint = z.object({
  url: z.url({ protocol: /^https?$/ }).max(500),
  secret: z.string().regex(WEBHOOK_SECRET),
})
export type WebhookEndpoint = z.infer<typeof webhookEndpoint>

export const errorBody = z.object({
  error: z.object({
    code: z.enum(ERROR_CODES),
    retryable: z.boolean(),
    message: z.object({ ja: z.string(), en: z.string() }),
    /** What stands in the way, such as the reissue that a stop has already had. */
    existing: z.unknown().optional(),
  }),
})
export type ErrorBody = z.infer<typeof errorBody>

export const inputs = {
  searchCustomers: z.object({
    kana: text.exactOptional(),
    birthDate: z.iso.date().exactOptional(),
    phone: text.exactOptional(),
    last4: z
      .string()
      .regex(/^\d{4}$/)
      .exactOptional(),
    postalCode: text.exactOptional(),
    memberNo: text.exactOptional(),
  }),
  getCustomerOverview: forCustomer,
  listStoppableCards: forCustomer,
  getAuthenticationProfile: forCard,
  listAuthenticationAttempts: forCard.extend({ since }),
  listPasswordEvents: forCustomer.extend({ since }),
  listLocks: forCard,
  listNetworkHolds: forCard,
  listAuthorizations: forCard.extend({ since, limit }),
  getShipment: z.object({ reissueRef: ref }),
  listReissues: forCustomer,
  listStops: forCustomer,
  listWalletTokens: forCustomer,
  listRecurringMerchants: forCard.extend({ months: z.number().int().min(1).max(120) }),
  getPortalRegistration: forCustomer,
  getOperation: z.object({ idempotencyKey: key }),
  releaseLock: z.object({ lockRef: ref, reasonText: text }),
  inquireNetworkHold: z.object({ holdRef: ref }),
  requestNetworkHoldRelease: z.object({ holdRef: ref, confirmation: text }),
  reportAttempt: z.object({ attemptRef: ref, verdict: records.verdict }),
  openFraudClaim: forCard.extend({
    items: z.array(z.object({ authRef: ref })).min(1),
    disclosure: text,
    policeRef: text.exactOptional(),
  }),
  stopCard: forCard.extend({ reason: records.stopReason, alsoRelated: z.boolean() }),
  requestReissue: z.object({
    stopRef: ref,
    newNumber: z.boolean(),
    addressConfirmed: z.boolean(),
    dispatchAfter: z.iso.date().exactOptional(),
  }),
  requestAddressChange: forCustomer.extend({ address: records.address, evidence: text }),
  requestReshipment: z.object({ shipmentRef: ref }),
} satisfies { [N in OperationName]: z.ZodType<Operations[N]['in']> }

const found = {
  searchCustomers: z.object({ customers: z.array(records.customer), tooMany: z.boolean() }),
  getCustomerOverview: records.overview,
  listStoppableCards: z.array(records.stoppableCard),
  getAuthenticationProfile: records.authenticationProfile,
  listAuthenticationAttempts: z.array(records.authenticationAttempt),
  listPasswordEvents: z.array(records.passwordEvent),
  listLocks: z.array(records.lock),
  listNetworkHolds: z.array(records.hold),
  listAuthorizations: z.array(records.authorization),
  getShipment: records.shipment,
  listReissues: z.array(records.reissue),
  listStops: z.array(records.stop),
  listWalletTokens: z.array(records.walletToken),
  listRecurringMerchants: z.array(records.recurringMerchant),
  getPortalRegistration: records.portalRegistration,
  getOperation: operationRecord,
}
const changed = {
  releaseLock: records.lock,
  inquireNetworkHold: records.hold,
  requestNetworkHoldRelease: records.hold,
  reportAttempt: z.object({
    attempt: records.authenticationAttempt,
    holdsLeft: z.array(records.hold),
  }),
  openFraudClaim: records.fraudClaim,
  stopCard: records.stop,
  requestReissue: records.reissue,
  requestAddressChange: records.addressChange,
  requestReshipment: records.shipment,
}
export const outputs: { [N in OperationName]: z.ZodType<Output<N>> } = { ...found, ...changed }

type Exact<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false
type InStep<T extends Record<OperationName, true>> = T
/** Fails to compile when a schema and the port's type drift apart in either direction. */
export type SchemasInStep = [
  InStep<{ [N in OperationName]: Exact<z.infer<(typeof inputs)[N]>, Operations[N]['in']> }>,
  InStep<{ [N in OperationName]: Exact<z.infer<(typeof found & typeof changed)[N]>, Output<N>> }>,
]
