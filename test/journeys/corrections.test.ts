import { expect } from 'chai'
import { type Annai, startAnnai } from '../support/annai.ts'
import { CALLERS, PhoneCall } from '../support/phone-call.ts'
import type { Visitor } from '../support/visitor.ts'
import { CLOSING, callUpToConsent, left, stopsOf, verifiedCall } from './ways.ts'

const MINUTE = 60_000
const setAside = (screen: Visitor) => screen.$('.trail details li').length

describe('corrections and turns of a call', () => {
  let annai: Annai
  let tanaka: Visitor

  before(async () => {
    annai = await startAnnai()
    tanaka = await annai.signIn('tanaka')
  })
  after(() => annai.close())

  const aboutThePassword = async () => {
    const call = await verifiedCall(tanaka, CALLERS.nakamura)
    return call.follow(
      'tr_card picked:0005',
      'er_code er323',
      'er_detail noted',
      'ck_attempts auth_failed',
      'pw_history other_card_only',
      'pw_linked in_use',
      'pw_guide next',
      'pw_set later',
    )
  }

  it('keep the later answers that still fit', async () => {
    const call = await aboutThePassword()
    expect(call.step).to.equal('lk_check')
    await call.correct('pw_linked unsure')
    expect(call.step, 'nothing is asked twice').to.equal('lk_check')
    expect(tanaka.text('.trail')).to.contain('おまとめログイン')
  })

  it('set aside what does not fit any more, show it, and take it up again when corrected back', async () => {
    const call = await aboutThePassword()
    await call.correct('er_code er325')
    expect(call.step).to.equal('lk_service')
    expect(setAside(tanaka)).to.be.greaterThan(3)
    await call.correct('er_code er323')
    expect(call.step).to.equal('lk_check')
    expect(setAside(tanaka)).to.equal(0)
  })

  it('another card: what was checked for the first one is looked up anew', async () => {
    const call = await aboutThePassword()
    await call.correct('tr_card picked:1111')
    expect(call.step).to.equal('er_code')
    await call.follow('er_code er323', 'er_detail noted')
    expect(call.proposed, 'nothing failed on this card').not.to.equal('auth_failed')
    expect(setAside(tanaka)).to.be.greaterThan(3)
    expect(tanaka.text('.mini.on h3')).to.contain('1111')
  })

  it('another customer: identity begins at nothing, and what was known of the first is gone from the screen', async () => {
    const call = await aboutThePassword()
    await tanaka.open(tanaka.$('.trail a[href*="/id_search/"]').attr('href') ?? '')
    await call.tell({ ...CALLERS.namesake.search, last4: '' })
    expect(tanaka.text('#seen + dl')).to.contain('中村 拓哉')
    await call.answer('one')
    expect(call.step).to.equal('id_items')
    expect(tanaka.$('main').attr('data-level')).to.equal('none')
    expect(tanaka.text('main')).not.to.contain('0005')
    await call.tell(CALLERS.namesake.items)
    await call.follow('id_items full', 'tr_card picked:4242')
    expect(call.step, 'no answer about the first one’s card holds').to.equal('er_code')
    const { customer_id } = await annai.db('calls').where({ id: call.id }).first()
    const customer = await annai.db('customers').where({ id: customer_id }).first()
    expect(customer.customer_ref).to.equal('customer-0110')
  })

  it('what was done stays done, and the page says so', async () => {
    const call = await callUpToConsent(annai, tanaka)
    await call.follow('st_consent agree', ['st_stop confirm', { last4: '4242' }])
    const { receipt } = await annai.db('card_actions').where({ action: 'stop_card' }).first()
    await call.correct('st_consent refuse')
    expect(call.step).to.equal('es_fraud')
    expect(tanaka.text('.notice')).to.contain('そのまま有効').and.to.contain(receipt)
    await call.correct('st_consent agree')
    expect(call.step, 'and nothing has to be done again').to.equal('rc_ask')
    expect(await stopsOf(annai)).to.equal(1)
  })

  it('a stop cannot be answered anew by a correction', async () => {
    const { call_id } = await annai.db('card_actions').where({ action: 'stop_card' }).first()
    await tanaka.open(`/calls/${call_id}?correct=1/st_stop/1`)
    expect(tanaka.step, 'the page does not offer it').to.equal('rc_ask')
    const entries = tanaka.$('[name=entries]').attr('value') ?? ''
    const forged = { submission: 'by-hand', matter: '1', step: 'st_stop', visit: '1', entries }
    await tanaka.post(`/calls/${call_id}/corrections`, { ...forged, outcome: 'not_now' })
    expect(tanaka.status).to.equal(422)
    expect(tanaka.step).to.equal('rc_ask')
  })

  it('an interrupt goes back to where it was pressed, and can be corrected like any answer', async () => {
    const call = await verifiedCall(tanaka, CALLERS.nakamura)
    await call.follow('tr_card picked:0005', 'er_code er323', 'er_detail !complaint')
    await call.follow('es_complaint go_on')
    expect(call.step).to.equal('er_detail')
    await call.follow('er_detail !system_down', 'sys_down recovered')
    expect(call.step).to.equal('er_detail')
    await call.follow('er_detail noted')
    await tanaka.open(tanaka.$('.trail a[href$="/er_detail/1"]').attr('href') ?? '')
    await call.answer('noted')
    expect(call.step, 'as if it had never been pressed').to.equal('ck_attempts')
    expect(tanaka.text('.trail > .scroll > div > ol')).not.to.contain('苦情')
  })

  it('handed over, everything is there and the level stays; the first operator only reads on', async () => {
    const call = await aboutThePassword()
    await tanaka.post(`/calls/${call.id}/note`, { matter: '1', version: '0', body: '折返し希望' })
    const suzuki = await annai.db('operators').where({ login: 'suzuki' }).first()
    await tanaka.submit('form[action$="/handover"]', { to: suzuki.id, words: 'お願いします' })
    expect(tanaka.$('form#answers')).to.have.length(0)
    const second = await annai.signIn('suzuki')
    await second.open(`/calls/${call.id}`)
    expect(second.$('main').attr('data-level')).to.equal('full')
    expect(second.step).to.equal('lk_check')
    expect(second.$('#note').text()).to.equal('折返し希望')
    await second.submit('form[action$="/pause/end"]')
    const theirs = new PhoneCall(second)
    expect(theirs.path).to.include.members(['op_reason', 'id_items', 'pw_history'])
    await theirs.follow('lk_check auth_lock', 'lk_confirm not_yet')
    await tanaka.open(`/calls/${call.id}`)
    expect(tanaka.step).to.equal('wr_more')
    await tanaka.post(`/calls/${call.id}/hold`, {})
    expect(tanaka.status, 'it is not theirs any more').to.equal(403)
  })

  it('a second matter has a case of its own and keeps the identity', async () => {
    const call = await aboutThePassword()
    await call.follow('lk_check auth_lock', 'lk_confirm not_yet', 'wr_more another')
    await call.follow('wr_matter pending')
    expect(call.step).to.equal('mt_reason')
    await call.follow(
      ['mt_reason lost_stolen', { 'field.customer_words': '買い物用のカードも失くした' }],
      'ls_cards picked:1111',
      'ls_circumstances lost',
      ['ls_stop confirm', { last4: '1111' }],
      'ls_police next',
      'fr_charges none',
      'rc_ask some',
      'rc_explain next',
    )
    await call.follow('ri_address match', 'ri_absence none', 'ri_order confirm', 'ri_notice next')
    await call.follow('ri_old_card next', 'pv_advice next', ...CLOSING)
    const matters = await annai.db('matters').where({ call_id: call.id }).orderBy('number')
    const cases = await Promise.all(
      matters.map((each) => annai.db('cases').where({ id: each.case_id }).first()),
    )
    expect(cases.map((each) => [each.reason, each.card_last4, each.status])).to.deep.equal([
      ['topup_error', '0005', 'waiting_customer'],
      ['lost_stolen', '1111', 'waiting_delivery'],
    ])
    expect(cases[1].wanted).to.equal('買い物用のカードも失くした')
    const stop = await annai.db('card_actions').where({ call_id: call.id, action: 'stop_card' })
    expect(stop.map((each) => each.case_id)).to.deep.equal([matters[1].case_id])
  })

  it('time on hold and time paused are not talking time', async () => {
    const call = await PhoneCall.from(tanaka, '')
    const clock = (selector: string) => tanaka.$(selector).attr('data-seconds')
    annai.clock.forward(2 * MINUTE)
    await tanaka.submit('form[action$="/hold"]')
    annai.clock.forward(4 * MINUTE)
    await tanaka.open(tanaka.path)
    expect([clock('.bar .clock'), clock('.hold-clock [role=timer]')]).to.deep.equal(['120', '240'])
    await tanaka.submit('form[action$="/hold/end"]')
    annai.clock.forward(MINUTE)
    await tanaka.submit('form[action$="/pause"]')
    expect(tanaka.$('form#answers'), 'paused, nothing is answered').to.have.length(0)
    annai.clock.forward(60 * MINUTE)
    await tanaka.submit('form[action$="/pause/end"]')
    annai.clock.forward(MINUTE)
    await tanaka.open(tanaka.path)
    expect(clock('.bar .clock')).to.equal('240')
    await call.follow('op_greet next')
    expect((await left(annai)).actions).not.to.include('unknown')
  })
})
