import { once } from 'node:events'
import { createServer } from 'node:http'
import { expect } from 'chai'
import { openApi } from '../../src/cards/simulator/openapi/document.ts'
import { contractProxy } from '../support/contract-proxy.ts'
import { STORY, withWorld } from './world.ts'

/** A card system that keeps its document and breaks it. */
async function withLiar(
  told: { status: number; headers?: Record<string, string>; body: string },
  work: (url: string) => Promise<void>,
): Promise<string> {
  const server = createServer((request, response) => {
    const isDocument = request.url === '/openapi.json'
    if (isDocument) response.end(JSON.stringify(openApi()))
    else response.writeHead(told.status, told.headers).end(told.body)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const proxy = await contractProxy(
    `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
  )
  await work(proxy.url)
  const found = await proxy.close().then(
    () => '',
    (error: Error) => error.message,
  )
  server.closeAllConnections()
  server.close()
  return found
}

const ask = async (url: string, name = 'listLocks', body: object = { cardRef: STORY.a }) => {
  const headers = { 'content-type': 'application/json' }
  const sent = { method: 'POST', headers, body: JSON.stringify(body) }
  return await (await fetch(`${url}/v1/${name}`, sent)).text()
}

describe('the proxy that keeps the contract in every test', () => {
  it('lets pass what keeps to it, and what was spoilt on purpose', () =>
    withWorld(async ({ cards, faults }) => {
      expect(await cards.read('listLocks', { cardRef: STORY.a })).to.have.length(1)
      await faults({ operation: 'listLocks', kind: 'wrong_schema', times: 1 })
      expect(await cards.read('listLocks', { cardRef: STORY.a })).to.have.length(1)
    }))

  it('tells of an answer of another shape, of an unknown status, and of no JSON', async () => {
    const answered = (status: number, body: string) =>
      withLiar({ status, body }, async (url) => void expect(await ask(url)).to.equal(body))
    expect(await answered(200, '[7]')).to.include('POST /v1/listLocks: the answer (200)/0 must be')
    expect(await answered(418, '[]')).to.include('418 is no answer to it')
    expect(await answered(200, '[')).to.include('is not JSON')
    expect(await answered(200, '[]')).to.equal('')
    const headers = { 'x-simulated-fault': 'malformed' }
    const spoilt = { status: 200, headers, body: '[' }
    expect(await withLiar(spoilt, async (url) => void (await ask(url)))).to.equal('')
  })

  it('tells of a request that is not well formed, or without its key', async () => {
    const none = { status: 500, body: '' }
    const found = await withLiar(none, async (url) => {
      await ask(url, 'listLocks', { cardRef: 7 })
      await ask(url, 'releaseLock', { lockRef: 'lock-1', reasonText: '' })
    })
    expect(found).to.include('listLocks: the request/cardRef must be string')
    expect(found).to.include('releaseLock: Idempotency-Key is missing')
  })
})
