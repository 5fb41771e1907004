import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import type { RequestFault } from '../../src/cards/simulator/faults.ts'
import { newKey, order, stopFor } from './orders.ts'
import { codeOf, openWorld, STORY, type TestWorld, withFolder, withWorld } from './world.ts'

const LOCKS = { cardRef: STORY.a }
const STOP = { cardRef: STORY.a, reason: 'suspected_fraud', alsoRelated: true } as const

/** A request as it goes over the wire, and what comes back of it. */
const post = (world: TestWorld, name: string, body: unknown, init: RequestInit = {}) =>
  fetch(`${world.url}/v1/${name}`, {
    method: 'POST',
    body: JSON.stringify(body),
    ...init,
    headers: { 'content-type': 'application/json', 'idempotency-key': newKey(), ...init.headers },
  })
const mark = (answer: Response) => answer.headers.get('x-simulated-fault')
const lookUp = (world: TestWorld, idempotencyKey: string) =>
  world.cards.read('getOperation', { idempotencyKey })
const read = (world: TestWorld) => codeOf(world.cards.read('listLocks', LOCKS))

describe('/faults: the card system misbehaves on demand', () => {
  it('says in a header of the answer what was done to it, and nothing when nothing was', () =>
    withWorld(async (world) => {
      const statusOf = { error_400: 400, error_500: 500, error_503: 503, malformed: 200 } as const
      for (const kind of ['error_400', 'error_500', 'error_503', 'malformed'] as const) {
        await world.faults({ operation: 'listLocks', kind, times: 1 })
        const answer = await post(world, 'listLocks', LOCKS)
        expect([answer.status, mark(answer)], kind).to.deep.equal([statusOf[kind], kind])
      }
      const whole = await post(world, 'listLocks', LOCKS)
      expect([whole.status, mark(whole)]).to.deep.equal([200, null])
    }))

  it('away: with the time after which to ask again', () =>
    withWorld(async (world) => {
      await world.faults({ operation: '*', kind: 'error_503' })
      const answer = await post(world, 'listLocks', LOCKS)
      expect(Number(answer.headers.get('retry-after'))).to.be.greaterThan(0)
    }))

  it('malformed JSON and JSON of another shape: the work may be done, so the adapter does not know', () =>
    withWorld(async (world) => {
      for (const kind of ['malformed', 'wrong_schema'] as const) {
        await world.faults({ operation: 'stopCard', kind, times: 1 })
        const key = newKey()
        expect(await codeOf(world.cards.change('stopCard', STOP, key))).to.equal('timeout_unknown')
        expect((await lookUp(world, key)).state, kind).to.equal('done')
      }
      await world.faults({ operation: 'listLocks', kind: 'wrong_schema', times: 1 })
      const answer = await post(world, 'listLocks', LOCKS)
      expect([answer.status, mark(answer)]).to.deep.equal([200, 'wrong_schema'])
      expect(await answer.json()).not.to.be.an('array')
    }))

  it('a request delivered twice has one effect and the one answer, thanks to its key', () =>
    withWorld(async (world) => {
      const { cards } = world
      await world.faults({ operation: 'changes', kind: 'twice' })
      const { lockRef } = (await cards.read('listLocks', LOCKS))[0] ?? { lockRef: '' }
      await cards.change('releaseLock', { lockRef, reasonText: '' }, newKey())
      const { stopRef } = await stopFor(cards, STORY.a)
      const ordered = await order(cards, stopRef)
      const { customerRef } = STORY
      expect(await cards.read('listReissues', { customerRef })).to.deep.equal([ordered])
      expect(await cards.read('listStops', { customerRef })).to.have.length(1)
      const events = await cards.read('listPasswordEvents', { customerRef, since: '2026-01-01' })
      expect(events.filter(({ kind }) => kind === 'unlocked')).to.have.length(1)
    }))

  it('a hang that nobody waits for any more is no running operation', () =>
    withWorld(async (world) => {
      await world.faults({ operation: 'stopCard', kind: 'hang', delayMs: 120, times: 1 })
      const signal = AbortSignal.timeout(40)
      const headers = { 'idempotency-key': 'left-early' }
      const left = await post(world, 'stopCard', STOP, { signal, headers }).catch(() => 'left')
      expect(left).to.equal('left')
      expect((await lookUp(world, 'left-early')).state).to.equal('running')
      const until = Date.now() + 5_000
      while ((await lookUp(world, 'left-early')).state === 'running' && Date.now() < until)
        await sleep(20)
      expect((await lookUp(world, 'left-early')).state).to.equal('unknown')
    }))

  it('a key is running as long as one request under it is', () =>
    withWorld(async (world) => {
      await world.faults(
        { operation: 'stopCard', kind: 'hang', times: 1 },
        { operation: 'stopCard', kind: 'reset', times: 1 },
      )
      const leaving = new AbortController()
      const headers = { 'idempotency-key': 'two-at-once' }
      const hanging = post(world, 'stopCard', STOP, { signal: leaving.signal, headers }).catch(
        () => 'left',
      )
      while ((await lookUp(world, 'two-at-once')).state === 'unknown') await sleep(5)
      await post(world, 'stopCard', STOP, { headers }).catch(() => 'reset')
      expect((await lookUp(world, 'two-at-once')).state).to.equal('running')
      leaving.abort()
      expect(await hanging).to.equal('left')
    }))
})

describe('/faults: dice', () => {
  const strikes = async (world: TestWorld, count: number) => {
    const codes: string[] = []
    while (codes.length < count) codes.push(await read(world))
    return codes
  }
  const sometimes = (seed: number, more: Partial<RequestFault> = {}): Partial<RequestFault> => ({
    operation: 'listLocks',
    kind: 'error_400',
    chance: 0.5,
    seed,
    ...more,
  })

  it('fall alike for the same seed, and otherwise for another', () =>
    withWorld(async (world) => {
      await world.faults(sometimes(7))
      const once = await strikes(world, 20)
      expect(new Set(once)).to.have.all.keys('done', 'invalid_request')
      await world.faults(sometimes(7))
      expect(await strikes(world, 20)).to.deep.equal(once)
      await world.faults(sometimes(8))
      expect(await strikes(world, 20)).not.to.deep.equal(once)
    }))

  it('never, always, and no more often than wished', () =>
    withWorld(async (world) => {
      await world.faults(sometimes(1, { chance: 0 }))
      expect(new Set(await strikes(world, 10))).to.have.all.keys('done')
      await world.faults(sometimes(1, { chance: 1 }))
      expect(new Set(await strikes(world, 10))).to.have.all.keys('invalid_request')
      await world.faults(sometimes(1, { times: 3 }))
      const struck = (await strikes(world, 30)).filter((code) => code !== 'done')
      expect(struck).to.have.length(3)
    }))
})

describe('/faults: what may be wished', () => {
  it('faults of requests for requests, faults of events for events', () =>
    withWorld(async (world) => {
      const wish = async (fault: object) => {
        const body = JSON.stringify({ faults: [fault] })
        const headers = { 'content-type': 'application/json' }
        return (await fetch(`${world.url}/faults`, { method: 'POST', headers, body })).status
      }
      expect(await wish({ operation: 'webhooks', kind: 'bad_signature' })).to.equal(200)
      expect(await wish({ operation: 'webhooks', kind: 'lost' })).to.equal(400)
      expect(await wish({ operation: 'stopCard', kind: 'drop' })).to.equal(400)
      expect(await wish({ operation: 'stopCard', kind: 'lost', chance: 1.5 })).to.equal(400)
    }))

  it('and they outlive the process', () =>
    withFolder(async (folder) => {
      const file = path.join(folder, 'cards.sqlite')
      const before = await openWorld(file)
      await before.faults({ operation: 'listLocks', kind: 'error_400', times: 2 })
      expect(await read(before)).to.equal('invalid_request')
      await before.close()
      const after = await openWorld(file)
      expect([await read(after), await read(after)]).to.deep.equal(['invalid_request', 'done'])
      await after.close()
    }))
})
