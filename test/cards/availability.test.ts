import { expect } from 'chai'
import { watchAvailability } from '../../src/cards/availability.ts'
import { faultList } from '../../src/cards/simulator/faults.ts'
import { verifiedCall } from '../journeys/ways.ts'
import { type Annai, MovableClock, startAnnai } from '../support/annai.ts'
import { CALLERS, faults, type PhoneCall } from '../support/phone-call.ts'
import type { Visitor } from '../support/visitor.ts'
import { codeOf, STORY, withWorld } from './world.ts'

const MANY = 1000

/** How many requests the fault may still strike. */
async function left(url: string): Promise<number> {
  const told: unknown = await (await fetch(`${url}/faults`)).json()
  return faultList.parse(told).faults[0]?.times ?? 0
}

describe('the card system behind circuits', () => {
  const locks = { cardRef: STORY.a }

  it('that gives no answer is away: it is not asked any more, and found back by the probe', () =>
    withWorld(async ({ cards, url, faults: misbehave }) => {
      const clock = new MovableClock()
      const { cardSystem, awaySince, probe } = watchAvailability(cards, clock)
      const began = clock.now()
      await misbehave({ operation: '*', kind: 'error_503', times: MANY })
      for (let nth = 0; nth < 3; nth += 1) {
        expect(awaySince(), `after ${nth}`).to.equal(null)
        expect(await codeOf(cardSystem.read('listLocks', locks))).to.equal('unavailable')
        clock.forward(1000)
      }
      expect(await probe()).to.equal(false)
      expect(awaySince(), 'since the first silence').to.deep.equal(began)
      const asked = await left(url)
      const stop = { cardRef: STORY.a, reason: 'lost', alsoRelated: true } as const
      expect(await codeOf(cardSystem.change('stopCard', stop, 'key-1'))).to.equal('unavailable')
      expect(await codeOf(cardSystem.read('listReissues', { customerRef: 'x' }))).to.equal(
        'unavailable',
      )
      expect(await left(url), 'nothing was sent').to.equal(asked)
      expect(await probe()).to.equal(false)
      await misbehave()
      expect(await codeOf(cardSystem.read('listLocks', locks)), 'no operator tries').to.equal(
        'unavailable',
      )
      expect([await probe(), awaySince()]).to.deep.equal([true, null])
      expect(await codeOf(cardSystem.read('listLocks', locks))).to.equal('done')
    }))

  it('with one operation dead keeps the others, and asks for the dead one no more until it is back', () =>
    withWorld(async ({ cards, url, faults: misbehave }) => {
      const { cardSystem, awaySince, probe } = watchAvailability(cards, new MovableClock())
      await misbehave({ operation: 'listLocks', kind: 'error_500', times: MANY })
      for (let nth = 0; nth < 4; nth += 1) {
        expect(await codeOf(cardSystem.read('listLocks', locks))).to.equal('unavailable')
        expect(await codeOf(cardSystem.read('listNetworkHolds', locks))).to.equal('done')
      }
      expect(awaySince()).to.equal(null)
      await probe()
      const asked = await left(url)
      expect(asked, 'the probe tries').to.be.lessThan(MANY - 6)
      expect(await codeOf(cardSystem.read('listLocks', locks))).to.equal('unavailable')
      expect(await left(url), 'and nobody else').to.equal(asked)
      await misbehave()
      await probe()
      expect(await codeOf(cardSystem.read('listLocks', locks))).to.equal('done')
    }))

  it('a refusal is an answer', () =>
    withWorld(async ({ cards }) => {
      const { cardSystem, awaySince } = watchAvailability(cards, new MovableClock())
      for (let nth = 0; nth < 5; nth += 1)
        expect(await codeOf(cardSystem.read('listLocks', { cardRef: 'none' }))).to.equal(
          'not_found',
        )
      expect(awaySince()).to.equal(null)
    }))
})

describe('while the card system is away', () => {
  let annai: Annai
  let tanaka: Visitor
  let call: PhoneCall

  beforeEach(async () => {
    annai = await startAnnai()
    tanaka = await annai.signIn('tanaka')
    call = await verifiedCall(tanaka, CALLERS.namesake, 'lost_stolen')
  })
  afterEach(() => annai.close())

  const goAway = async () => {
    await faults(annai, { operation: '*', kind: 'error_503', times: MANY })
    for (let nth = 0; nth < 3; nth += 1) await fetch(`${annai.url}/readyz`)
    await annai.rounds()
  }

  it('every page says since when, and what works on; a round finds it back', async () => {
    const url = `/calls/${call.id}`
    await goAway()
    for (const path of ['/', url, '/cases', '/manual-stops']) {
      await tanaka.open(path)
      expect(tanaka.text('.away'), path).to.contain('カードシステムが応答していません')
    }
    expect(tanaka.$('.away a').toArray()).to.have.length(2)
    await faults(annai)
    await annai.rounds()
    await tanaka.open('/')
    expect(tanaka.$('.away')).to.have.length(0)
  })

  it('a stop leads to the emergency route at once, without being sent', async () => {
    await call.follow('ls_cards picked:4242', 'ls_circumstances lost')
    await goAway()
    const before = await left(annai.stageUrl)
    await call.answer('confirm', { last4: '4242' })
    expect(call.step).to.equal('ls_fallback')
    expect(await left(annai.stageUrl)).to.equal(before)
    const [action] = await annai.db('card_actions')
    expect(action).to.deep.include({ state: 'refused', outcome: 'unavailable' })
  })
})
