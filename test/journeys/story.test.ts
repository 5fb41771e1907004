import { expect } from 'chai'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { CALLERS, PhoneCall, stage } from '../support/phone-call.ts'
import type { Visitor } from '../support/visitor.ts'

const A = 'card-0101-a'
const HOUR = 3_600_000

onBothDatabases('the story: one customer, two cards, three calls, one new card', (freshUrl) => {
  let annai: Annai
  let tanaka: Visitor

  before(async () => {
    annai = await startAnnai(await freshUrl())
    tanaka = await annai.signIn('tanaka')
  })
  after(() => annai.close())

  const nakamura = (path: string, fields: Record<string, string>) =>
    stage(annai, `customers/customer-0101/${path}`, fields)
  const caseRow = () => annai.db('cases').first()
  const promises = async () =>
    (await annai.db('commitments').orderBy('made_at')).map((each) => `${each.kind} ${each.state}`)

  it('call 1: the wrong card’s password was changed; the lock is told and kept for the next call', async () => {
    expect(await nakamura('top-ups', { cardRef: A, amountYen: '100000' })).to.equal('ER323')
    const call = await PhoneCall.from(tanaka, CALLERS.nakamura.from)
    await call.follow(
      'op_greet next',
      ['op_reason topup_error', { 'field.customer_words': 'au PAYに10万円チャージできない' }],
      'op_repeat none',
    )
    await call.verify(CALLERS.nakamura)
    await call.follow('tr_card picked:0005', 'er_code er323', 'er_detail noted')
    expect(call.proposed).to.equal('auth_failed')
    await call.follow('ck_attempts auth_failed')
    expect(call.proposed, 'the history is compared card by card').to.equal('other_card_only')
    await call.follow('pw_history other_card_only')
    expect(call.say).to.contain('末尾1111').and.to.contain('末尾0005')
    await call.follow('pw_linked in_use', 'pw_guide next', 'pw_set later', 'lk_check auth_lock')
    expect(call.say).to.match(/5回一致しなかった/)
    await call.follow('lk_confirm not_yet', 'wr_more nothing', 'wr_close next')
    expect(tanaka.$('select[name="field.cause"] option[selected]').attr('value')).to.equal(
      'wrong_card_password',
    )
    await call.follow('wr_acw pending')
    expect(call.step).to.equal('end_pending')
    const caseFile = await caseRow()
    expect(caseFile).to.include({
      cause: 'wrong_card_password',
      status: 'waiting_customer',
      reason: 'topup_error',
    })
    expect(await promises()).to.deep.equal(['tell_lock open'])
  })

  it('call 2: the open case comes up at once, the lock is released, the top-up goes through', async () => {
    annai.clock.forward(2 * HOUR)
    await nakamura('passwords', { cardRef: A, linked: 'yes' })
    expect(await nakamura('top-ups', { cardRef: A, amountYen: '100000' })).to.equal('ER323')
    const call = await PhoneCall.from(tanaka, CALLERS.nakamura.from)
    await call.follow('op_greet next', 'op_reason topup_error')
    const { number } = await caseRow()
    expect(tanaka.text('form#answers')).to.contain(number).and.to.contain('田中 恵')
    await call.answer(tanaka.$('button[value^="found:"]').attr('value') ?? '')
    await call.verify(CALLERS.nakamura)
    expect(tanaka.text('#previous'), 'what the last call left').to.contain('10万円')
    await call.follow('tr_card picked:0005', 'tr_continue password_set')
    expect(call.proposed, 'the history shows the right card now').to.equal('seen')
    await call.follow(
      'pw_set seen',
      'lk_check auth_lock',
      'lk_confirm all_mine',
      'lk_release confirm',
    )
    expect(call.step, 'the lock is released').to.equal('rt_retry')
    expect(await nakamura('top-ups', { cardRef: A, amountYen: '100000' })).to.equal('OK')
    await call.follow('rt_retry success', 'rt_notice next', 'wr_more nothing', 'wr_close next')
    await call.follow('wr_acw resolved')
    const released = await annai.db('card_actions').where({ action: 'release_lock' })
    expect(released).to.have.length(1)
    expect(released[0]).to.include({ state: 'done', outcome: 'ok' })
    expect(released[0].receipt).to.be.a('string')
    expect(await promises()).to.deep.equal(['tell_lock kept'])
    expect(await annai.db('cases')).to.have.length(1)
  })

  it('call 3: the network holds the card; it was not him; the card is stopped and a new one ordered', async () => {
    annai.clock.forward(3 * HOUR)
    await nakamura('stranger-attempts', { cardRef: A, charged: 'no' })
    expect(await nakamura('top-ups', { cardRef: A, amountYen: '40000' })).to.equal('ER323')
    const call = await PhoneCall.from(tanaka, CALLERS.nakamura.from)
    await call.follow('op_greet next', 'op_reason topup_error')
    await call.answer(tanaka.$('button[value^="found:"]').attr('value') ?? '')
    await call.verify(CALLERS.nakamura)
    await call.follow('tr_card picked:0005', 'tr_continue failed_again', 'ck_attempts network_hold')
    expect(call.say).to.contain('アメリカン・エキスプレス')
    await call.follow('nh_explain hold', 'nh_investigate confirm')
    expect(call.step, 'the network reports a suspicious attempt').to.equal('fr_look')
    await call.follow('fr_look found')
    expect(call.say)
      .to.match(/11月23日/)
      .and.to.contain('海外のインターネットサイト')
    await call.follow('fr_confirm not_mine', 'fr_possession in_hand', 'fr_source none')
    expect(call.proposed).to.equal('none')
    await call.follow('fr_charges none', 'fr_no_charge next')
    expect(call.say).to.contain('末尾0005')
    await call.follow('st_consent agree')
    await call.answer('confirm', { last4: '1111' })
    expect(tanaka.status, 'the wrong last 4 digits stop nothing').to.equal(422)
    expect(await annai.db('card_actions').where({ action: 'stop_card' })).to.have.length(0)
    await call.answer('confirm', { last4: '0005' })
    expect(call.step).to.equal('rc_ask')
    await call.follow('rc_ask none', 'ri_address match', 'ri_absence none', 'ri_order confirm')
    expect(call.step).to.equal('ri_notice')
    expect(call.say)
      .to.contain('約1週間')
      .and.to.contain('簡易書留')
      .and.to.match(/11月\d+日|12月\d+日/)
    await call.follow(
      'ri_notice next',
      'ri_old_card next',
      'pv_advice next',
      'wr_more nothing',
      'wr_close next',
      'wr_acw pending',
    )
    const actions = await annai.db('card_actions').orderBy('id')
    expect(actions.map((each) => `${each.action} ${each.state}`)).to.include.members([
      'stop_card done',
      'request_reissue done',
    ])
    expect(await promises()).to.include('delivery open')
    expect((await caseRow()).status).to.equal('waiting_delivery')
  })

  it('after: the new card arrives; Apple Pay has switched, the portal has not', async () => {
    annai.clock.forward(8 * 24 * HOUR)
    const call = await PhoneCall.from(tanaka, CALLERS.nakamura.from)
    await call.follow('op_greet next', 'op_reason after_delivery')
    await call.answer(tanaka.$('button[value^="found:"]').attr('value') ?? '')
    await call.verify({
      ...CALLERS.nakamura,
      items: { bank: 'あさひ台銀行 みどり野支店', last4: '1111' },
    })
    expect(tanaka.text('.known'), 'the old card stands there as stopped').to.contain('利用停止済み')
    await call.answer(tanaka.$('button[value^="picked:card-0000"]').attr('value') ?? '')
    expect(call.step).to.equal('ad_wallet')
    expect(call.proposed).to.equal('updated')
    await call.follow('ad_wallet updated', 'ad_wallet_ok next')
    expect(call.proposed).to.equal('old_card')
    await call.follow(
      'ad_portal old_card',
      'ad_portal_update next',
      'wr_more nothing',
      'wr_close next',
    )
    await call.follow('wr_acw resolved')
    expect(call.step).to.equal('end_resolved')
    expect(await promises()).to.include('delivery kept')
    expect((await caseRow()).status).to.equal('resolved')
  })
})
