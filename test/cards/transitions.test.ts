import { expect } from 'chai'
import fc from 'fast-check'
import { openStore } from '../../src/cards/simulator/store.ts'
import { MACHINES } from '../../src/cards/simulator/transitions.ts'
import { carryOut, deed, type Seen, seeAll, tell } from './deeds.ts'
import { withWorld } from './world.ts'

const AT = '2026-11-24T01:00:00.000Z'
const aStop = (stopRef: string, cardRef: string) => ({
  stopRef,
  cardRef,
  reason: 'lost' as const,
  stoppedAt: AT,
  alsoStopped: [],
  channel: 'operator' as const,
})
const LOCK = {
  lockRef: 'lock-1',
  cardRef: 'card-1',
  kind: 'auth_password',
  setAt: AT,
  failedCount: null,
  firstAt: null,
  lastAt: null,
  releasedBy: null,
} as const

describe('the states of the card system', () => {
  it('name only states that are known, and what is over stays over', () => {
    const finals = new Map([
      ['card', ['stopped', 'closed']],
      ['lock', ['released']],
      ['hold', ['released']],
      ['reissue', ['completed', 'rejected']],
      ['shipment', ['delivered']],
      ['token', ['deleted']],
    ])
    for (const [kind, fields] of Object.entries(MACHINES))
      for (const machine of Object.values(fields))
        for (const [from, to] of Object.entries(machine)) {
          expect(to, `${kind} ${from}`).not.to.include(from)
          expect(finals.get(kind) ?? [], `${kind} ${from}`).not.to.include(from)
        }
  })

  it('are kept where records are written: no way back, nothing told anew, no card stopped twice', () => {
    const store = openStore(':memory:')
    store.put('stop', aStop('stop-1', 'card-1'))
    expect(() => store.put('stop', { ...aStop('stop-1', 'card-1'), reason: 'stolen' })).to.throw(
      'the reason of a stop never changes',
    )
    expect(() => store.put('stop', aStop('stop-2', 'card-1'))).to.throw('UNIQUE')
    store.put('lock', { ...LOCK, state: 'released' })
    expect(() => store.put('lock', { ...LOCK, state: 'active' })).to.throw('released → active')
    expect(store.find('lock', 'lock-1')?.state).to.equal('released')
    store.close()
  })

  it('whatever is done in whatever order: no way that there is not, no card stopped or ordered twice', () =>
    fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 10, maxLength: 40 }), (deeds) =>
        withWorld(async (world) => {
          let before = await seeAll(world)
          for (const each of deeds) {
            await carryOut(world, each, before)
            const after = await seeAll(world)
            const registers = each.how === 'act' && each.act === 'portal-registrations'
            for (const [index, seen] of after.entries())
              holdsTrue(before[index], seen, tell(each), registers)
            before = after
          }
        }),
      ),
      { numRuns: 12 },
    ))
})

/** What must hold after every deed, said without the machine that the simulator itself keeps. */
function holdsTrue(before: Seen | undefined, after: Seen, deed: string, registers: boolean): void {
  const { cards, holds, locks, reissues, portal } = after.overview
  const stopped = cards.filter(({ status }) => status === 'stopped').map(({ cardRef }) => cardRef)
  const stops = after.stops.flatMap((each) => [each.cardRef, ...each.alsoStopped])
  expect([...stops].sort(), `${deed}: stopped once, and for good`).to.deep.equal(stopped.sort())
  const ordered = reissues.map(({ oldCardRef }) => oldCardRef)
  expect(ordered, `${deed}: ordered once`).to.deep.equal([...new Set(ordered)])
  const paying = after.tokens.filter(({ state }) => state === 'active')
  for (const { cardRef } of paying) expect(stopped, `${deed}: a wallet`).not.to.include(cardRef)
  for (const { newCardRef, state } of reissues) {
    const status = cards.find(({ cardRef }) => cardRef === newCardRef)?.status
    if (state === 'completed') expect(status, deed).to.be.oneOf(['active', 'stopped'])
  }
  if (before === undefined) return
  if (!registers) expect(portal, `${deed}: the portal`).to.deep.equal(before.overview.portal)
  const stays = <T extends object>(were: readonly T[], are: readonly T[], name: string) => {
    for (const each of were) expect(are, `${deed}: ${name}`).to.deep.include(each)
  }
  stays(before.stops, after.stops, 'a stop')
  const over = <T extends { state: string }>(list: readonly T[], state: string) =>
    list.filter((each) => each.state === state)
  stays(over(before.overview.locks, 'released'), locks, 'a released lock')
  stays(over(before.overview.holds, 'released'), holds, 'a lifted hold')
  stays(over(before.shipments, 'delivered'), after.shipments, 'a delivered parcel')
}
