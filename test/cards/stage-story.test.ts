import { expect } from 'chai'
import { act, lever, newKey, open, overview, press, topUp, untilReleased } from './stage.ts'
import { codeOf, first, STORY, withWorld } from './world.ts'

describe('/stage: the whole story', () => {
  it('calls 1 and 2: the lock outlives the password; released, the top-up goes through', () =>
    withWorld(async (world) => {
      expect(await topUp(world, '100,000')).to.equal('ER323')
      expect(await topUp(world, '５００')).to.equal('ER323')
      await act(world, STORY.a, 'passwords', { linked: 'yes' })
      const { passwordEvents } = await overview(world)
      expect(first(passwordEvents)).to.include({
        cardRef: STORY.a,
        kind: 'set',
        viaLinkedLogin: true,
        loginCardRef: STORY.b,
      })
      expect(await topUp(world, '100000')).to.equal('ER323')
      const { lockRef } = first(await world.cards.read('listLocks', { cardRef: STORY.a }))
      await world.cards.change('releaseLock', { lockRef, reasonText: '' }, newKey())
      expect(await topUp(world, '100000')).to.equal('OK')
    }))

  it('without the password of this card, the lock comes back', () =>
    withWorld(async (world) => {
      const { lockRef } = first(await world.cards.read('listLocks', { cardRef: STORY.a }))
      await world.cards.change('releaseLock', { lockRef, reasonText: '' }, newKey())
      expect(await topUp(world, '100000')).to.equal('ER323')
      const $ = await act(world, STORY.a, 'wrong-passwords', { times: '4' })
      expect($(`[data-card="${STORY.a}"] [data-lock="auth_password"]`)).to.have.length(1)
      const locks = await world.cards.read('listLocks', { cardRef: STORY.a })
      expect(locks.map(({ state, failedCount }) => [state, failedCount])).to.deep.equal([
        ['released', 5],
        ['active', 5],
      ])
    }))

  it('call 3: the network holds the card, and tells of a stranger whom the issuer had not seen', () =>
    withWorld(async (world) => {
      await untilReleased(world)
      expect(await topUp(world, '100000')).to.equal('OK')
      await act(world, STORY.a, 'stranger-attempts', { charged: 'no' })
      expect(await topUp(world, '40000')).to.equal('ER323')
      const before = await overview(world)
      expect(
        before.attempts.filter(({ merchantCountry }) => merchantCountry !== 'JP'),
      ).to.deep.equal([])
      const hold = first(before.holds)
      expect([hold.state, hold.reason]).to.deep.equal(['active', 'unknown'])

      const { holdRef } = hold
      const told = await world.cards.change('inquireNetworkHold', { holdRef }, newKey())
      expect(told.reason).to.equal('suspicious_attempt')
      const { attempts } = await overview(world)
      const strange = attempts.filter(({ attemptRef }) => told.attemptRefs.includes(attemptRef))
      expect(strange.map(({ merchantCountry, status }) => [merchantCountry, status])).to.deep.equal(
        [['LT', 'rejected']],
      )
      const charges = await world.cards.read('listAuthorizations', {
        cardRef: STORY.a,
        since: '2026-11-24',
        limit: 50,
      })
      expect(charges.filter(({ merchantCountry }) => merchantCountry !== 'JP')).to.deep.equal([])
      const release = { holdRef, confirmation: '' }
      const lifting = world.cards.change('requestNetworkHoldRelease', release, newKey())
      expect(await codeOf(lifting), 'not while he says it was not him').to.equal('policy_refused')
    }))

  it('after: stopped, sent, delivered; the wallet follows and the portal waits for the customer', () =>
    withWorld(async (world) => {
      const { customerRef } = STORY
      const stop = { cardRef: STORY.a, reason: 'suspected_fraud', alsoRelated: true } as const
      const { stopRef } = await world.cards.change('stopCard', stop, newKey())
      const order = { stopRef, newNumber: true, addressConfirmed: true }
      const { newCardRef, reissueRef } = await world.cards.change('requestReissue', order, newKey())
      if (newCardRef === null) throw new Error('no new card')
      const tokens = () => world.cards.read('listWalletTokens', { customerRef })
      expect(first(await tokens())).to.include({ state: 'suspended', relinkState: 'pending' })

      await press(world, lever(await open(world), 'clock'), { hours: '168' })
      const { state } = await world.cards.read('getShipment', { reissueRef })
      expect(state).to.equal('delivered')
      expect(first(await tokens())).to.include({ cardRef: newCardRef, relinkState: 'relinked' })
      const portal = () => world.cards.read('getPortalRegistration', { customerRef })
      expect((await portal()).linkedCardRefs).to.deep.equal([STORY.b, STORY.a])
      expect(await topUp(world, '1000', newCardRef)).to.equal('ER321')
      await act(world, newCardRef, 'portal-registrations')
      expect((await portal()).linkedCardRefs).to.deep.equal([STORY.b, newCardRef])
      await act(world, newCardRef, 'passwords', { linked: 'yes' })
      expect(await topUp(world, '1000', newCardRef)).to.equal('OK')
      expect(await topUp(world, '1000', STORY.a), 'the old card').to.equal('ER323')
    }))
})
