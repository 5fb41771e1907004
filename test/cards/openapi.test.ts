import { Validator } from '@seriousme/openapi-schema-validator'
import { expect } from 'chai'
import { CHANGES, ERROR_CODES, isChangeName } from '../../src/cards/card-system.ts'
import { inputs } from '../../src/cards/schemas.ts'
import { openApi } from '../../src/cards/simulator/openapi/document.ts'
import { statusOf } from '../../src/cards/simulator/refused.ts'
import { contractAt, type Exchange } from '../support/contract.ts'
import { type TestWorld, withWorld } from './world.ts'

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
const JSON_TYPE = { 'content-type': 'application/json' }

/** One request past the proxy, with what the contract says to it and to its answer. */
async function exchange(world: TestWorld, name: string, sample: unknown) {
  const contract = await contractAt(world.url)
  const headers = new Headers({ ...JSON_TYPE, 'idempotency-key': `openapi-${name}` })
  const asked = { method: 'POST', path: `/v1/${name}`, headers, body: JSON.stringify(sample) }
  const answer = await fetch(world.url + asked.path, { ...asked })
  const body = await answer.text()
  const against = (other: string) => contract.answer(asked, answer.status, answer.headers, other)
  return { contract, asked, answer, body, against }
}

describe('/openapi.json', () => {
  it('is a valid OpenAPI 3.1 document', async () => {
    const validator = new Validator()
    const { valid, errors } = await validator.validate(JSON.parse(JSON.stringify(openApi())))
    expect(valid, JSON.stringify(errors)).to.equal(true)
    expect(validator.version).to.equal('3.1')
  })

  it('describes every operation, and every answer keeps to it', () =>
    withWorld(async (world) => {
      for (const name of new Set(CHANGES_FIRST)) {
        const sample = new Map(Object.entries(SAMPLES)).get(name)
        const { contract, asked, answer, body, against } = await exchange(world, name, sample)
        expect(contract.request(asked), `${name}: input`).to.deep.equal([])
        expect(answer.status, `${name}: ${body}`).to.equal(200)
        expect(against(body), `${name}: output`).to.deep.equal([])
        const told: unknown = JSON.parse(body)
        const extra = Array.isArray(told) ? [...told, 7] : { ...Object(told), more: 7 }
        expect(against(JSON.stringify(extra)), `${name}: more than described`).to.have.length(1)
      }
    }))

  it('wants a key with changes, and JSON that is well formed', () =>
    withWorld(async (world) => {
      const contract = await contractAt(world.url)
      for (const [name, sample] of Object.entries(SAMPLES)) {
        const asked = { method: 'POST', path: `/v1/${name}`, headers: new Headers(JSON_TYPE) }
        const whole: Exchange = { ...asked, body: JSON.stringify(sample) }
        const missing = isChangeName(name) ? ['Idempotency-Key is missing'] : []
        expect(contract.request(whole), name).to.deep.equal(missing)
        expect(contract.request({ ...whole, body: '{"a"' })).to.include('the request is not JSON')
      }
      const other = { method: 'POST', path: '/v1/nothing', headers: new Headers(), body: '' }
      expect(contract.request(other)).to.deep.equal(['there is no such operation'])
    }))

  it('tells every error with its status, and when to ask again', () =>
    withWorld(async (world) => {
      const { against, contract, asked } = await exchange(world, 'listLocks', {})
      expect(against('{"error":{}}')).not.to.deep.equal([])
      const error = (code: string, status: number, headers = {}) => {
        const message = { ja: '', en: '' }
        const body = JSON.stringify({ error: { code, retryable: false, message } })
        return contract.answer(asked, status, new Headers(headers), body)
      }
      expect(error('invalid_request', 400)).to.deep.equal([])
      expect(error('network_pending', 400), 'not by this operation').to.have.length(1)
      expect(error('unavailable', 503)).to.deep.equal(['Retry-After is missing'])
      expect(error('unavailable', 503, { 'retry-after': '5' })).to.deep.equal([])
      expect(error('invalid_request', 418)).to.deep.equal(['418 is no answer to it'])
      const told = Object.values(openApi().paths).map((path) => JSON.stringify(path))
      for (const code of ERROR_CODES) {
        const mayGive = new RegExp(`"${statusOf(code)}":\\{"description":"[^"]*: [^"]*${code}`)
        expect(
          told.filter((path) => mayGive.test(path)),
          code,
        ).not.to.deep.equal([])
      }
    }))

  it('keeps to it when it refuses what is not well formed', () =>
    withWorld(async (world) => {
      const contract = await contractAt(world.url)
      const path = '/v1/listLocks'
      const sent: [Record<string, string>, string, number][] = [
        [JSON_TYPE, '{', 400],
        [{ 'content-type': 'text/plain' }, '{}', 400],
        [JSON_TYPE, JSON.stringify({ cardRef: 'x'.repeat(200_000) }), 413],
        [{ 'content-type': 'application/json; charset=latin9' }, '{}', 415],
      ]
      for (const [headers, body, status] of sent) {
        const asked = { method: 'POST', path, headers: new Headers(headers), body }
        const answer = await fetch(world.url + path, { ...asked })
        expect(answer.status).to.equal(status)
        const wrong = contract.answer(asked, status, answer.headers, await answer.text())
        expect(wrong, String(status)).to.deep.equal([])
      }
    }))

  it('alive', () =>
    withWorld(async ({ url }) => {
      expect(await (await fetch(`${url}/healthz`)).json()).to.deep.equal({ ok: true })
    }))
})
