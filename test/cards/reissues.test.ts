import { expect } from 'chai'
import { addDays } from '../../src/cards/business-days.ts'
import { deliveryEstimate } from '../../src/cards/delivery.ts'
import { newKey, order, stopFor } from './orders.ts'
import { codeOf, first, STORY, withWorld } from './world.ts'

describe('the card system: reissues', () => {
  it('make a new card that is promised by the rule', () =>
    withWorld(async ({ cards, clock }) => {
      const stop = await stopFor(cards, STORY.a)
      const reissue = await order(cards, stop.stopRef)
      const { etaFrom, etaTo } = deliveryEstimate(stop.stoppedAt)
      expect([reissue.etaFrom, reissue.etaTo, reissue.feeYen]).to.deep.equal([etaFrom, etaTo, 0])
      const { customerRef } = STORY
      const overview = await cards.read('getCustomerOverview', { customerRef })
      const [old, next] = [STORY.a, reissue.newCardRef].map((ref) =>
        overview.cards.find(({ cardRef }) => cardRef === ref),
      )
      expect(old?.replacedByRef).to.equal(next?.cardRef)
      expect(next?.status).to.equal('pending_activation')
      expect(next?.last4).not.to.equal(old?.last4)
      const { reissueRef } = reissue
      expect((await cards.read('getShipment', { reissueRef })).state).to.equal('preparing')
      clock.now = new Date(`${addDays(etaTo, 1)}T00:00:00Z`)
      expect((await cards.read('getShipment', { reissueRef })).state).to.equal('delivered')
    }))

  it('happen once for a stop, and only to a confirmed address', () =>
    withWorld(async ({ cards }) => {
      const { stopRef } = await stopFor(cards, STORY.a)
      const blind = order(cards, stopRef, { addressConfirmed: false })
      expect(await codeOf(blind)).to.equal('policy_refused')
      expect(await codeOf(order(cards, stopRef, { newNumber: false }))).to.equal('policy_refused')
      const reissue = await order(cards, stopRef)
      expect(await codeOf(order(cards, stopRef))).to.equal('already_reissued')
      const { customerRef } = STORY
      expect(await cards.read('listReissues', { customerRef })).to.deep.equal([reissue])
      expect(await codeOf(order(cards, 'stop-999999'))).to.equal('not_found')
    }))

  it('tell what stands in the way', () =>
    withWorld(async ({ cards, url }) => {
      const { stopRef } = await stopFor(cards, STORY.a)
      const reissue = await order(cards, stopRef)
      const answer = await fetch(`${url}/v1/requestReissue`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': newKey() },
        body: JSON.stringify({ stopRef, newNumber: true, addressConfirmed: true }),
      })
      expect(answer.status).to.equal(409)
      const body: unknown = await answer.json()
      expect(body).to.have.nested.property('error.existing.reissueRef', reissue.reissueRef)
    }))

  it('wait for the customer to be back', () =>
    withWorld(async ({ cards }) => {
      const { stopRef } = await stopFor(cards, STORY.a)
      const reissue = await order(cards, stopRef, { dispatchAfter: '2026-12-12' })
      expect([reissue.etaFrom, reissue.etaTo]).to.deep.equal(['2026-12-15', '2026-12-17'])
    }))

  it('wait for an address under review, which a second person settles', () =>
    withWorld(async ({ cards }) => {
      const { stopRef } = await stopFor(cards, STORY.a)
      const { customerRef } = STORY
      const address = {
        postalCode: '000-0111',
        prefecture: '東京都',
        city: 'みどり野市',
        line1: '桜町9-9',
        line2: null,
      }
      const move = (evidence: string, postalCode = address.postalCode) =>
        cards.change(
          'requestAddressChange',
          { customerRef, address: { ...address, postalCode }, evidence },
          newKey(),
        )
      expect(await codeOf(move('', '11-1'))).to.equal('invalid_postal_code')
      expect((await move('本人より申出')).state).to.equal('review')
      expect(await codeOf(order(cards, stopRef))).to.equal('address_under_review')
      expect((await move('second_person: mori')).state).to.equal('approved')
      expect(await codeOf(order(cards, stopRef))).to.equal('done')
      const { customer } = await cards.read('getCustomerOverview', { customerRef })
      expect(customer.address).to.deep.equal(address)
    }))
})

describe('the card system: a card that came back', () => {
  const moved = {
    customerRef: 'customer-0107',
    address: {
      postalCode: '0000079',
      prefecture: '愛知県',
      city: '豊里市',
      line1: '緑町3-3',
      line2: null,
    },
    evidence: 'second_person: mori',
  }

  it('is sent again to a new address, and not a third time', () =>
    withWorld(async ({ cards, url }) => {
      const { customerRef } = moved
      const { reissueRef } = first(await cards.read('listReissues', { customerRef }))
      const { shipmentRef, state } = await cards.read('getShipment', { reissueRef })
      expect(state).to.equal('returned')
      const again = () => cards.change('requestReshipment', { shipmentRef }, newKey())
      expect(await codeOf(again()), 'nobody lives there').to.equal('policy_refused')
      await cards.change('requestAddressChange', moved, newKey())
      const sent = await again()
      expect([sent.shipmentRef, sent.state]).to.deep.equal([shipmentRef, 'preparing'])
      expect(await codeOf(again()), 'it is on its way').to.equal('conflict_state')
      await fetch(`${url}/stage/customers/${customerRef}/returns`, {
        method: 'POST',
        body: new URLSearchParams({ shipmentRef, reason: 'storage_expired' }),
        redirect: 'manual',
      })
      expect(await codeOf(again())).to.equal('second_return')
    }))
})
