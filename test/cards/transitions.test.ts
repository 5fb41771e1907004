import { expect } from 'chai'
import fc from 'fast-check'
import type { ChangeName, Input } from '../../src/cards/card-system.ts'
import { demoPeople } from '../../src/cards/simulator/people.ts'
import { MACHINES } from '../../src/cards/simulator/transitions.ts'
import { codeOf, type TestWorld, withWorld } from './world.ts'

/** Something that an operator, a customer or the world does, aimed at whatever is there. */
type Deed =
  | {
      readonly kind: 'stop' | 'order' | 'release' | 'ask' | 'lift' | 'reship'
      readonly nth: number
    }
  | { readonly kind: 'clock'; readonly nth: number }
  | { readonly kind: 'act'; readonly nth: number; readonly act: string }

const ACTS = ['deliveries', 'absences', 'returns', 'wrong-passwords', 'top-ups', 'passwords']
const nth = fc.nat(40)
const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('stop', 'order', 'release', 'ask', 'lift', 'reship'),
    nth,
  }) as fc.Arbitrary<Deed>, // fast-check widens the constants
  fc.record({ kind: fc.constant('clock' as const), nth }),
  fc.record({ kind: fc.constant('act' as const), nth, act: fc.constantFrom(...ACTS) }),
)

describe('the states of the card system', () => {
  it('name no state that leads nowhere known, and a stop is final', () => {
    for (const { machine } of Object.values(MACHINES))
      for (const [from, to] of Object.entries(machine)) expect(to, from).not.to.include(from)
    expect(MACHINES.card?.machine.stopped).to.equal(undefined)
    expect(MACHINES.shipment?.machine.delivered).to.equal(undefined)
  })

  it('whatever is done in whatever order: no way that there is not, no card stopped or ordered twice', () =>
    fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 5, maxLength: 30 }), (deeds) =>
        withWorld(async (world) => {
          for (const [place, each] of deeds.entries()) await carryOut(world, each, place)
          for (const { customerRef } of demoPeople) await isOnce(world, customerRef)
        }),
      ),
      { numRuns: 25 },
    ))
})

/** An answer that is not 500 and not lost: the simulator throws where a record goes a wrong way. */
async function carryOut(world: TestWorld, deed: Deed, place: number): Promise<void> {
  const person = demoPeople[deed.nth % demoPeople.length]
  if (!person) throw new Error('no customer')
  const { customerRef } = person
  if (deed.kind === 'clock') return play(world, 'clock', { hours: String(deed.nth * 6) })
  const seen = await world.cards.read('getCustomerOverview', { customerRef })
  const card = seen.cards[deed.nth % seen.cards.length]
  const cardRef = card?.cardRef ?? ''
  const order = seen.reissues.at(-1)
  const parcel = order
    ? await world.cards.read('getShipment', { reissueRef: order.reissueRef }).catch(() => undefined)
    : undefined
  const shipmentRef = parcel?.shipmentRef ?? 'none'
  if (deed.kind === 'act')
    return play(world, `customers/${customerRef}/${deed.act}`, {
      cardRef,
      shipmentRef,
      times: '5',
      amountYen: '100000',
      linked: 'no',
      reason: 'unknown_address',
    })
  const change = async <N extends ChangeName>(name: N, input: Input<N>) => {
    const code = await codeOf(world.cards.change(name, input, `key-${place}`))
    expect(code, `${name} ${JSON.stringify(input)}`).not.to.equal('timeout_unknown')
  }
  const holdRef = seen.holds[0]?.holdRef ?? 'none'
  if (deed.kind === 'stop')
    await change('stopCard', { cardRef, reason: 'lost', alsoRelated: deed.nth % 2 === 0 })
  if (deed.kind === 'order') {
    const stops = await world.cards.read('listStops', { customerRef })
    const stopRef = stops[deed.nth % Math.max(stops.length, 1)]?.stopRef ?? 'none'
    await change('requestReissue', { stopRef, newNumber: true, addressConfirmed: true })
  }
  if (deed.kind === 'release')
    await change('releaseLock', { lockRef: seen.locks[0]?.lockRef ?? 'none', reasonText: '' })
  if (deed.kind === 'ask') await change('inquireNetworkHold', { holdRef })
  if (deed.kind === 'lift') await change('requestNetworkHoldRelease', { holdRef, confirmation: '' })
  if (deed.kind === 'reship') await change('requestReshipment', { shipmentRef })
}

async function play({ url }: TestWorld, path: string, fields: Record<string, string>) {
  const answer = await fetch(`${url}/stage/${path}`, {
    method: 'POST',
    body: new URLSearchParams({ lang: 'ja', customer: 'customer-0101', ...fields }),
    redirect: 'manual',
  })
  expect(answer.status, `${path} ${await answer.text()}`).to.be.below(500)
}

async function isOnce({ cards }: TestWorld, customerRef: string): Promise<void> {
  const stops = await cards.read('listStops', { customerRef })
  const stopped = stops.flatMap((each) => [each.cardRef, ...each.alsoStopped])
  expect(stopped, 'each card once').to.deep.equal([...new Set(stopped)])
  const orders = (await cards.read('listReissues', { customerRef })).map((each) => each.stopRef)
  expect(orders, 'each stop once').to.deep.equal([...new Set(orders)])
}
