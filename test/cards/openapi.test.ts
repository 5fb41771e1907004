import { Validator } from '@seriousme/openapi-schema-validator'
import { expect } from 'chai'
import { z } from 'zod'
import { CHANGES } from '../../src/cards/card-system.ts'
import { inputs } from '../../src/cards/schemas.ts'
import { withWorld } from './world.ts'

/** The parts of the document that the test looks into; JSON Schema itself is read by zod. */
const content = z.object({
  'application/json': z.object({ schema: z.record(z.string(), z.unknown()) }),
})
const document = z.object({
  openapi: z.literal('3.1.0'),
  paths: z.record(
    z.string(),
    z.object({
      post: z.object({
        parameters: z.array(z.object({ name: z.string() })),
        requestBody: z.object({ content }),
        responses: z.object({ 200: z.object({ content }) }),
      }),
    }),
  ),
  components: z.object({ schemas: z.object({ Error: z.record(z.string(), z.unknown()) }) }),
})

const SAMPLES: { [N in keyof typeof inputs]: Record<string, unknown> } = {
  searchCustomers: { kana: 'ナカムラ', last4: '0005' },
  getCustomerOverview: { customerRef: 'customer-0101' },
  listStoppableCards: { customerRef: 'customer-0103' },
  getAuthenticationProfile: { cardRef: 'card-0101-a' },
  listAuthenticationAttempts: { cardRef: 'card-0101-a', since: '2026-01-01' },
  listPasswordEvents: { customerRef: 'customer-0101', since: '2026-01-01' },
  listLocks: { cardRef: 'card-0101-a' },
  listNetworkHolds: { cardRef: 'card-0109-a' },
  listAuthorizations: { cardRef: 'card-0105-a', since: '2026-01-01', limit: 10 },
  getShipment: { reissueRef: 'reissue-000001' },
  listReissues: { customerRef: 'customer-0106' },
  listStops: { customerRef: 'customer-0103' },
  listWalletTokens: { customerRef: 'customer-0101' },
  listRecurringMerchants: { cardRef: 'card-0103-a', months: 13 },
  getPortalRegistration: { customerRef: 'customer-0101' },
  getOperation: { idempotencyKey: 'openapi-releaseLock' },
  releaseLock: { lockRef: 'lock-000001', reasonText: '' },
  inquireNetworkHold: { holdRef: 'hold-000001' },
  requestNetworkHoldRelease: { holdRef: 'hold-000001', confirmation: '' },
  reportAttempt: { attemptRef: 'attempt-000001', verdict: 'genuine' },
  openFraudClaim: { cardRef: 'card-0105-a', items: [{ authRef: 'auth-000006' }], disclosure: '' },
  stopCard: { cardRef: 'card-0101-a', reason: 'lost', alsoRelated: true },
  requestReissue: { stopRef: 'stop-000004', newNumber: true, addressConfirmed: true },
  requestAddressChange: {
    customerRef: 'customer-0107',
    address: { postalCode: '000-0001', prefecture: '東京都', city: '市', line1: '1', line2: null },
    evidence: 'second_person: mori',
  },
  requestReshipment: { shipmentRef: 'shipment-000002' },
}
const CHANGES_FIRST = [...CHANGES, ...Object.keys(inputs)] as const

const matches = (schema: Record<string, unknown>, value: unknown) =>
  // zod reads what zod wrote; the cast only names the JSON that the server sent.
  z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]).safeParse(value)

/** The part that says what can be asked. */
async function operationsOf(url: string) {
  const api: { paths: Record<string, unknown> } = Object(
    await (await fetch(`${url}/openapi.json`)).json(),
  )
  const asked = Object.entries(api.paths).filter(([path]) => path.startsWith('/v1/'))
  return document.parse({ ...api, paths: Object.fromEntries(asked) })
}

describe('/openapi.json', () => {
  it('is a document of OpenAPI 3.1', () =>
    withWorld(async ({ url }) => {
      const api: unknown = await (await fetch(`${url}/openapi.json`)).json()
      const checked = await new Validator().validate(Object(api))
      expect(checked).to.deep.include({ valid: true })
      expect(Object.keys(Object(api).webhooks)).to.have.length(7)
    }))

  it('describes every operation, and every answer keeps to it', () =>
    withWorld(async ({ url }) => {
      const api = await operationsOf(url)
      expect(Object.keys(api.paths)).to.have.length(Object.keys(inputs).length)
      for (const name of new Set(CHANGES_FIRST)) {
        const operation = api.paths[`/v1/${name}`]?.post
        const sample = new Map(Object.entries(SAMPLES)).get(name)
        if (!operation) throw new Error(`${name} is not described`)
        const asked = operation.requestBody.content['application/json'].schema
        expect(matches(asked, sample).success, `${name}: input`).to.equal(true)
        const answer = await fetch(`${url}/v1/${name}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'idempotency-key': `openapi-${name}` },
          body: JSON.stringify(sample),
        })
        const body: unknown = await answer.json()
        expect(answer.status, `${name}: ${JSON.stringify(body)}`).to.equal(200)
        const told = operation.responses[200].content['application/json'].schema
        expect(matches(told, body).success, `${name}: output`).to.equal(true)
        const extra = Array.isArray(body) ? [...body, 7] : { ...Object(body), more: 7 }
        expect(matches(told, extra).success, `${name}: more than described`).to.equal(false)
      }
    }))

  it('changes need a key, reads do not, and errors have their shape', () =>
    withWorld(async ({ url }) => {
      const api = await operationsOf(url)
      for (const [path, { post }] of Object.entries(api.paths)) {
        const isChange = CHANGES.some((name) => path === `/v1/${name}`)
        expect(post.parameters.length, path).to.equal(isChange ? 1 : 0)
      }
      const answer = await fetch(`${url}/v1/listLocks`, { method: 'POST' })
      expect(matches(api.components.schemas.Error, await answer.json()).success).to.equal(true)
      expect(matches(api.components.schemas.Error, { error: {} }).success).to.equal(false)
    }))

  it('alive', () =>
    withWorld(async ({ url }) => {
      expect(await (await fetch(`${url}/healthz`)).json()).to.deep.equal({ ok: true })
    }))
})
