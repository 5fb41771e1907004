import { expect } from 'chai'
import { type Annai, startAnnai } from '../support/annai.ts'
import { askCardSystem, CALLERS, stage } from '../support/phone-call.ts'
import type { Visitor } from '../support/visitor.ts'
import { CLOSING, callUpToConsent, left, verifiedCall } from './ways.ts'

const HOUR = 3_600_000
describe('the variants of the story: the way of the new card', () => {
  let annai: Annai
  let tanaka: Visitor

  beforeEach(async () => {
    annai = await startAnnai()
    tanaka = await annai.signIn('tanaka')
  })
  afterEach(() => annai.close())

  it('he has moved: no card is sent before a second person has approved the new address', async () => {
    const call = await callUpToConsent(annai, tanaka)
    await call.follow('st_consent agree', ['st_stop confirm', { last4: '4242' }], 'rc_ask none')
    await call.follow('ri_address moved')
    await call.answer('confirm')
    expect(tanaka.status, 'an address is needed').to.equal(422)
    await call.follow(['ri_moved confirm', { 'field.new_address': NEW_ADDRESS }])
    expect(call.step).to.equal('ri_review')
    await call.follow('ri_review next', 'ri_old_card next', 'pv_advice next', ...CLOSING)
    expect(await left(annai)).to.deep.equal({
      status: 'open',
      promises: ['address_review open', 'reissue open'],
      actions: [
        'inquire_hold done suspicious',
        'stop_card done ok',
        'request_address_change waiting null',
      ],
    })
    await annai.outbox.resolve()
    expect(await registeredCity(annai), 'not even by the round of the outbox').to.equal('欅台市')

    const mori = await annai.signIn('mori')
    await mori.open('/approvals')
    const form = 'form[action$="/decision"]'
    const path = mori.$(form).attr('action') ?? ''
    const approve = { name: 'decision', value: 'approved' }
    await tanaka.post(path, { decision: 'approved', reason: 'ok' })
    expect(tanaka.status, 'who asked may not decide').to.equal(403)
    await mori.submit(form, {}, approve)
    expect(mori.status, 'a reason is needed').to.equal(422)
    await mori.submit(form, { reason: '転居届の写しを確認しました。' }, approve)
    expect(mori.status).to.equal(200)
    expect(await registeredCity(annai)).to.equal('新緑市')
    await mori.post(path, { decision: 'rejected', reason: '二度目' })
    expect(mori.status, 'decided already').to.equal(409)
    expect(await left(annai)).to.deep.include({
      promises: ['address_review kept', 'reissue open'],
      actions: [
        'inquire_hold done suspicious',
        'stop_card done ok',
        'request_address_change done ok',
      ],
    })

    const next = await verifiedCall(tanaka, CALLERS.namesake, 'suspicious_use', 'found')
    await next.follow('tr_card picked:4242', 'tr_continue reissue', 'rc_ask none')
    await next.follow('ri_address match', 'ri_absence none', 'ri_order confirm', 'ri_notice next')
    expect((await left(annai)).promises).to.include.members(['reissue kept', 'delivery open'])
  })

  it('nobody approves the request of their own, supervisor or not', async () => {
    const mori = await annai.signIn('mori')
    const call = await callUpToConsent(annai, mori)
    await call.follow('st_consent agree', ['st_stop confirm', { last4: '4242' }], 'rc_ask none')
    await call.follow('ri_address moved', [
      'ri_moved confirm',
      { 'field.new_address': NEW_ADDRESS },
    ])
    const { id } = await annai.db('approvals').first()
    await mori.post(`/approvals/${id}/decision`, { decision: 'approved', reason: 'ok' })
    expect(mori.status).to.equal(403)
    expect((await left(annai)).actions.at(-1)).to.equal('request_address_change waiting null')
    const admin = await annai.signIn('kimura')
    await admin.post(`/approvals/${id}/decision`, { decision: 'approved', reason: 'ok' })
    expect(admin.status, 'nor does who may not approve').to.equal(403)
  })

  it('the card does not come: it is traced, and a call back is promised', async () => {
    await orderedAgain(annai, tanaka)
    annai.clock.forward(4 * 24 * HOUR)
    const call = await verifiedCall(tanaka, CALLERS.namesake, 'delivery', 'found')
    await call.follow('tr_card picked:停止', 'sh_check on_way', 'sh_on_way overdue')
    await call.follow('cb_arrange booked', ...CLOSING)
    expect(await left(annai)).to.deep.include({
      status: 'waiting_delivery',
      promises: ['tell_delivery kept', 'delivery open', 'shipment_trace open', 'call_back open'],
    })
  })

  it('the card comes back from the post office: it is sent again', async () => {
    const shipmentRef = await parcel(annai, 'customer-0106')
    const back = { shipmentRef, reason: 'storage_expired' }
    await stage(annai, 'customers/customer-0106/returns', back)
    const call = await verifiedCall(tanaka, CALLERS.kobayashi, 'delivery')
    await call.follow('tr_card picked:停止', 'sh_check returned', 'sh_returned confirm')
    expect(call.step).to.equal('sh_resent')
    await call.follow('sh_resent next', 'wr_more nothing', 'wr_close next', 'wr_acw pending')
    expect(await left(annai)).to.deep.equal({
      status: 'waiting_delivery',
      promises: ['delivery open'],
      actions: ['request_reshipment done ok'],
    })
  })

  it('the card comes back because he has moved: the address first, then the card', async () => {
    const call = await verifiedCall(tanaka, CALLERS.kato, 'delivery')
    await call.follow('tr_card picked:停止', 'sh_check returned', 'sh_returned moved')
    await call.follow(['sh_moved confirm', { 'field.new_address': NEW_ADDRESS }], 'sh_review next')
    await call.follow(...CLOSING)
    expect(await left(annai)).to.deep.equal({
      status: 'waiting_delivery',
      promises: ['address_review open', 'reshipment open'],
      actions: ['request_address_change waiting null'],
    })
  })
})

const NEW_ADDRESS = '〒000-0199 埼玉県新緑市本町1-2-3 ハイム新緑 101'

async function registeredCity(annai: Annai): Promise<string> {
  const { customer } = await askCardSystem(annai, 'getCustomerOverview', {
    customerRef: 'customer-0110',
  })
  return customer.address.city
}

async function parcel(annai: Annai, customerRef: string): Promise<string> {
  const [order] = await askCardSystem(annai, 'listReissues', { customerRef })
  const { reissueRef = '' } = order ?? {}
  return (await askCardSystem(annai, 'getShipment', { reissueRef })).shipmentRef
}

/** A call on which a card was stopped and a new one ordered. */
async function orderedAgain(annai: Annai, operator: Visitor): Promise<void> {
  const call = await callUpToConsent(annai, operator)
  await call.follow('st_consent agree', ['st_stop confirm', { last4: '4242' }], 'rc_ask none')
  await call.follow('ri_address match', 'ri_absence none', 'ri_order confirm', 'ri_notice next')
  await call.follow('ri_old_card next', 'pv_advice next', ...CLOSING)
}
