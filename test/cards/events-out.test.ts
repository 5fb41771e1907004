import path from 'node:path'
import Database from 'better-sqlite3'
import { expect } from 'chai'
import { contractAt } from '../support/contract.ts'
import { SECRET } from '../support/webhooks.ts'
import {
  allKeepToIt,
  isSigned,
  type Listener,
  listen,
  setEndpoint,
  subscribe,
  until,
  untilEnded,
} from './events.ts'
import { newKey } from './orders.ts'
import { act, lever, open, press } from './stage.ts'
import { codeOf, MORNING, openWorld, STORY, type TestWorld, withFolder } from './world.ts'

const STOP = { cardRef: STORY.a, reason: 'suspected_fraud', alsoRelated: true } as const
const QUICKLY = { eventPausesMs: [5, 5, 5, 5] }

/** A world whose events somebody listens to. */
async function withListener(
  work: (world: TestWorld, listener: Listener) => Promise<void>,
): Promise<void> {
  const world = await openWorld(':memory:', { now: new Date(MORNING) }, QUICKLY)
  const listener = await listen()
  await subscribe(world, listener)
  try {
    await work(world, listener)
  } finally {
    await listener.close()
    await world.close()
  }
}

async function stop(world: TestWorld, listener: Listener, cardRef: string = STORY.a) {
  const key = newKey()
  const stopped = await world.cards.change('stopCard', { ...STOP, cardRef }, key)
  await untilEnded(listener, key)
  return stopped
}
const typesOf = ({ came }: Listener) => came.map(({ type }) => type)

describe('the card system’s events', () => {
  it('tell of every change, signed and as the contract says', () =>
    withListener(async (world, listener) => {
      const { stopRef } = await stop(world, listener)
      expect(new Set(typesOf(listener))).to.have.all.keys(
        'card.updated',
        'token.updated',
        'operation.completed',
      )
      const key = newKey()
      const order = { stopRef, newNumber: true, addressConfirmed: true }
      const { reissueRef } = await world.cards.change('requestReissue', order, key)
      await untilEnded(listener, key)
      const { shipmentRef } = await world.cards.read('getShipment', { reissueRef })
      const told = (type: string) =>
        listener.came.filter((each) => each.type === type).map(({ data }) => data)
      expect(told('reissue.updated')).to.deep.equal([{ reissueRef }])
      expect(told('shipment.updated')).to.deep.equal([{ reissueRef, shipmentRef }])
      expect(told('card.updated')).to.deep.include({
        cardRef: STORY.a,
        customerRef: STORY.customerRef,
      })
      await allKeepToIt(world, listener)
    }))

  it('tell of what the customer, the network and the post do, too', () =>
    withListener(async (world, listener) => {
      const { stopRef } = await stop(world, listener)
      const order = { stopRef, newNumber: true, addressConfirmed: true }
      await world.cards.change('requestReissue', order, newKey())
      await act(world, STORY.b, 'stranger-attempts', { charged: 'no' })
      const locked = await open(world, 'customer=customer-0102')
      await press(world, locked('form[action$="/wrong-passwords"]').first(), { times: '5' })
      listener.came.length = 0
      await press(world, lever(await open(world), 'clock'), { hours: '168' })
      await until('the parcel', () => typesOf(listener).includes('token.updated'))
      expect(typesOf(listener)).to.include.members([
        'reissue.updated',
        'shipment.updated',
        'card.updated',
      ])
      await allKeepToIt(world, listener)
    }))

  it('tell of locks and holds', () =>
    withListener(async (world, listener) => {
      await act(world, STORY.a, 'stranger-attempts', { charged: 'no' })
      await until('the hold', () => typesOf(listener).includes('hold.updated'))
      const [lock] = await world.cards.read('listLocks', { cardRef: STORY.a })
      const key = newKey()
      const release = { lockRef: lock?.lockRef ?? '', reasonText: '' }
      await world.cards.change('releaseLock', release, key)
      await untilEnded(listener, key)
      expect(typesOf(listener)).to.include('lock.updated')
    }))

  it('come after the change can be seen, and carry the time of its world', () =>
    withListener(async (world, listener) => {
      await press(world, lever(await open(world), 'clock'), { hours: '24' })
      await stop(world, listener)
      const { timestamp } = Object(JSON.parse(listener.came[0]?.body ?? ''))
      expect(timestamp).to.equal('2026-11-25T01:00:00.000Z')
      const sentAt = Number(listener.came[0]?.headers.get('webhook-timestamp')) * 1000
      expect(Math.abs(Date.now() - sentAt)).to.be.lessThan(60_000)
    }))

  it('tell of the end of a change once, also of one that was refused', () =>
    withListener(async (world, listener) => {
      const refused = { lockRef: 'none', reasonText: '' }
      const change = () => codeOf(world.cards.change('releaseLock', refused, 'refused-key'))
      expect(await change()).to.equal('not_found')
      expect(await change()).to.equal('not_found')
      await stop(world, listener)
      const ends = listener.came.filter(({ body }) => body.includes('refused-key'))
      expect(ends).to.have.length(1)
    }))

  it('a key that is too long for an event is honoured all the same', () =>
    withListener(async (world, listener) => {
      const key = 'k'.repeat(255)
      const stopped = await world.cards.change('stopCard', STOP, key)
      expect(await world.cards.change('stopCard', STOP, key)).to.deep.equal(stopped)
      await stop(world, listener, STORY.b)
      await allKeepToIt(world, listener)
    }))

  it('are sent again, with the same id and a new signature, until they are taken', () =>
    withListener(async (world, listener) => {
      for (const manner of [500, 429, 'reset'] as const) {
        listener.came.length = 0
        listener.answers(manner)
        const key = newKey()
        await world.cards
          .change('releaseLock', { lockRef: 'none', reasonText: '' }, key)
          .catch(() => {})
        await until('two tries', () => listener.came.length >= 2)
        listener.answers(204)
        await stop(world, listener, manner === 500 ? STORY.a : STORY.b)
        const tries = listener.came.filter(({ body }) => body.includes(`"${key}"`))
        expect(tries.length, String(manner)).to.be.greaterThan(1)
        expect(new Set(tries.map(({ id }) => id)).size).to.equal(1)
      }
      await allKeepToIt(world, listener)
    }))

  it('are not sent again once they were refused, or too often not taken', () =>
    withListener(async (world, listener) => {
      for (const [manner, tries] of [
        [401, 1],
        [404, 1],
        [503, 5],
      ] as const) {
        listener.came.length = 0
        listener.answers(manner)
        const key = newKey()
        await world.cards
          .change('releaseLock', { lockRef: 'none', reasonText: '' }, key)
          .catch(() => {})
        await until('the tries', () => listener.came.length >= tries)
        listener.answers(204)
        await stop(world, listener, `card-010${manner === 401 ? 1 : manner === 404 ? 2 : 4}-a`)
        const told = listener.came.filter(({ body }) => body.includes(`"${key}"`))
        expect(told, String(manner)).to.have.length(tries)
      }
    }))

  it('stop when they are wanted no more, until they are wanted again', () =>
    withListener(async (world, listener) => {
      listener.answers(410)
      await world.cards.change('stopCard', STOP, newKey())
      await until('the refusal', () => listener.came.length === 1)
      listener.answers(204)
      await world.cards.change('stopCard', { ...STOP, cardRef: STORY.b }, newKey())
      await subscribe(world, listener)
      await stop(world, listener, 'card-0102-a')
      expect(listener.came.filter(({ body }) => body.includes(STORY.b))).to.deep.equal([])
    }))
})

describe('the card system’s events: where they are sent', () => {
  const outgoing = (file: string): unknown => {
    const sqlite = new Database(file, { readonly: true })
    const row: unknown = sqlite.prepare('select count(*) as count from waiting_events').get()
    sqlite.close()
    return Object(row).count
  }

  /** The last event has come; that it was taken is written down when its answer is back. */
  const untilAllTaken = (file: string) =>
    until('every event to be taken', () => outgoing(file) === 0)

  it('nowhere until somebody wants them, and then nothing old', () =>
    withFolder(async (folder) => {
      const file = path.join(folder, 'cards.sqlite')
      const world = await openWorld(file)
      await world.cards.change('stopCard', STOP, 'before')
      expect(outgoing(file)).to.equal(0)
      const listener = await listen()
      await subscribe(world, listener)
      await stop(world, listener, STORY.b)
      expect(listener.came.filter(({ body }) => body.includes('"before"'))).to.deep.equal([])
      await untilAllTaken(file)
      await world.close()
      expect(outgoing(file)).to.equal(0)
      await listener.close()
    }))

  it('there also after a restart, and what was not taken before it', () =>
    withFolder(async (folder) => {
      const file = path.join(folder, 'cards.sqlite')
      const world = await openWorld(file)
      const listener = await listen()
      await subscribe(world, listener)
      listener.answers('hang')
      await world.cards.change('stopCard', STOP, 'before')
      await until('a try', () => listener.came.length === 1)
      await world.close()
      listener.answers(204)
      const again = await openWorld(file)
      await untilEnded(listener, 'before')
      await stop(again, listener, STORY.b)
      await untilAllTaken(file)
      await again.close()
      expect(outgoing(file)).to.equal(0)
      await listener.close()
    }))

  it('nowhere when an older program kept a place that is none', () =>
    withFolder(async (folder) => {
      const file = path.join(folder, 'cards.sqlite')
      const world = await openWorld(file)
      const listener = await listen()
      await subscribe(world, listener)
      listener.answers(500)
      await world.cards.change('stopCard', STOP, 'before')
      await until('a try', () => listener.came.length > 0)
      await world.close()
      const sqlite = new Database(file)
      sqlite
        .prepare("update settings set value = ? where name = 'webhook_endpoint'")
        .run(JSON.stringify({ url: listener.url, secret: `whsec_${'A'.repeat(33)}` }))
      sqlite.close()
      const again = await openWorld(file)
      await until('the events to be let go', () => outgoing(file) === 0)
      await again.cards.change('stopCard', { ...STOP, cardRef: STORY.b }, 'after')
      await again.close()
      await listener.close()
    }))

  it('only where a well-formed wish with the token says, and the secret is told to nobody', async () => {
    const token = { token: 'a token of sixteen' }
    const world = await openWorld(':memory:', { now: new Date(MORNING) }, token)
    const contract = await contractAt(world.url)
    const url = 'http://127.0.0.1:1/events'
    const bearer = { authorization: `Bearer ${token.token}` }
    const wishes: [object, Record<string, string>, number][] = [
      [{ url, secret: SECRET }, {}, 403],
      [{ url, secret: SECRET }, bearer, 204],
      [{ url: 'ftp://127.0.0.1', secret: SECRET }, bearer, 400],
      [{ url: 'events', secret: SECRET }, bearer, 400],
      [{ url, secret: 'whsec_short' }, bearer, 400],
      [{ url, secret: `whsec_${'A'.repeat(33)}` }, bearer, 400],
      [{ url }, bearer, 400],
    ]
    for (const [wish, headers, status] of wishes) {
      const answer = await setEndpoint(world, wish, headers)
      const body = await answer.text()
      expect([answer.status, body.includes(SECRET)], body).to.deep.equal([status, false])
      const asked = { method: 'PUT', path: '/webhook-endpoint', headers: new Headers(), body: '' }
      expect(contract.answer(asked, status, answer.headers, body)).to.deep.equal([])
    }
    await world.close()
  })
})

describe('the card system’s events: faults on their way', () => {
  it('dropped and repeated', () =>
    withListener(async (world, listener) => {
      await world.faults({ operation: 'webhooks', kind: 'drop', times: 1 })
      await world.cards
        .change('releaseLock', { lockRef: 'none', reasonText: '' }, 'dropped')
        .catch(() => {})
      await world.faults({ operation: 'webhooks', kind: 'repeat' })
      await stop(world, listener)
      await until('all twice', () => listener.came.length === 6)
      expect(listener.came.filter(({ body }) => body.includes('"dropped"'))).to.deep.equal([])
      const ids = listener.came.map(({ id }) => id)
      expect([ids[0], ids[2], ids[4]]).to.deep.equal([ids[1], ids[3], ids[5]])
    }))

  it('out of their order: the first one comes after the second', () =>
    withListener(async (world, listener) => {
      await world.faults({ operation: 'webhooks', kind: 'reorder', times: 1, delayMs: 100_000 })
      await stop(world, listener)
      await until('all three', () => listener.came.length === 3)
      expect(typesOf(listener)).to.deep.equal([
        'token.updated',
        'card.updated',
        'operation.completed',
      ])
    }))

  it('late', () =>
    withListener(async (world, listener) => {
      await world.faults({ operation: 'webhooks', kind: 'delay', times: 1, delayMs: 50 })
      await stop(world, listener)
      await until('all three', () => listener.came.length === 3)
      expect(typesOf(listener).at(-1)).to.equal('card.updated')
    }))

  it('badly signed', () =>
    withListener(async (world, listener) => {
      await world.faults({ operation: 'webhooks', kind: 'bad_signature', times: 1 })
      await stop(world, listener)
      await until('it again', () => listener.came.length === 4)
      expect(listener.came.map(isSigned)).to.deep.equal([false, true, true, true])
      expect(listener.came[3]?.id).to.equal(listener.came[0]?.id)
    }))
})
