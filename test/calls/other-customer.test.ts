import { expect } from 'chai'
import { caseOf, caseRow, promisedCall, promiseStates } from '../cases/taking.ts'
import { verifiedCall } from '../journeys/ways.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { CALLERS, PhoneCall, stage } from '../support/phone-call.ts'
import type { Visitor } from '../support/visitor.ts'

const A = 'card-0101-a'

onBothDatabases('whose case it is', (freshUrl) => {
  let annai: Annai
  let tanaka: Visitor

  beforeEach(async () => {
    annai = await startAnnai(await freshUrl())
    tanaka = await annai.signIn('tanaka')
  })
  afterEach(() => annai.close())

  const idOf = async (customer: string): Promise<string> =>
    (await annai.db('customers').where({ customer_ref: customer }).first()).id
  const turnsOut = async (call: PhoneCall, other = CALLERS.namesake) => {
    await tanaka.open(tanaka.$('.trail a[href*="/id_search/"]').attr('href') ?? '')
    await call.tell({ ...other.search, last4: '' })
    await call.answer('one')
    return call
  }
  const verified = async (call: PhoneCall, other = CALLERS.namesake) => {
    expect(call.step).to.equal('id_items')
    await call.tell(other.items)
    return call.follow('id_items full')
  }
  /** A lock is found on the card of the first customer, and a promise is made about it. */
  const aboutTheLock = async (): Promise<PhoneCall> => {
    const top = { cardRef: A, amountYen: '100000' }
    await stage(annai, 'customers/customer-0101/top-ups', top)
    await stage(annai, 'customers/customer-0101/passwords', { cardRef: A, linked: 'yes' })
    const call = await verifiedCall(tanaka, CALLERS.nakamura)
    await call.follow('tr_card picked:0005', 'er_code er323', 'er_detail noted')
    await call.follow('ck_attempts auth_failed')
    while (call.step !== 'lk_check') await call.answer(call.proposed ?? call.choices[0] ?? '')
    return call.follow('lk_check auth_lock', 'lk_confirm all_mine')
  }

  it('nothing was done to the first one’s cards: the case moves along, and nothing of theirs is left in it', async () => {
    const call = await aboutTheLock()
    const id = await caseOf(annai, call.id)
    expect(await promiseStates(annai, id)).to.deep.equal(['tell_lock open'])
    await turnsOut(call)
    expect(tanaka.text('.notice')).to.contain('お客様の訂正').and.to.contain('案件')
    expect(await caseOf(annai, call.id)).to.equal(id)
    expect(await caseRow(annai, id)).to.include({
      customer_id: await idOf('customer-0110'),
      card_ref: null,
      card_last4: null,
    })
    expect(await promiseStates(annai, id), 'it was for the other').to.deep.equal([
      'tell_lock withdrawn',
    ])
    await verified(call)
    await tanaka.open(`/cases/${id}`)
    expect(tanaka.text('ol.lines[data-count]')).to.contain('お客様の訂正：会員番号 …0101 → …0110')
    expect(tanaka.text('main'))
      .to.contain('中村 拓哉')
      .and.not.to.match(/拓也|0005|ゴールド/)
  })

  it('something was done: the first one keeps the case, and the call goes on with a new one', async () => {
    const call = await aboutTheLock()
    await call.follow('lk_release confirm', 'rt_retry success')
    const id = await caseOf(annai, call.id)
    await turnsOut(call)
    expect(tanaka.text('.notice')).to.contain('前のお客様の案件')
    expect(await caseOf(annai, call.id)).to.equal(null)
    expect((await caseRow(annai, id)).customer_id).to.equal(await idOf('customer-0101'))
    await verified(call)
    await call.follow('tr_card picked:4242', 'er_code !hung_up', 'hu_lost before_idv')
    await call.follow('wr_acw disconnected')
    const own = await caseOf(annai, call.id)
    expect(own).not.to.equal(id)
    expect((await caseRow(annai, own)).customer_id).to.equal(await idOf('customer-0110'))
    const [release] = await annai.db('card_actions')
    expect(release.case_id, 'what was done stands where it was done').to.equal(id)
    await tanaka.open(`/cases/${id}`)
    expect(tanaka.text('ol.lines[data-count]')).to.contain('お電話との結びつけの取り消し')
    expect(tanaka.text('main')).to.contain('ロック解除').and.not.to.contain('中村 拓哉')
  })

  it('what was promised before it came out who is calling is promised to that one', async () => {
    const call = await verifiedCall(tanaka, CALLERS.nakamura, 'other')
    await call.follow('es_transfer busy', 'cb_arrange will_call')
    const id = await caseOf(annai, call.id)
    await turnsOut(call)
    await verified(call)
    expect(await caseOf(annai, call.id)).to.equal(id)
    const promises = await annai.db('commitments').where({ case_id: id, state: 'open' })
    expect(promises.map((each) => each.kind)).to.deep.equal(['holder_calls'])
  })

  it('it is the first one after all: the call goes back to the case in which something was done', async () => {
    const call = await aboutTheLock()
    await call.follow('lk_release confirm')
    const id = await caseOf(annai, call.id)
    await turnsOut(call)
    await turnsOut(call, CALLERS.nakamura)
    expect(call.step, 'nothing is asked twice').to.equal('rt_retry')
    expect(await caseOf(annai, call.id)).to.equal(id)
    expect(tanaka.text('.notice')).not.to.contain('前のお客様の案件')
  })

  it('an earlier case that was picked stays its customer’s, and the page says that it is left', async () => {
    const id = await promisedCall(annai, tanaka)
    const call = await PhoneCall.from(tanaka, CALLERS.nakamura.from)
    await call.follow('op_greet next', 'op_reason topup_error', 'op_repeat found:')
    await call.follow('id_intro next', 'id_caller self')
    await call.tell(CALLERS.namesake.search)
    await call.follow('id_search one')
    expect(tanaka.text('.notice')).to.contain('前のお客様の案件')
    expect(await caseOf(annai, call.id)).to.equal(null)
    expect((await caseRow(annai, id)).customer_id).to.equal(await idOf('customer-0101'))
    expect(await promiseStates(annai, id)).to.deep.equal(['tell_lock open'])
  })

  it('a case that was picked stays with the call once something was done in it, and the page says so', async () => {
    const id = await promisedCall(annai, tanaka)
    await stage(annai, 'customers/customer-0101/passwords', { cardRef: A, linked: 'yes' })
    const call = await PhoneCall.from(tanaka, CALLERS.nakamura.from)
    await call.follow('op_greet next', 'op_reason topup_error', 'op_repeat found:')
    await call.verify(CALLERS.nakamura)
    await call.follow('tr_card picked:0005', 'tr_continue password_set', 'pw_set seen')
    await call.follow('lk_check auth_lock', 'lk_confirm all_mine', 'lk_release confirm')
    await call.correct('op_repeat separate')
    expect(await caseOf(annai, call.id)).to.equal(id)
    const { number } = await caseRow(annai, id)
    expect(tanaka.text('.notice')).to.contain('そのまま').and.to.contain(number)
    await call.correct('op_repeat found:')
    expect(tanaka.text('.notice'), 'as picked').not.to.contain(number)
  })
})
