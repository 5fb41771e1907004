import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'chai'
import { Webhook } from 'standardwebhooks'
import { readEvent } from '../../src/cards/webhook.ts'
import { tellEndpoint } from '../../src/cards/webhook-endpoint.ts'
import { SECRET } from '../support/webhooks.ts'
import { stopFor } from './orders.ts'
import { STORY, type TestWorld, withWorld } from './world.ts'

interface Arrived {
  readonly id: string
  readonly isGenuine: boolean
  readonly type: string
}

/** Somebody who takes the events, and answers as told; waits for so many that came. */
async function withReceiver(
  world: TestWorld,
  answers: readonly number[],
  work: (arrived: readonly Arrived[], until: (count: number) => Promise<void>) => Promise<void>,
): Promise<void> {
  const arrived: Arrived[] = []
  let heard = () => {}
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (piece) => {
      body += String(piece)
    })
    request.on('end', () => {
      arrived.push(read(request.headers, body))
      response.writeHead(answers[arrived.length - 1] ?? 204).end()
      heard()
    })
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo // it listens on a port
  const url = `http://127.0.0.1:${port}/`
  expect(await tellEndpoint(world.url, { url, secret: SECRET })).to.equal(true)
  const until = async (count: number) => {
    while (arrived.length < count)
      await new Promise<void>((resolve) => {
        heard = resolve
      })
  }
  try {
    await work(arrived, until)
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
}

function read(headers: NodeJS.Dict<string | string[]>, body: string): Arrived {
  const id = String(headers['webhook-id'])
  const signed = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, String(value)]),
  )
  const event = readEvent(id, body)
  try {
    new Webhook(SECRET).verify(body, signed)
    return { id, isGenuine: true, type: event?.type ?? 'unreadable' }
  } catch {
    return { id, isGenuine: false, type: event?.type ?? 'unreadable' }
  }
}

describe('the events of the card system', () => {
  it('tell of each change, signed, in the order in which it was made', () =>
    withWorld((world) =>
      withReceiver(world, [], async (arrived, until) => {
        await stopFor(world.cards, STORY.a)
        await until(3)
        expect(arrived.map(({ type }) => type)).to.include.members([
          'card.updated',
          'operation.completed',
        ])
        expect(arrived.every(({ isGenuine }) => isGenuine)).to.equal(true)
      }),
    ))

  it('come again until they are taken, under the same id; a refusal is final', () =>
    withWorld((world) =>
      withReceiver(world, [500, 404], async (arrived, until) => {
        await stopFor(world.cards, STORY.a)
        await until(4)
        const ids = arrived.map(({ id }) => id)
        expect(ids.filter((id) => id === ids[0])).to.have.length(2)
        expect(ids.filter((id) => id === ids[1])).to.have.length(1)
      }),
    ))

  it('are told of nowhere without an endpoint', () =>
    withWorld(async (world) => {
      await stopFor(world.cards, STORY.a)
      await withReceiver(world, [], async (arrived) => {
        await world.cards.read('listLocks', { cardRef: STORY.a })
        expect(arrived).to.deep.equal([])
      })
    }))

  it('misbehave on demand: repeated, dropped, forged', () =>
    withWorld((world) =>
      withReceiver(world, [204, 204, 401], async (arrived, until) => {
        await world.faults(
          { operation: 'webhooks', kind: 'repeat', times: 1 },
          { operation: 'webhooks', kind: 'bad_signature', times: 1 },
        )
        await stopFor(world.cards, STORY.a)
        await until(4)
        const [first, again, forged] = arrived
        expect(again).to.deep.equal(first)
        expect([forged?.isGenuine, forged?.id === first?.id]).to.deep.equal([false, false])
      }),
    ))
})

describe('faults of the card system', () => {
  const stop = { cardRef: STORY.a, reason: 'lost', alsoRelated: true } as const
  const send = (url: string) =>
    fetch(`${url}/v1/stopCard`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'key-1' },
      body: JSON.stringify(stop),
    })

  it('a request that arrives twice has one effect, thanks to its key', () =>
    withWorld(async ({ cards, faults }) => {
      await faults({ operation: 'stopCard', kind: 'twice', times: 1 })
      const { stopRef } = await cards.change('stopCard', stop, 'key-1')
      const stops = await cards.read('listStops', { customerRef: STORY.customerRef })
      expect(stops.map((each) => each.stopRef)).to.deep.equal([stopRef])
    }))

  it('an answer of another shape is not known, and the key tells that it was done', () =>
    withWorld(async ({ cards, faults }) => {
      await faults({ operation: 'stopCard', kind: 'wrong_schema', times: 1 })
      const lost = await cards.change('stopCard', stop, 'key-1').catch((error: Error) => error)
      expect(lost).to.have.property('code', 'timeout_unknown')
      const record = await cards.read('getOperation', { idempotencyKey: 'key-1' })
      expect(record.state).to.equal('done')
    }))

  it('503 says when to come again, and what a fault spoilt says which it was', () =>
    withWorld(async ({ url, faults }) => {
      await faults({ operation: 'stopCard', kind: 'error_503', times: 1 })
      const answer = await send(url)
      expect([answer.status, answer.headers.get('retry-after')]).to.deep.equal([503, '1'])
      expect(answer.headers.get('x-simulated-fault')).to.equal('error_503')
      expect((await send(url)).headers.get('x-simulated-fault')).to.equal(null)
    }))

  it('strike as often as their chance says', () =>
    withWorld(async ({ url, faults }) => {
      await faults({ operation: 'stopCard', kind: 'error_503', chance: 0 })
      expect((await send(url)).status).to.equal(200)
      await faults({ operation: 'stopCard', kind: 'error_503', chance: 1 })
      expect((await send(url)).status).to.equal(503)
    }))
})
