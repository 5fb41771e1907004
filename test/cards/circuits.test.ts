import { expect } from 'chai'
import { type Availability, watchAvailability } from '../../src/cards/availability.ts'
import {
  type CardSystem,
  CardSystemError,
  type ErrorCode,
  type OperationName,
} from '../../src/cards/card-system.ts'
import { codeOf, STORY, withWorld } from './world.ts'

const clock = { now: () => new Date('2026-11-24T01:00:00.000Z') }
const stop = { cardRef: STORY.a, reason: 'lost', alsoRelated: true } as const
const card = { cardRef: STORY.a }
const customer = { customerRef: STORY.customerRef }

/** Counts what is really sent to the card system behind it. */
function counted(behind: CardSystem) {
  const sent: OperationName[] = []
  const port: CardSystem = {
    read(name, input) {
      sent.push(name)
      return behind.read(name, input)
    },
    change(name, input, key) {
      sent.push(name)
      return behind.change(name, input, key)
    },
  }
  return { port, sent }
}

/** A card system that answers, or does not, as it is told. */
function scripted() {
  const failing = new Map<OperationName, ErrorCode>()
  const answer = async (name: OperationName): Promise<never> => {
    throw new CardSystemError(failing.get(name) ?? 'not_found', 'as told')
  }
  return { failing, ...counted({ read: answer, change: answer }) }
}
const READS = [
  'listLocks',
  'listNetworkHolds',
  'listStoppableCards',
  'getPortalRegistration',
] as const
function everythingAway(failing: Map<OperationName, ErrorCode>) {
  for (const name of READS) failing.set(name, 'unavailable')
}
const read = ({ cardSystem }: Availability, name: 'listLocks' | 'listNetworkHolds') =>
  codeOf(cardSystem.read(name, card))

describe('the circuits before the card system', () => {
  it('away as a whole: it costs nothing more, changes too, until a probe finds it back', async () => {
    const { port, sent, failing } = scripted()
    const watched = watchAvailability(port, clock, { silentTimes: 2 })
    everythingAway(failing)
    await read(watched, 'listLocks')
    await read(watched, 'listNetworkHolds')
    expect(await watched.probe()).to.equal(false)
    expect(watched.awaySince()).to.deep.equal(clock.now())

    sent.length = 0
    const { cardSystem } = watched
    expect(await codeOf(cardSystem.read('getCustomerOverview', customer))).to.equal('unavailable')
    expect(await codeOf(cardSystem.change('stopCard', stop, 'key-1'))).to.equal('unavailable')
    expect(sent).to.deep.equal([])

    failing.clear()
    expect(await read(watched, 'listLocks')).to.equal('unavailable')
    expect(sent).to.deep.equal([])
    expect(await watched.probe()).to.equal(true)
    expect(watched.awaySince()).to.equal(null)
    expect(await read(watched, 'listLocks')).to.equal('not_found')
  })

  it('a probe alone finds out that nobody is there', async () => {
    const { port, failing } = scripted()
    const watched = watchAvailability(port, clock, { silentTimes: 2 })
    expect(await watched.probe()).to.equal(true)
    everythingAway(failing)
    expect(await watched.probe()).to.equal(false)
    expect(watched.awaySince()).to.deep.equal(clock.now())
  })

  it('one dead operation is left alone, and darkens no other', async () => {
    const { port, sent, failing } = scripted()
    const watched = watchAvailability(port, clock, { silentTimes: 2 })
    failing.set('listLocks', 'unavailable')
    const asked = () => sent.filter((name) => name === 'listLocks').length
    for (let times = 0; times < 2; times += 1) await read(watched, 'listLocks')
    await watched.probe()
    const before = asked()
    for (let times = 0; times < 9; times += 1) await read(watched, 'listLocks')
    expect(asked()).to.equal(before)
    expect(watched.awaySince()).to.equal(null)
    expect(await read(watched, 'listNetworkHolds')).to.equal('not_found')

    await watched.probe()
    expect(await read(watched, 'listLocks')).to.equal('unavailable')
    expect(asked(), 'only the probe asks').to.equal(before + 1)
    failing.clear()
    await watched.probe()
    expect(await read(watched, 'listLocks')).to.equal('not_found')
  })

  it('a few dead operations side by side are not the whole', async () => {
    const { port, failing } = scripted()
    const watched = watchAvailability(port, clock, { silentTimes: 2 })
    failing.set('listLocks', 'unavailable').set('listNetworkHolds', 'unavailable')
    await Promise.all([read(watched, 'listLocks'), read(watched, 'listNetworkHolds')])
    await watched.probe()
    expect(watched.awaySince()).to.equal(null)
  })

  it('a refusal is an answer', async () => {
    const { port, sent, failing } = scripted()
    const watched = watchAvailability(port, clock, { silentTimes: 2 })
    for (const code of ['forbidden', 'rate_limited', 'conflict_state'] as const) {
      failing.set('listLocks', 'unavailable')
      expect(await read(watched, 'listLocks')).to.equal('unavailable')
      failing.set('listLocks', code)
      expect(await read(watched, 'listLocks')).to.equal(code)
    }
    expect(sent).to.have.length(6)
  })

  it('a change without an answer stays not known; the later ones are certainly not sent, and no probe is a change', async () => {
    const { port, sent, failing } = scripted()
    const watched = watchAvailability(port, clock, { silentTimes: 2 })
    const change = (key: string) => codeOf(watched.cardSystem.change('stopCard', stop, key))
    failing.set('stopCard', 'timeout_unknown')
    expect(await change('key-1')).to.equal('timeout_unknown')
    expect(await change('key-2')).to.equal('timeout_unknown')
    expect(await change('key-3')).to.equal('unavailable')
    sent.length = 0
    await watched.probe()
    expect(sent).not.to.include('stopCard')
    expect(await change('key-4'), 'one trial a round').to.equal('timeout_unknown')
    expect(await change('key-5')).to.equal('unavailable')
    await watched.probe()
    failing.clear()
    expect(await change('key-6')).to.equal('not_found')
    expect(await change('key-7')).to.equal('not_found')
  })

  it('a real card system answers every question of a probe, and is found again after it was away', () =>
    withWorld(async ({ cards, faults }) => {
      const { port, sent } = counted(cards)
      const watched = watchAvailability(port, clock, { silentTimes: 2 })
      await faults({ operation: '*', kind: 'error_503' })
      await Promise.all([read(watched, 'listLocks'), read(watched, 'listNetworkHolds')])
      expect(await watched.probe()).to.equal(false)
      sent.length = 0
      expect(await read(watched, 'listLocks')).to.equal('unavailable')
      expect(sent).to.deep.equal([])
      await faults()
      expect(await watched.probe()).to.equal(true)
      expect(await read(watched, 'listLocks')).to.equal('done')
      expect(await codeOf(watched.cardSystem.change('stopCard', stop, 'key-1'))).to.equal('done')
    }))
})
