import { expect } from 'chai'
import { newKey, order, stopFor } from './orders.ts'
import { act, formOf, lever, open, overview, press } from './stage.ts'
import { codeOf, first, STORY, type TestWorld, withWorld } from './world.ts'

/** Presses a button that the page does not show (any more); gives the status. */
async function force(world: TestWorld, name: string, form: Record<string, string>) {
  const answer = await fetch(`${world.url}/stage/customers/${STORY.customerRef}/${name}`, {
    method: 'POST',
    body: new URLSearchParams(form),
    redirect: 'manual',
  })
  return answer.status
}
const hold = async (world: TestWorld) => first((await overview(world)).holds)
const move = async (world: TestWorld, hours: string) =>
  press(world, lever(await open(world), 'clock'), { hours })
const manner = async (world: TestWorld, name: string) =>
  press(world, lever(await open(world), 'network'), { manner: name })
const token = async ({ cards }: TestWorld) =>
  first(await cards.read('listWalletTokens', { customerRef: STORY.customerRef }))

describe('the card system: what happens goes one way', () => {
  it('a hold that was lifted is neither refused, answered nor lifted again', () =>
    withWorld(async (world) => {
      await act(world, STORY.a, 'holds')
      const { holdRef } = await hold(world)
      await act(world, STORY.a, 'hold-lifts')
      for (const name of ['hold-refusals', 'hold-answers', 'hold-lifts'])
        expect(await force(world, name, { holdRef }), name).to.equal(409)
      expect(await hold(world)).to.include({ state: 'released', reason: 'unknown' })
    }))

  it('a refusal of the network stays when it is asked why', () =>
    withWorld(async (world) => {
      await act(world, STORY.a, 'holds')
      const { holdRef } = await hold(world)
      await act(world, STORY.a, 'hold-refusals')
      await manner(world, 'later')
      const asked = world.cards.change('inquireNetworkHold', { holdRef }, newKey())
      expect(await codeOf(asked)).to.equal('network_pending')
      await move(world, '3')
      expect(await hold(world)).to.include({ state: 'refused', reason: 'velocity' })
    }))

  it('a stranger’s attempt stops a lifting that was on its way', () =>
    withWorld(async (world) => {
      await act(world, STORY.a, 'holds')
      const { holdRef } = await hold(world)
      await manner(world, 'later')
      const lift = { holdRef, confirmation: '' }
      await world.cards.change('requestNetworkHoldRelease', lift, newKey())
      await act(world, STORY.a, 'stranger-attempts', { charged: 'no' })
      await move(world, '3')
      expect((await hold(world)).state).to.equal('active')
    }))

  it('a stopped card is not held, and not registered in the portal', () =>
    withWorld(async (world) => {
      await stopFor(world.cards, STORY.a)
      expect(await force(world, 'holds', { cardRef: STORY.a })).to.equal(409)
      expect(await force(world, 'portal-registrations', { cardRef: STORY.a })).to.equal(409)
      expect((await overview(world)).holds).to.deep.equal([])
    }))

  it('an address that was approved is not approved again over a later one', () =>
    withWorld(async (world) => {
      await stopFor(world.cards, STORY.a)
      const change = (city: string, evidence: string) => {
        const address = { postalCode: '000-0111', prefecture: '東京都', city, line1: '1-1' }
        const { customerRef } = STORY
        const input = { customerRef, address: { ...address, line2: null }, evidence }
        return world.cards.change('requestAddressChange', input, newKey())
      }
      const { changeRef } = await change('みどり野市', '')
      await change('港市', 'second_person: mori')
      expect(await force(world, 'address-approvals', { changeRef })).to.equal(409)
      expect((await overview(world)).customer.address.city).to.equal('港市')
    }))

  it('a wallet follows to no card that was stopped before it came, but to the one after it', () =>
    withWorld(async (world) => {
      const { cards } = world
      const second = await order(cards, (await stopFor(cards, STORY.a)).stopRef)
      const stop = await stopFor(cards, second.newCardRef ?? '')
      const third = await order(cards, stop.stopRef)
      await press(world, formOf(await open(world), 'main', 'deliveries').first())
      expect(await token(world)).to.include({ cardRef: STORY.a, state: 'suspended' })
      await move(world, '240')
      expect(await token(world)).to.include({ cardRef: third.newCardRef, relinkState: 'relinked' })
      const state = (ref: string | null) => async () =>
        (await overview(world)).cards.find(({ cardRef }) => cardRef === ref)?.status
      expect(await state(second.newCardRef)()).to.equal('stopped')
      expect(await state(third.newCardRef)()).to.equal('active')
    }))

  it('a wallet that learns to follow after the card has come follows at once', () =>
    withWorld(async (world) => {
      await press(world, formOf(await open(world), 'main', 'wallet-manner'), { relinks: 'no' })
      const { stopRef } = await stopFor(world.cards, STORY.a)
      const { newCardRef } = await order(world.cards, stopRef)
      await move(world, '168')
      expect((await token(world)).relinkState).to.equal('not_supported')
      await press(world, formOf(await open(world), 'main', 'wallet-manner'), { relinks: 'yes' })
      expect(await token(world)).to.include({ cardRef: newCardRef, relinkState: 'relinked' })
    }))

  it('a card that came back and was stopped is not sent again', () =>
    withWorld(async (world) => {
      const { stopRef } = await stopFor(world.cards, STORY.a)
      const { newCardRef, reissueRef } = await order(world.cards, stopRef)
      const back = formOf(await open(world), 'main', 'returns')
      await press(world, back, { reason: 'storage_expired' })
      const { shipmentRef, state } = await world.cards.read('getShipment', { reissueRef })
      expect(state).to.equal('returned')
      await stopFor(world.cards, newCardRef ?? '')
      const again = world.cards.change('requestReshipment', { shipmentRef }, newKey())
      expect(await codeOf(again)).to.equal('conflict_state')
      expect(await force(world, 'deliveries', { shipmentRef }), 'nor delivered').to.equal(409)
    }))
})
