import { expect } from 'chai'
import { CLOSING, callUpToConsent, verifiedCall } from '../journeys/ways.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { askCardSystem, CALLERS, faults, type PhoneCall, stage } from '../support/phone-call.ts'
import type { Visitor } from '../support/visitor.ts'
import { caseOf, caseRow, promiseStates, taskLines } from './taking.ts'

const DAY = 24 * 3_600_000

onBothDatabases('an order whose answer was lost', (freshUrl) => {
  let annai: Annai
  let tanaka: Visitor
  let call: PhoneCall
  beforeEach(async () => {
    annai = await startAnnai(await freshUrl())
    tanaka = await annai.signIn('tanaka')
    call = await callUpToConsent(annai, tanaka)
    await call.follow('st_consent agree', ['st_stop confirm', { last4: '4242' }], 'rc_ask none')
    await call.follow('ri_address match', 'ri_absence none')
    await faults(
      annai,
      { operation: 'requestReissue', kind: 'lost', times: 1 },
      { operation: 'getOperation', kind: 'error_400', times: 1 },
    )
    await call.follow('ri_order confirm')
    expect(call.step).to.equal('ri_waits')
  })
  afterEach(() => annai.close())

  const roundAfter = async (milliseconds: number) => {
    annai.clock.forward(milliseconds)
    await annai.rounds()
  }
  const untilFound = async () => {
    await roundAfter(60_000)
    await roundAfter(60_000)
    const order = await annai.db('card_actions').where({ operation: 'requestReissue' }).first()
    expect(order.state).to.equal('done')
  }
  const order = async () => {
    const orders = await askCardSystem(annai, 'listReissues', { customerRef: 'customer-0110' })
    return orders.at(-1)?.reissueRef ?? ''
  }

  it('found out after the call: somebody still has to tell when the card comes, and it is followed', async () => {
    await call.follow('ri_waits wanted', 'pv_advice next', ...CLOSING)
    const id = await caseOf(annai, call.id)
    await untilFound()
    expect(await promiseStates(annai, id)).to.include.members([
      'reissue kept',
      'tell_delivery open',
    ])
    await tanaka.open('/')
    expect(tanaka.text('main')).to.contain('お届けのご案内')
    annai.clock.forward(4 * DAY)
    const { shipmentRef } = await askCardSystem(annai, 'getShipment', { reissueRef: await order() })
    const back = { shipmentRef, reason: 'storage_expired' }
    await stage(annai, 'customers/customer-0110/returns', back)
    await annai.rounds()
    expect(await taskLines(annai, id)).to.deep.equal(['shipment_returned open'])
  })

  it('that has come: there is nothing left to tell', async () => {
    await call.follow('ri_waits wanted', 'pv_advice next', ...CLOSING)
    const id = await caseOf(annai, call.id)
    await untilFound()
    await roundAfter(9 * DAY)
    expect(await promiseStates(annai, id)).to.include('tell_delivery kept')
    expect((await caseRow(annai, id)).status).not.to.equal('waiting_delivery')
  })

  it('found out while the call is still there: it is not promised once more', async () => {
    await untilFound()
    await call.screen.open(`/calls/${call.id}`)
    await call.follow('ri_waits wanted', 'pv_advice next', ...CLOSING)
    const promises = await promiseStates(annai, await caseOf(annai, call.id))
    expect(promises).to.include('tell_delivery open').and.not.include('reissue open')
    const [told] = await annai.db('commitments').where({ kind: 'tell_delivery' })
    expect(told.subject_ref).to.equal(await order())
  })
})

onBothDatabases('two cards that are ordered together', (freshUrl) => {
  it('are promised and followed each by itself: the case is over when both have come', async () => {
    const annai = await startAnnai(await freshUrl())
    try {
      const tanaka = await annai.signIn('tanaka')
      const call = await verifiedCall(tanaka, CALLERS.nakamura, 'lost_stolen')
      await call.answer(call.choices.find((each) => /^picked:[^,]+,[^,]+/.test(each)) ?? '')
      await call.follow('ls_circumstances stolen')
      const last4 = [...call.screen.text('form#answers').matchAll(/…(\d{4})/g)]
      await call.answer('confirm', { last4: last4.map((each) => each[1]).join() })
      await call.follow('ls_police next', 'fr_charges none')
      await call.answer(call.proposed ?? '')
      while (call.step.startsWith('rc_')) await call.answer(call.choices[0] ?? '')
      await call.follow('ri_address match', 'ri_absence none', 'ri_order confirm')
      await call.follow('ri_notice next', 'ri_old_card next', 'pv_advice next', ...CLOSING)
      const id = await caseOf(annai, call.id)
      const deliveries = async () =>
        (await promiseStates(annai, id)).filter((each) => each.startsWith('delivery'))
      expect(await deliveries()).to.deep.equal(['delivery open', 'delivery open'])
      annai.clock.forward(4 * DAY)
      const [first] = await askCardSystem(annai, 'listReissues', { customerRef: 'customer-0101' })
      const parcel = await askCardSystem(annai, 'getShipment', {
        reissueRef: first?.reissueRef ?? '',
      })
      const back = { shipmentRef: parcel.shipmentRef, reason: 'storage_expired' }
      await stage(annai, 'customers/customer-0101/returns', back)
      await annai.rounds()
      expect(await taskLines(annai, id)).to.deep.equal(['shipment_returned open'])
      annai.clock.forward(9 * DAY)
      await annai.rounds()
      expect(await deliveries()).to.have.members(['delivery broken', 'delivery kept'])
      expect((await caseRow(annai, id)).status).not.to.equal('resolved')
    } finally {
      await annai.close()
    }
  })
})
