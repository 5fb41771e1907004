import { z } from 'zod'
import type { OperationName } from '../../card-system.ts'
import * as records from '../../record-schemas.ts'
import { errorBody, inputs, operationRecord, outputs, webhookEndpoint } from '../../schemas.ts'
import { eventSchemas } from '../../webhook.ts'

/** Every schema of the contract under a name of its own, so that records stand in the document once. */

type JsonSchema = Record<string, unknown>

const byName = {
  Address: records.address,
  AddressChange: records.addressChange,
  AuthenticationAttempt: records.authenticationAttempt,
  AuthenticationProfile: records.authenticationProfile,
  Authorization: records.authorization,
  Card: records.card,
  CardLock: records.lock,
  CustomerOverview: records.overview,
  CustomerSummary: records.customer,
  FraudClaim: records.fraudClaim,
  NetworkHold: records.hold,
  PasswordEvent: records.passwordEvent,
  PortalRegistration: records.portalRegistration,
  RecurringMerchant: records.recurringMerchant,
  Reissue: records.reissue,
  Shipment: records.shipment,
  Stop: records.stop,
  StopReason: records.stopReason,
  StoppableCard: records.stoppableCard,
  WalletToken: records.walletToken,
  ForCard: inputs.listLocks,
  ForCustomer: inputs.getCustomerOverview,
  OperationRecord: operationRecord,
  Error: errorBody,
  WebhookEndpoint: webhookEndpoint,
} satisfies Record<string, z.ZodType>

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** `card.updated` becomes `CardUpdated`. */
export const eventName = (type: string): string => type.split('.').map(capital).join('')

export const operationNames = Object.keys(inputs) as OperationName[] // the keys of `inputs` are the operations: schemas.ts proves it

function registerAll() {
  const registry = z.registry<{ id: string }>()
  const add = (id: string, schema: z.ZodType) => {
    if (!registry.has(schema)) registry.add(schema, { id })
  }
  for (const [id, schema] of Object.entries(byName)) add(id, schema)
  for (const name of operationNames) {
    add(`${capital(name)}Request`, inputs[name])
    add(`${capital(name)}Answer`, outputs[name])
  }
  for (const { type, schema } of eventSchemas) add(`${eventName(type)}Event`, schema)
  return registry
}
const registry = registerAll()

const pathOf = (id: string): string => `#/components/schemas/${id}`

/** A reference to a schema of the contract by its name in the document. */
export function schemaRef(schema: z.ZodType): { $ref: string } {
  const id = registry.get(schema)?.id
  if (id === undefined) throw new Error('a schema of the contract has no name')
  return { $ref: pathOf(id) }
}

/** All of them as JSON Schema, by name. */
export function componentSchemas(): Record<string, JsonSchema> {
  const { schemas } = z.toJSONSchema(registry, { uri: pathOf })
  const bare = Object.entries(schemas).map(([id, { $schema: _, $id: __, ...schema }]) => [
    id,
    schema,
  ])
  return Object.fromEntries(bare)
}
