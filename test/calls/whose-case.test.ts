import { expect } from 'chai'
import { CARD_A, caseOf, caseRow, promisedCall, promiseStates } from '../cases/taking.ts'
import { verifiedCall } from '../journeys/ways.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { CALLERS, PhoneCall, stage } from '../support/phone-call.ts'
import type { Visitor } from '../support/visitor.ts'

onBothDatabases('the case of a call that is corrected', (freshUrl) => {
  let annai: Annai
  let tanaka: Visitor

  beforeEach(async () => {
    annai = await startAnnai(await freshUrl())
    tanaka = await annai.signIn('tanaka')
  })
  afterEach(() => annai.close())

  const turnsOut = async (call: PhoneCall, other = CALLERS.namesake) => {
    await tanaka.open(tanaka.$('.trail a[href*="/id_search/"]').attr('href') ?? '')
    await call.tell({ ...other.search, last4: '' })
    await call.answer('one')
  }
  const verified = async (call: PhoneCall, other = CALLERS.namesake) => {
    await call.tell(other.items)
    await call.follow('id_items full')
  }
  const idOf = async (customer: string): Promise<string> =>
    (await annai.db('customers').where({ customer_ref: customer }).first()).id
  const events = async (name: string) => await annai.db('audit_events').where({ name })
  const casesNow = async () =>
    await annai
      .db('cases')
      .select('customer_id', 'card_ref', 'status', 'disposition', 'next_steps')
      .orderBy('number')
  const REASON = { reason: '確認のため' }
  const upTo = async (call: PhoneCall, step: string) => {
    for (let n = 0; n < 15 && call.step !== step; n += 1)
      await call.answer(call.proposed ?? call.choices[0] ?? '', REASON)
    expect(call.step).to.equal(step)
  }
  /** From the picked card to the question whose attempts they were. */
  const upToTheLock = async (call: PhoneCall, last4 = '0005') => {
    await call.follow(`tr_card picked:${last4}`, 'er_code er323', 'er_detail noted')
    await call.answer('auth_failed', REASON)
    await upTo(call, 'lk_check')
    await call.answer('auth_lock', REASON)
    expect(call.step).to.equal('lk_confirm')
  }
  const nakamurasTopUp = () =>
    stage(annai, 'customers/customer-0101/top-ups', {
      cardRef: CARD_A,
      amountYen: '100000',
    })
  const nakamurasPassword = () =>
    stage(annai, 'customers/customer-0101/passwords', { cardRef: CARD_A, linked: 'yes' })

  it('the case of another customer than the verified one is not linked', async () => {
    const id = await promisedCall(annai, tanaka)
    const call = await PhoneCall.from(tanaka, CALLERS.nakamura.from)
    await call.follow('op_greet next', 'op_reason topup_error', 'op_repeat separate')
    await call.verify(CALLERS.namesake)
    await call.correct('op_repeat found:')
    expect(await caseOf(annai, call.id)).to.equal(null)
    expect(tanaka.text('main')).not.to.match(/10万円|ゴールド/)
    expect(tanaka.text('.notice')).to.contain('前のお客様の案件')
    await turnsOut(call, CALLERS.nakamura)
    expect(await caseOf(annai, call.id), 'it is that one after all').to.equal(id)
  })

  it('a case that this call opened stays its own when it is no repeated call', async () => {
    const call = await verifiedCall(tanaka, CALLERS.namesake)
    await call.follow('tr_card picked:4242', 'er_code er323', 'er_detail noted')
    await call.follow('ck_attempts all_ok', 'rt_retry success', 'rt_notice next')
    await call.follow('wr_more nothing')
    const own = await caseOf(annai, call.id)
    await call.correct('op_repeat separate', REASON)
    expect(await caseOf(annai, call.id)).to.equal(own)
    await call.correct('op_repeat none', REASON)
    expect(await caseOf(annai, call.id)).to.equal(own)
    expect(await annai.db('cases')).to.have.length(1)
    expect(await events('call_unlinked')).to.have.length(0)
    expect(call.say).to.contain((await caseRow(annai, own)).number)
  })

  const FOUND_OUT = {
    'field.found': '中村様のカードのロック',
    'field.done': '中村様へご案内',
    'field.next_steps': 'ゴールドの件を確認',
  }

  it('what was found about the first customer is not in the case that moves along', async () => {
    await nakamurasTopUp()
    const call = await verifiedCall(tanaka, CALLERS.nakamura)
    await upToTheLock(call)
    await call.follow('lk_confirm not_yet', 'wr_more another')
    await call.follow(['wr_matter pending', { ...FOUND_OUT, 'field.cause': 'auth_lock' }])
    await turnsOut(call)
    const id = await caseOf(annai, call.id)
    expect(await caseRow(annai, id)).to.include({
      customer_id: await idOf('customer-0110'),
      status: 'open',
      cause: null,
      disposition: null,
      next_steps: '',
    })
    await verified(call)
    await tanaka.open(`/cases/${id}`)
    expect(tanaka.text('main')).not.to.match(/中村様|ゴールド/)
  })

  it('what was found about the first customer is not in the second one’s case', async () => {
    await nakamurasTopUp()
    await nakamurasPassword()
    const call = await verifiedCall(tanaka, CALLERS.nakamura)
    await upToTheLock(call)
    await call.follow('lk_confirm all_mine', 'lk_release confirm', 'rt_retry success')
    await call.follow('rt_notice next', 'wr_more another', ['wr_matter resolved', FOUND_OUT])
    const first = await caseOf(annai, call.id)
    await turnsOut(call)
    await verified(call)
    await call.follow('tr_card picked:4242', 'er_code !hung_up', 'hu_lost before_idv')
    await call.follow('wr_acw disconnected')
    const second = await caseOf(annai, call.id)
    expect(second).not.to.equal(first)
    expect((await caseRow(annai, second)).next_steps).to.equal('')
    await tanaka.open(`/cases/${second}`)
    expect(tanaka.text('main')).not.to.match(/中村様|ゴールド/)
  })

  it('the case that is left for the first one’s is on the record, and gone back to in its turn', async () => {
    await nakamurasTopUp()
    await nakamurasPassword()
    const call = await verifiedCall(tanaka, CALLERS.nakamura)
    await upToTheLock(call)
    await call.follow('lk_confirm all_mine', 'lk_release confirm')
    const first = await caseOf(annai, call.id)
    await turnsOut(call)
    await verified(call)
    await upToTheLock(call, '4242')
    const second = await caseOf(annai, call.id)
    await turnsOut(call, CALLERS.nakamura)
    expect(await caseOf(annai, call.id)).to.equal(first)
    expect((await events('call_unlinked')).map((each) => each.case_id)).to.include(second)
    expect(await promiseStates(annai, first), 'kept, so not owed again').to.deep.equal([
      'tell_lock kept',
    ])
    await turnsOut(call)
    expect(await caseOf(annai, call.id)).to.equal(second)
    expect(await annai.db('cases')).to.have.length(2)
  })

  it('the cases of earlier matters are as they were when it is the first customer after all', async () => {
    await nakamurasTopUp()
    const call = await verifiedCall(tanaka, CALLERS.nakamura)
    await upToTheLock(call)
    await call.follow('lk_confirm not_yet', 'wr_more another', 'wr_matter pending')
    await call.follow('mt_reason other', 'es_transfer busy', 'cb_arrange will_call')
    await call.follow('wr_more another', 'wr_matter pending', 'mt_reason topup_error')
    const before = await casesNow()
    expect(before.map((each) => each.disposition)).to.deep.equal(['pending', 'pending'])
    await turnsOut(call)
    expect(before[0]?.card_ref).to.equal(CARD_A)
    expect((await casesNow()).map((each) => each.card_ref)).to.deep.equal([null, null])
    await turnsOut(call, CALLERS.nakamura)
    expect(call.step, 'in the third matter').to.equal('tr_card')
    expect(await casesNow()).to.deep.equal(before)
    const open = await annai.db('commitments').where({ state: 'open' }).orderBy('kind')
    expect(open.map((each) => each.kind)).to.deep.equal(['holder_calls', 'tell_lock'])
    expect(open[1].wording).to.contain('0005')
  })

  it('what a later answer still promises is promised again when a correction before it ends it', async () => {
    await nakamurasTopUp()
    const call = await verifiedCall(tanaka, CALLERS.nakamura)
    await upToTheLock(call)
    await call.correct('lk_check none', REASON)
    await upTo(call, 'wr_more')
    await call.correct('lk_check auth_lock', REASON)
    await call.follow('lk_confirm not_yet', 'wr_more another', 'wr_matter pending')
    const id = await caseOf(annai, call.id)
    await tanaka.submit('form[action$="/case"]', { caseId: id })
    expect(await events('call_linked'), 'on the record once').to.have.length(1)
    await call.follow('mt_reason topup_error')
    await upToTheLock(call)
    await call.follow('lk_confirm not_yet')
    expect(await promiseStates(annai, id)).to.deep.equal(['tell_lock open'])
    await tanaka.open(`/calls/${call.id}?correct=1/lk_check/1`)
    await call.answer('none', REASON)
    expect(call.step, 'in the second matter').to.equal('wr_more')
    expect(await promiseStates(annai, id)).to.include('tell_lock open')
  })
})
