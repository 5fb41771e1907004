import path from 'node:path'
import { expect } from 'chai'
import { httpCardSystem } from '../../src/cards/http.ts'
import { createSimulator } from '../../src/cards/simulator/simulator.ts'
import { codeOf, openWorld, STORY, withFolder, withWorld } from './world.ts'

const stop = { cardRef: STORY.a, reason: 'suspected_fraud', alsoRelated: true } as const

describe('idempotency keys', () => {
  it('the same key and input give the same answer and do nothing twice', () =>
    withWorld(async ({ cards, clock }) => {
      const one = await cards.change('stopCard', stop, 'key-1')
      clock.now = new Date('2026-11-24T05:00:00.000Z')
      expect(await cards.change('stopCard', stop, 'key-1')).to.deep.equal(one)
      const ordered = { alsoRelated: true, reason: 'suspected_fraud', cardRef: STORY.a } as const
      expect(await cards.change('stopCard', ordered, 'key-1')).to.deep.equal(one)
    }))

  it('the same key with another input is refused', () =>
    withWorld(async ({ cards }) => {
      await cards.change('stopCard', stop, 'key-1')
      const other = cards.change('stopCard', { ...stop, cardRef: STORY.b }, 'key-1')
      expect(await codeOf(other)).to.equal('idempotency_mismatch')
      const elsewhere = cards.change('inquireNetworkHold', { holdRef: 'x' }, 'key-1')
      expect(await codeOf(elsewhere)).to.equal('idempotency_mismatch')
    }))

  it('a refusal is remembered as well', () =>
    withWorld(async ({ cards }) => {
      const release = { lockRef: 'none', reasonText: '' }
      expect(await codeOf(cards.change('releaseLock', release, 'key-1'))).to.equal('not_found')
      const record = await cards.read('getOperation', { idempotencyKey: 'key-1' })
      expect(record).to.deep.equal({
        state: 'failed',
        operation: 'releaseLock',
        result: null,
        error: { code: 'not_found' },
      })
    }))

  it('an unknown key never arrived', () =>
    withWorld(async ({ cards }) => {
      const record = await cards.read('getOperation', { idempotencyKey: 'never' })
      expect(record).to.deep.equal({ state: 'unknown', operation: null, result: null, error: null })
    }))

  it('keys, cards and the clock outlive the process', () =>
    withFolder(async (folder) => {
      const file = path.join(folder, 'cards.sqlite')
      const before = await openWorld(file)
      const stopped = await before.cards.change('stopCard', stop, 'key-1')
      await fetch(`${before.url}/stage/clock`, {
        method: 'POST',
        body: new URLSearchParams({ hours: '48' }),
        redirect: 'manual',
      })
      await before.close()

      const simulator = createSimulator({ file, clock: () => new Date('2026-11-24T01:00:00.000Z') })
      const cards = httpCardSystem({ baseUrl: await simulator.listen(0) })
      expect(simulator.clockOffsetMs()).to.equal(48 * 3_600_000)
      expect(await cards.change('stopCard', stop, 'key-1')).to.deep.equal(stopped)
      const { cards: held } = await cards.read('getCustomerOverview', {
        customerRef: STORY.customerRef,
      })
      expect(held.map(({ status }) => status)).to.deep.equal(['stopped', 'active'])
      await cards.close()
      await simulator.close()
    }))
})
