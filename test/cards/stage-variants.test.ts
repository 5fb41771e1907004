import { expect } from 'chai'
import {
  act,
  cardForm,
  formOf,
  lever,
  newKey,
  open,
  overview,
  press,
  shown,
  topUp,
  untilReleased,
} from './stage.ts'
import { codeOf, first, STORY, withWorld } from './world.ts'

describe('/stage: the variants', () => {
  it('two large top-ups in a row: held for velocity, and lifted when they were his own', () =>
    withWorld(async (world) => {
      await untilReleased(world)
      expect(await topUp(world, '100000')).to.equal('OK')
      expect(await topUp(world, '20000'), 'a small one').to.equal('OK')
      expect(await topUp(world, '40000')).to.equal('ER323')
      const { holdRef } = first((await overview(world)).holds)
      const told = await world.cards.change('inquireNetworkHold', { holdRef }, newKey())
      expect(told.reason).to.equal('velocity')
      await world.cards.change('requestNetworkHoldRelease', { holdRef, confirmation: '' }, newKey())
      expect(await topUp(world, '40000')).to.equal('OK')
    }))

  it('the network answers later', () =>
    withWorld(async (world) => {
      await act(world, STORY.a, 'stranger-attempts', { charged: 'no' })
      await press(world, lever(await open(world), 'network'), { manner: 'later' })
      const { holdRef } = first((await overview(world)).holds)
      const asked = world.cards.change('inquireNetworkHold', { holdRef }, newKey())
      expect(await codeOf(asked)).to.equal('network_pending')
      expect(first((await overview(world)).holds).state).to.equal('inquiring')
      await press(world, lever(await open(world), 'clock'), { hours: '3' })
      const hold = first((await overview(world)).holds)
      expect([hold.state, hold.reason]).to.deep.equal(['active', 'suspicious_attempt'])
      const [attemptRef = ''] = hold.attemptRefs
      const report = { attemptRef, verdict: 'genuine' } as const
      const { holdsLeft } = await world.cards.change('reportAttempt', report, newKey())
      expect(holdsLeft.map((left) => left.holdRef)).to.deep.equal([holdRef])
      const release = { holdRef, confirmation: '' }
      const taken = await world.cards.change('requestNetworkHoldRelease', release, newKey())
      expect(taken.state).to.equal('release_requested')
      await press(world, lever(await open(world), 'clock'), { hours: '3' })
      expect(first((await overview(world)).holds).state).to.equal('released')
    }))

  it('the network never answers of itself, until it is made to; it may refuse', () =>
    withWorld(async (world) => {
      await act(world, STORY.a, 'holds')
      await press(world, lever(await open(world), 'network'), { manner: 'never' })
      const { holdRef } = first((await overview(world)).holds)
      const ask = () => world.cards.change('inquireNetworkHold', { holdRef }, newKey())
      expect(await codeOf(ask())).to.equal('network_pending')
      await press(world, lever(await open(world), 'clock'), { hours: '168' })
      expect(await codeOf(ask())).to.equal('network_pending')
      await act(world, STORY.a, 'hold-answers')
      expect((await ask()).reason).to.equal('velocity')
      await act(world, STORY.a, 'hold-refusals')
      const release = { holdRef, confirmation: '' }
      const lifting = world.cards.change('requestNetworkHoldRelease', release, newKey())
      expect(await codeOf(lifting)).to.equal('policy_refused')
      await act(world, STORY.a, 'hold-lifts')
      expect(first((await overview(world)).holds).state).to.equal('released')
    }))

  it('a charge by a stranger is a charge', () =>
    withWorld(async (world) => {
      await act(world, STORY.a, 'stranger-attempts', { charged: 'yes' })
      const asked = { cardRef: STORY.a, since: '2026-11-24', limit: 9 }
      const charge = first(await world.cards.read('listAuthorizations', asked))
      expect(charge).to.include({ result: 'approved', posted: true, merchantCountry: 'LT' })
    }))

  it('what the app takes: other networks, cards without 3-D Secure, too many tries', () =>
    withWorld(async (world) => {
      expect(await topUp(world, '1000', STORY.b)).to.equal('ER305')
      const $ = await open(world, 'customer=customer-0103')
      const etc = await press(world, cardForm($, 'card-0103-c', 'top-ups'), { amountYen: '1000' })
      expect(shown(etc)).to.equal('ER322')
      const tries: (string | undefined)[] = []
      while (tries.length < 12) tries.push(await topUp(world, '1000'))
      expect(tries[0]).to.equal('ER323')
      expect(tries.at(-1)).to.equal('ER325')
    }))

  it('nobody in, then sent back, then a wallet that does not follow', () =>
    withWorld(async (world) => {
      await press(world, formOf(await open(world), 'main', 'wallet-manner'), { relinks: 'no' })
      const stop = { cardRef: STORY.a, reason: 'lost', alsoRelated: true } as const
      const { stopRef } = await world.cards.change('stopCard', stop, newKey())
      const order = { stopRef, newNumber: true, addressConfirmed: true }
      const { reissueRef } = await world.cards.change('requestReissue', order, newKey())
      const shipment = () => world.cards.read('getShipment', { reissueRef })
      await press(world, formOf(await open(world), 'main', 'fates'), { fate: 'absent' })
      await press(world, lever(await open(world), 'clock'), { hours: '168' })
      const held = await shipment()
      expect([held.state, held.heldAt !== null, held.attemptedOn.length]).to.deep.equal([
        'held',
        true,
        1,
      ])
      await press(world, lever(await open(world), 'clock'), { hours: '240' })
      expect(await shipment()).to.include({ state: 'returned', returnReason: 'storage_expired' })
      const { shipmentRef } = held
      await world.cards.change('requestReshipment', { shipmentRef }, newKey())
      await press(world, formOf(await open(world), 'main', 'deliveries'))
      expect((await shipment()).state).to.equal('delivered')
      const tokens = await world.cards.read('listWalletTokens', { customerRef: STORY.customerRef })
      expect(first(tokens)).to.include({ cardRef: STORY.a, relinkState: 'not_supported' })
    }))

  it('the card system goes away and comes back; the stage stays', () =>
    withWorld(async (world) => {
      const read = () => codeOf(world.cards.read('listLocks', { cardRef: STORY.a }))
      let $ = await press(world, lever(await open(world), 'system'), { state: 'off' })
      expect($('[data-system]').attr('data-system')).to.equal('off')
      expect(await read()).to.equal('unavailable')
      $ = await press(world, lever($, 'system'), { state: 'on' })
      expect(await read()).to.equal('done')
    }))
})
