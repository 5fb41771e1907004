import { expect } from 'chai'
import { httpCardSystem } from '../../src/cards/http.ts'
import { withLuhnDigit } from './card-numbers.ts'
import { codeOf, STORY, withServer, withWorld } from './world.ts'

const stop = { cardRef: STORY.a, reason: 'lost', alsoRelated: true } as const
const json = { 'content-type': 'application/json' }

describe('the card system over HTTP, when it fails', () => {
  it('connection refused: nothing was done', async () => {
    const cards = httpCardSystem({ baseUrl: 'http://127.0.0.1:9' })
    expect(await codeOf(cards.change('stopCard', stop, 'key-1'))).to.equal('unavailable')
    expect(await codeOf(cards.read('listLocks', { cardRef: STORY.a }))).to.equal('unavailable')
    await cards.close()
  })

  it('503 that says unavailable: nothing was done', () =>
    withWorld(async ({ cards, faults }) => {
      await faults({ operation: 'stopCard', kind: 'error_503', times: 1 })
      expect(await codeOf(cards.change('stopCard', stop, 'key-1'))).to.equal('unavailable')
      expect(await codeOf(cards.change('stopCard', stop, 'key-1'))).to.equal('done')
    }))

  for (const kind of ['error_500', 'reset', 'hang', 'malformed'] as const) {
    it(`${kind}: a change is not known, and its key tells`, () =>
      withWorld(async ({ cards, faults }) => {
        await faults({ operation: 'stopCard', kind, times: 1 })
        expect(await codeOf(cards.change('stopCard', stop, 'key-1'))).to.equal('timeout_unknown')
        const { state } = await cards.read('getOperation', { idempotencyKey: 'key-1' })
        expect(state).to.equal(kind === 'malformed' ? 'done' : 'unknown')
        const card = await cards.change('stopCard', stop, 'key-1')
        expect(card.cardRef).to.equal(STORY.a)
      }))
  }

  it('the answer is lost: the work was done, once', () =>
    withWorld(async ({ cards, faults }) => {
      await faults({ operation: 'stopCard', kind: 'lost', times: 1 })
      expect(await codeOf(cards.change('stopCard', stop, 'key-1'))).to.equal('timeout_unknown')
      const record = await cards.read('getOperation', { idempotencyKey: 'key-1' })
      expect(record.state).to.equal('done')
      expect(record.result).to.deep.equal(await cards.change('stopCard', stop, 'key-1'))
    }))

  it('a change that has arrived is running, and unknown if it was dropped', () =>
    withWorld(async ({ cards, faults, url }) => {
      const state = async () =>
        (await cards.read('getOperation', { idempotencyKey: 'key-1' })).state
      await faults({ operation: 'stopCard', kind: 'hang', times: 1 })
      const leaving = new AbortController()
      const headers = { ...json, 'idempotency-key': 'key-1' }
      const body = JSON.stringify(stop)
      const options = { method: 'POST', headers, body, signal: leaving.signal }
      const hanging = fetch(`${url}/v1/stopCard`, options).catch(() => 'left')
      while ((await state()) !== 'running');
      leaving.abort()
      expect(await hanging).to.equal('left')
      while ((await state()) !== 'unknown');
    }))

  it('a change that outlives the wait is never unknown, and done in the end', () =>
    withWorld(async ({ cards, faults }) => {
      await faults({ operation: 'stopCard', kind: 'delay', delayMs: 2500, times: 1 })
      expect(await codeOf(cards.change('stopCard', stop, 'key-1'))).to.equal('timeout_unknown')
      const states: string[] = []
      while (states.at(-1) !== 'done') {
        states.push((await cards.read('getOperation', { idempotencyKey: 'key-1' })).state)
      }
      expect(states).not.to.include('unknown')
    }))

  it('reads: tried twice, then unavailable', () =>
    withWorld(async ({ cards, faults }) => {
      const read = () => codeOf(cards.read('listLocks', { cardRef: STORY.a }))
      for (const kind of ['error_500', 'error_503', 'reset', 'malformed'] as const) {
        await faults({ operation: 'listLocks', kind, times: 1 })
        expect(await read(), `${kind} once`).to.equal('done')
        await faults({ operation: 'listLocks', kind, times: 2 })
        expect(await read(), `${kind} twice`).to.equal('unavailable')
      }
      await faults({ operation: 'reads', kind: 'hang' })
      expect(await read()).to.equal('unavailable')
    }))

  it('a refused read is not tried again', () => {
    let asked = 0
    const listener = (_: unknown, response: import('node:http').ServerResponse) => {
      asked += 1
      const error = { code: 'not_found', retryable: false, message: { ja: '', en: '' } }
      response.writeHead(404, json).end(JSON.stringify({ error }))
    }
    return withServer(listener, async (cards) => {
      expect(await codeOf(cards.read('listLocks', { cardRef: 'x' }))).to.equal('not_found')
      expect(asked).to.equal(1)
    })
  })

  const strange: [string, number, string][] = [
    ['a page of some proxy', 503, '<html>try later</html>'],
    ['another service', 404, '{"message":"no route"}'],
    ['a redirect', 302, ''],
    ['an answer of another shape', 200, '{"stopRef":7}'],
    ['an error that only claims to be unavailable', 500, errorOf('unavailable')],
    ['an unknown error code', 409, errorOf('so_so')],
  ]
  for (const [name, status, body] of strange) {
    it(`${name} (${status}) is no answer`, () =>
      withServer(
        (_, response) => response.writeHead(status, json).end(body),
        async (cards) => {
          expect(await codeOf(cards.change('stopCard', stop, 'key-1'))).to.equal('timeout_unknown')
          const read = cards.read('listLocks', { cardRef: STORY.a })
          expect(await codeOf(read)).to.equal('unavailable')
        },
      ))
  }

  it('a card number in an answer is black before anybody sees it, and no reference', () => {
    const number = withLuhnDigit('4'.padEnd(15, '7'))
    const charge = { lastAt: '2026-11-01', amountYen: 980, cadence: 'monthly' }
    let ref = 'm-1'
    const answer = () => [
      { ...charge, merchantRef: ref, name: `SHOP ${number}`, updaterState: 'unknown' },
    ]
    const refused = { code: 'policy_refused', retryable: false, message: { ja: number, en: '' } }
    return withServer(
      (request, response) => {
        if (request.url === '/v1/listLocks')
          response.writeHead(409, json).end(JSON.stringify({ error: refused }))
        else response.writeHead(200, json).end(JSON.stringify(answer()))
      },
      async (cards) => {
        const read = () => cards.read('listRecurringMerchants', { cardRef: 'c', months: 13 })
        expect((await read())[0]?.name).to.equal(`SHOP ${'●'.repeat(number.length)}`)
        const error = await cards.read('listLocks', { cardRef: 'c' }).catch((why) => String(why))
        expect(error).not.to.contain(number)
        ref = number
        expect(await codeOf(read())).to.equal('unavailable')
      },
    )
  })

  it('sends the token and the key, and a system with a token wants it', () => {
    const seen: unknown[] = []
    const listener = (
      request: import('node:http').IncomingMessage,
      response: import('node:http').ServerResponse,
    ) => {
      seen.push([request.url, request.headers['idempotency-key'], request.headers.authorization])
      response.writeHead(403, json).end(errorOf('forbidden'))
    }
    return withServer(listener, async (cards, server) => {
      const address = server.address()
      const port = typeof address === 'object' ? address?.port : 0
      const guarded = httpCardSystem({ baseUrl: `http://127.0.0.1:${port}/`, token: 'quiet' })
      expect(await codeOf(guarded.change('stopCard', stop, 'key-1'))).to.equal('forbidden')
      expect(await codeOf(cards.read('listLocks', { cardRef: 'x' }))).to.equal('forbidden')
      expect(seen).to.deep.equal([
        ['/v1/stopCard', 'key-1', 'Bearer quiet'],
        ['/v1/listLocks', undefined, undefined],
      ])
      await guarded.close()
    })
  })
})

function errorOf(code: string): string {
  return JSON.stringify({ error: { code, retryable: true, message: { ja: '', en: '' } } })
}
