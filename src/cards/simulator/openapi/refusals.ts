import type { ErrorCode, OperationName } from '../../card-system.ts'
import { isChangeName } from '../../card-system.ts'
import { errorBody } from '../../schemas.ts'
import { statusOf } from '../refused.ts'
import { schemaRef } from './components.ts'

/** With what an operation may be refused. */

const ALWAYS: readonly ErrorCode[] = [
  'invalid_request',
  'forbidden',
  'not_found',
  'rate_limited',
  'unavailable',
  'timeout_unknown',
]

const OWN: { [N in OperationName]?: readonly ErrorCode[] } = {
  releaseLock: ['policy_refused'],
  inquireNetworkHold: ['network_pending'],
  requestNetworkHoldRelease: ['policy_refused'],
  openFraudClaim: ['duplicate_item'],
  stopCard: ['conflict_state'],
  requestReissue: [
    'already_reissued',
    'reissue_restricted',
    'address_under_review',
    'policy_refused',
  ],
  requestAddressChange: ['invalid_postal_code'],
  requestReshipment: ['conflict_state', 'second_return', 'policy_refused'],
}

const codesOf = (name: OperationName): ErrorCode[] => [
  ...ALWAYS,
  ...(isChangeName(name) ? (['idempotency_mismatch'] as const) : []),
  ...(OWN[name] ?? []),
]

const MEANS: Readonly<Record<number, string>> = {
  400: 'The request or its key is not well formed',
  403: 'The token is missing or wrong',
  404: 'There is no such record',
  409: 'Not possible in the present state',
  422: 'Declined',
  429: 'Too many requests: certainly not done',
  503: 'Away: certainly not done',
  504: 'The outcome is not known: to be looked up by the key, never sent anew',
}

/** An error whose code is one of these. */
const errorWith = (codes: readonly ErrorCode[]) => ({
  allOf: [
    schemaRef(errorBody),
    { type: 'object', properties: { error: { properties: { code: { enum: [...codes] } } } } },
  ],
})

export function refusal(status: number, codes: readonly ErrorCode[]) {
  const waits = status === 429 || status === 503
  return {
    description: `${MEANS[status] ?? 'Not done'}: ${codes.join(', ')}`,
    ...(waits ? { headers: { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } } } : {}),
    content: { 'application/json': { schema: errorWith(codes) } },
  }
}

/** Every status with which the operation may be refused. */
export function refusalsOf(name: OperationName): Record<string, object> {
  const codes = codesOf(name)
  const statuses = [...new Set(codes.map(statusOf))].sort()
  const told = statuses.map((status) => {
    const those = codes.filter((code) => statusOf(code) === status)
    return [status, refusal(status, those)]
  })
  return { ...Object.fromEntries(told), ...BROKEN }
}

const BROKEN = {
  413: { $ref: '#/components/responses/NotRead' },
  415: { $ref: '#/components/responses/NotRead' },
  500: { $ref: '#/components/responses/Broken' },
}
export const sharedResponses = {
  NotRead: {
    description: 'The body is too long, or written in another way than JSON in UTF-8',
    content: { 'application/json': { schema: errorWith(['invalid_request']) } },
  },
  Broken: {
    description:
      'Something broke: whether anything was done is not known. To be looked up by the key, never sent anew.',
  },
}
