import { expect } from 'chai'
import { type Annai, startAnnai } from '../support/annai.ts'
import { askCardSystem, CALLERS, faults, PhoneCall, stage } from '../support/phone-call.ts'
import type { Visitor } from '../support/visitor.ts'
import { CLOSING, callUpToConsent, left, stopsOf, verifiedCall } from './ways.ts'

const HOUR = 3_600_000
describe('the variants of the story', () => {
  let annai: Annai
  let tanaka: Visitor

  beforeEach(async () => {
    annai = await startAnnai()
    tanaka = await annai.signIn('tanaka')
  })
  afterEach(() => annai.close())

  it('the caller is not verified: nothing of the account is shown, told or done', async () => {
    const call = await PhoneCall.from(tanaka, CALLERS.nakamura.from)
    await call.follow('op_greet next', 'op_reason topup_error', 'op_repeat none')
    await call.follow('id_intro next', 'id_caller self')
    await call.tell(CALLERS.nakamura.search)
    await call.follow('id_search one')
    await call.tell({ birthDate: '平成2年6月15日', bank: '港銀行 本店', last4: '9999' })
    expect(call.proposed).to.equal('no_match')
    expect(tanaka.text('main'), 'which item failed').not.to.match(/生年月日.{0,12}(一致し|違)/)
    await call.follow('id_items no_match')
    await call.tell({ birthDate: '平成2年6月15日', bank: '港銀行 本店', last4: '9999' })
    await call.follow('id_second no_match', 'id_fail told')
    expect(tanaka.text('main')).not.to.contain('0005').and.not.to.contain('1111')
    await call.follow('wr_acw not_verified')
    expect(call.step).to.equal('end_not_verified')
    expect(await left(annai)).to.deep.equal({ status: 'open', promises: [], actions: [] })
  })

  it('a family member reports a lost wallet: all cards are stopped, and nothing more is told or done', async () => {
    const call = await PhoneCall.from(tanaka, '')
    await call.follow('op_greet next', 'op_reason lost_stolen', 'id_intro next', 'id_caller other')
    await call.tell(CALLERS.takahashi.search)
    await call.follow('id_search_for one')
    await call.tell({
      name: 'たかはし まこと',
      birthDate: CALLERS.takahashi.search.birthDate ?? '',
    })
    await call.follow('id_family basic', 'id_limited stop_only')
    expect(tanaka.text('main'), 'no more than the cards to stop').not.to.contain('ひかり電力')
    await call.follow('ls_cards picked:3枚すべて', 'ls_circumstances lost')
    await call.answer('confirm', { last4: '8431,0005,0001' })
    expect(tanaka.status, 'one of three is wrong').to.equal(422)
    expect((await left(annai)).actions).to.deep.equal([])
    await call.follow(
      ['ls_stop confirm', { last4: '8431,0005,0000' }],
      'ls_limited next',
      'pv_advice next',
    )
    await call.follow(...CLOSING)
    expect(call.step).to.equal('end_pending')
    expect(await left(annai)).to.deep.equal({
      status: 'waiting_customer',
      promises: ['holder_calls open'],
      actions: ['stop_card done ok', 'stop_card done ok', 'stop_card done ok'],
    })
    const cards = await askCardSystem(annai, 'listStoppableCards', { customerRef: 'customer-0103' })
    expect(cards, 'none is left to stop').to.deep.equal([])
  })

  it('the call drops in the middle of the stop: reached again, he is verified anew and the stop goes on', async () => {
    const call = await callUpToConsent(annai, tanaka)
    await call.follow('st_consent agree', 'st_stop !hung_up', 'hu_lost reached')
    expect(tanaka.$('main').attr('data-level')).to.equal('none')
    await call.answer('full')
    expect(tanaka.status, 'verified before, and not any more').to.equal(422)
    await call.tell(CALLERS.namesake.items)
    await call.follow('hu_verify full', 'hu_resume here', ['st_stop confirm', { last4: '4242' }])
    await call.follow('rc_ask none', 'ri_address match', 'ri_absence none', 'ri_order confirm')
    await call.follow('ri_notice next', 'ri_old_card next', 'pv_advice next', ...CLOSING)
    expect(await left(annai)).to.deep.equal({
      status: 'waiting_delivery',
      promises: ['tell_delivery kept', 'delivery open'],
      actions: ['inquire_hold done suspicious', 'stop_card done ok', 'request_reissue done ok'],
    })
  })

  it('the call drops in the middle of the stop: no answer, nothing is stopped and a call back is owed', async () => {
    const call = await callUpToConsent(annai, tanaka)
    await call.follow('st_consent agree', 'st_stop !hung_up', 'hu_lost no_answer')
    await call.follow('wr_acw disconnected')
    expect(call.step).to.equal('end_disconnected')
    expect(await left(annai)).to.deep.equal({
      status: 'open',
      promises: ['call_back open'],
      actions: ['inquire_hold done suspicious'],
    })
    expect(await stopsOf(annai)).to.equal(0)
  })

  it('the card system does not answer when the card is to be stopped: stopped by telephone, to be verified', async () => {
    const call = await callUpToConsent(annai, tanaka)
    await call.follow('st_consent agree')
    await stage(annai, 'system', { state: 'off', customer: 'customer-0110' })
    await call.follow(['st_stop confirm', { last4: '4242' }])
    expect(call.step, 'certainly not done').to.equal('st_fallback')
    const slip = { 'field.manual_stop_ref': 'AC-7', 'field.manual_stop_by': '前田' }
    await call.follow(['st_fallback confirm', slip], 'rc_ask unavailable', 'rc_explain next')
    expect(call.step, 'no new card before the stop is reconciled').to.equal('ri_waits')
    await call.follow('ri_waits wanted', 'pv_advice next', ...CLOSING)
    expect(await left(annai)).to.deep.equal({
      status: 'open',
      promises: ['verify_manual_stop open', 'reissue open'],
      actions: [
        'inquire_hold done suspicious',
        'stop_card refused unavailable',
        'record_manual_stop done ok',
      ],
    })
  })

  it('the answer to the stop is lost although it was done: found later, sent once, the path not moved', async () => {
    const call = await callUpToConsent(annai, tanaka)
    await faults(annai, { operation: 'stopCard', kind: 'lost', times: 1 })
    await call.follow('st_consent agree', ['st_stop confirm', { last4: '4242' }])
    expect(call.step).to.equal('rc_ask')
    expect(tanaka.text('main')).to.contain('結果を確認中')
    await call.follow('rc_ask none')
    expect(call.step, 'no order before the stop is known').to.equal('ri_waits')
    annai.clock.forward(60_000)
    await annai.outbox.resolve()
    await tanaka.open(tanaka.path)
    expect(call.step, 'a late result moves nothing').to.equal('ri_waits')
    expect(await left(annai)).to.deep.include({
      promises: ['verify_stop kept'],
      actions: ['inquire_hold done suspicious', 'stop_card done ok'],
    })
    await call.follow('ri_waits wanted', 'pv_advice next', ...CLOSING)
    expect(await stopsOf(annai)).to.equal(1)
    const [stop] = await annai.db('card_actions').where({ action: 'stop_card' })
    expect(stop).to.deep.include({ attempts: 1 })
    expect(stop.receipt).to.be.a('string')

    const next = await verifiedCall(tanaka, CALLERS.namesake, 'suspicious_use', 'found')
    await next.follow('tr_card picked:4242', 'tr_continue reissue', 'rc_ask none')
    await next.follow('ri_address match', 'ri_absence none', 'ri_order confirm', 'ri_notice next')
    await next.follow('ri_old_card next', 'pv_advice next', ...CLOSING)
    expect(await left(annai)).to.deep.include({
      status: 'waiting_delivery',
      promises: ['verify_stop kept', 'reissue kept', 'tell_delivery kept', 'delivery open'],
    })
  })

  it('the network does not reply: a call back is promised; on the next call it has, and the hold is lifted', async () => {
    await stage(annai, 'network', { manner: 'later', customer: 'customer-0109' })
    const first = await verifiedCall(tanaka, CALLERS.watanabe)
    await first.follow('tr_card picked:4444', 'er_code er323', 'er_detail noted')
    await first.follow('ck_attempts network_hold', 'nh_explain hold', 'nh_investigate confirm')
    expect(first.step, 'no reply yet').to.equal('cb_arrange')
    await first.follow(['cb_arrange booked', { 'field.callback_due': '2026-11-23T15:00' }])
    await first.follow(...CLOSING)
    expect(await left(annai)).to.deep.equal({
      status: 'waiting_network',
      promises: ['network_answer open', 'call_back open'],
      actions: ['inquire_hold done pending'],
    })
    const promised = await annai.db('commitments').where({ kind: 'call_back' }).first()
    expect(promised.due_at).to.equal('2026-11-23T06:00:00.000Z')

    annai.clock.forward(3 * HOUR)
    await stage(annai, 'network', { manner: 'at_once', customer: 'customer-0109' })
    const second = await verifiedCall(tanaka, CALLERS.watanabe, 'topup_error', 'found')
    await second.follow('tr_card picked:4444', 'tr_continue network', 'nh_look network_hold')
    await second.follow('nh_investigate confirm')
    expect(second.step, 'two large top-ups in a row').to.equal('nh_velocity')
    await second.follow('nh_velocity mine', 'nh_release confirm', 'lk_check none')
    await second.follow('rt_retry success', 'rt_notice next', 'wr_more nothing', 'wr_close next')
    await second.follow('wr_acw resolved')
    expect(await left(annai)).to.deep.equal({
      status: 'resolved',
      promises: ['network_answer kept', 'call_back kept'],
      actions: [
        'inquire_hold done pending',
        'inquire_hold done velocity',
        'request_hold_release done ok',
      ],
    })
  })

  it('all uses were his own: the hold is lifted on the same call', async () => {
    const call = await verifiedCall(tanaka, CALLERS.watanabe)
    await call.follow('tr_card picked:4444', 'er_code er323', 'er_detail noted')
    await call.follow('ck_attempts network_hold', 'nh_explain hold', 'nh_investigate confirm')
    await call.follow('nh_velocity mine', 'nh_release confirm', 'lk_check none')
    const topUp = { cardRef: 'card-0109-a', amountYen: '50000' }
    expect(await stage(annai, 'customers/customer-0109/top-ups', topUp)).to.equal('OK')
    await call.follow('rt_retry success', 'rt_notice next', 'wr_more nothing', 'wr_close next')
    await call.follow('wr_acw resolved')
    expect(await left(annai)).to.deep.equal({
      status: 'resolved',
      promises: [],
      actions: ['inquire_hold done velocity', 'request_hold_release done ok'],
    })
  })
})
