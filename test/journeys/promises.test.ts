import { expect } from 'chai'
import { caseOf, caseRow, promiseStates } from '../cases/taking.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { CALLERS, faults, type PhoneCall, stage } from '../support/phone-call.ts'
import type { Fields, Visitor } from '../support/visitor.ts'
import { CLOSING, callUpToConsent, verifiedCall } from './ways.ts'

const MINUTE = 60_000
const NEW_ADDRESS = '〒000-0199 埼玉県新緑市本町1-2-3 ハイム新緑 101'

onBothDatabases('what is promised is kept in view until it is done', (freshUrl) => {
  let annai: Annai
  let tanaka: Visitor

  beforeEach(async () => {
    annai = await startAnnai(await freshUrl())
    tanaka = await annai.signIn('tanaka')
  })
  afterEach(() => annai.close())

  const promise = (kind: string) =>
    annai.db('commitments').where({ kind }).orderBy(['made_at', 'id'])
  const last = async (kind: string) => (await promise(kind)).at(-1)
  const handedOn = async (): Promise<PhoneCall> => {
    const call = await verifiedCall(tanaka, CALLERS.nakamura, 'other')
    return call.follow('es_transfer connected')
  }
  const follow_up = (due: string): Fields => ({ 'field.follow_up': due })

  it('a time for the follow-up is a promise of who took the call, on the desk and in the case', async () => {
    const call = await handedOn()
    await call.follow(['wr_acw transferred', follow_up('2026-11-24T10:00')])
    const id = await caseOf(annai, call.id)
    const made = await last('follow_up')
    const { id: operator } = await annai.db('operators').where({ login: 'tanaka' }).first()
    expect(made).to.include({ state: 'open', due_at: '2026-11-24T01:00:00.000Z' })
    expect([made.owner_id, made.made_by]).to.deep.equal([operator, operator])
    expect(made.wording).to.contain('11/24 10:00').and.to.contain('田中 恵')
    await tanaka.open('/')
    expect(tanaka.text('.promise')).to.contain('対応の続き').and.to.contain(made.wording)
    await tanaka.open(`/cases/${id}`)
    expect(tanaka.text('#commitments')).to.contain(made.wording)
    expect(tanaka.text('main'), 'not closed before').to.contain('終わっていないお約束があります')
    await tanaka.post(`/commitments/${made.id}/end`, { state: 'kept', reason: '対応済み' })
    expect(await promiseStates(annai, id)).to.deep.equal(['follow_up kept'])
  })

  it('the follow-up goes with its answer: another time replaces it, none takes it back', async () => {
    const call = await verifiedCall(tanaka, CALLERS.nakamura, 'other')
    await call.follow('es_transfer busy', 'cb_arrange will_call', 'wr_more another')
    await call.follow(['wr_matter pending', follow_up('2026-11-24T10:00')])
    await call.correct('wr_matter pending', follow_up('2026-11-24T10:00'))
    expect(
      (await promise('follow_up')).map((each) => each.state),
      'the same',
    ).to.deep.equal(['open'])
    await call.correct('wr_matter pending', follow_up('2026-11-25T15:00'))
    await call.correct('wr_matter pending', follow_up(''))
    expect(
      (await promise('follow_up')).map((each) => [each.state, each.end_reason, each.due_at]),
    ).to.deep.equal([
      ['withdrawn', 'replaced', '2026-11-24T01:00:00.000Z'],
      ['withdrawn', 'corrected', '2026-11-25T06:00:00.000Z'],
    ])
  })

  it('a time that is over is no promise: it is refused and stands in its field, unless it was given before', async () => {
    const call = await verifiedCall(tanaka, CALLERS.nakamura, 'other')
    await call.follow('es_transfer busy')
    await call.answer('booked', { 'field.callback_due': '2026-11-23T09:00' })
    expect([tanaka.status, call.step]).to.deep.equal([422, 'cb_arrange'])
    expect(tanaka.text('.field-error')).to.contain('今より後')
    await call.follow(['cb_arrange will_call', { 'field.callback_due': '' }], 'wr_more another')
    await call.answer('pending', follow_up('2025-11-24T10:00'))
    expect([tanaka.status, call.step]).to.deep.equal([422, 'wr_matter'])
    expect(tanaka.$('[name="field.follow_up"]').attr('value')).to.equal('2025-11-24T10:00')
    await call.follow(['wr_matter pending', follow_up('2026-11-23T10:00')])
    annai.clock.forward(60 * MINUTE)
    const cause = { 'field.cause': 'expired' }
    await call.correct('wr_matter pending', { ...cause, ...follow_up('2026-11-23T10:00') })
    const made = await promise('follow_up')
    expect(made.map((each) => [each.state, each.due_at])).to.deep.equal([
      ['open', '2026-11-23T01:00:00.000Z'],
    ])
  })

  it('what the wrap-up promises as a call back is due at the time that it names, and is one promise', async () => {
    const call = await callUpToConsent(annai, tanaka)
    await call.follow('st_consent agree', ['st_stop confirm', { last4: '4242' }])
    await call.follow('rc_ask !hung_up', 'hu_lost before_idv')
    await call.follow(['wr_acw disconnected_stop', follow_up('2026-11-24T16:00')])
    expect(await last('call_back')).to.include({ due_at: '2026-11-24T07:00:00.000Z' })
    expect(await promise('follow_up')).to.have.length(0)
  })

  it('the time that suits the customer stands in the promised call back, which is for that day', async () => {
    const call = await verifiedCall(tanaka, CALLERS.nakamura, 'other')
    await call.follow('es_transfer busy')
    await call.follow(['cb_arrange booked', { 'field.callback_window': '夕方4時以降' }])
    const made = await last('call_back')
    expect(made.wording).to.contain('夕方4時以降').and.to.contain('田中 恵')
    expect(made.due_at, 'by the end of the business day').to.equal('2026-11-24T08:00:00.000Z')
    await call.correct('cb_arrange booked', {
      'field.callback_window': 'お昼休み',
      'field.callback_due': '2026-11-25T12:30',
    })
    const anew = await last('call_back')
    expect(anew.wording).to.contain('お昼休み').and.to.contain('12:30')
    expect((await promise('call_back')).map((each) => [each.state, each.due_at])).to.deep.equal([
      ['withdrawn', '2026-11-24T08:00:00.000Z'],
      ['open', '2026-11-25T03:30:00.000Z'],
    ])
    await call.follow(...CLOSING)
    await tanaka.open('/')
    expect(tanaka.text('.promise')).to.contain('お昼休み')
  })

  it('an answer that comes back to the path promises the time that it was given', async () => {
    const call = await verifiedCall(tanaka, CALLERS.nakamura, 'other')
    await call.follow('es_transfer busy')
    await call.follow(['cb_arrange booked', { 'field.callback_due': '2026-11-24T12:30' }])
    await call.correct('es_transfer connected')
    expect((await last('call_back')).state).to.equal('withdrawn')
    await call.correct('es_transfer busy')
    expect(await last('call_back')).to.include({
      state: 'open',
      due_at: '2026-11-24T03:30:00.000Z',
    })
  })

  it('a promise that took the place of an older one gives it back when it is corrected away', async () => {
    const at = (time: string) => ({ 'field.callback_due': `2026-11-24T${time}` })
    const first = await verifiedCall(tanaka, CALLERS.nakamura, 'other')
    await first.follow('es_transfer busy', ['cb_arrange booked', at('10:00')], ...CLOSING)
    const second = await verifiedCall(tanaka, CALLERS.nakamura, 'other', 'found')
    await second.follow('es_transfer busy', ['cb_arrange booked', at('15:00')])
    await second.correct('cb_arrange booked', at('16:00'))
    await second.correct('cb_arrange will_call')
    expect((await promise('call_back')).map((each) => [each.state, each.due_at])).to.deep.equal([
      ['open', '2026-11-24T01:00:00.000Z'],
      ['withdrawn', '2026-11-24T06:00:00.000Z'],
      ['withdrawn', '2026-11-24T07:00:00.000Z'],
    ])
    const id = await caseOf(annai, second.id)
    await tanaka.open(`/cases/${id}`)
    expect(tanaka.text('ol.lines[data-count]')).to.contain('お約束を未了に戻した：折り返しの電話')
  })

  it('a late result that ends what was waited for takes the case out of waiting', async () => {
    const nakamura = (path: string, fields: Fields) =>
      stage(annai, `customers/customer-0101/${path}`, { cardRef: 'card-0101-a', ...fields })
    await nakamura('top-ups', { amountYen: '100000' })
    await nakamura('passwords', { linked: 'yes' })
    const call = await verifiedCall(tanaka, CALLERS.nakamura)
    await call.follow('tr_card picked:0005', 'er_code er323', 'er_detail noted')
    await call.follow('ck_attempts auth_failed')
    await call.answer(call.proposed ?? '')
    while (call.step !== 'lk_check') await call.answer(call.proposed ?? call.choices[0] ?? '')
    await call.follow('lk_check auth_lock', 'lk_confirm all_mine')
    await faults(annai, { operation: 'releaseLock', kind: 'lost', times: 1 })
    await call.follow('lk_release confirm')
    expect(call.step).to.equal('cb_arrange')
    await call.follow('cb_arrange booked', ...CLOSING)
    const id = await caseOf(annai, call.id)
    expect((await caseRow(annai, id)).status).to.equal('waiting_customer')
    annai.clock.forward(MINUTE)
    await annai.rounds()
    expect(await promiseStates(annai, id)).to.include('tell_lock kept')
    expect((await caseRow(annai, id)).status, 'it is for us to call back').to.equal('open')
    await tanaka.open(`/cases/${id}`)
    expect(tanaka.text('ol.lines[data-count]')).to.contain('状況の変更')
  })

  it('an address change that is still under review is no promise kept', async () => {
    const call = await verifiedCall(tanaka, CALLERS.kato, 'delivery')
    await call.follow('tr_card picked:停止', 'sh_check returned', 'sh_returned moved')
    await call.follow(['sh_moved confirm', { 'field.new_address': NEW_ADDRESS }], 'sh_review next')
    await call.follow(...CLOSING)
    await sentWithoutSecondPerson()
    const mori = await annai.signIn('mori')
    await mori.open('/approvals')
    const approve = { name: 'decision', value: 'approved' }
    await mori.submit('form[action$="/decision"]', { reason: '書類を確認' }, approve)
    const [action] = await annai.db('card_actions').where({ action: 'request_address_change' })
    expect(action).to.include({ state: 'done', outcome: 'review' })
    expect((await last('address_review')).state).to.equal('open')
  })
  /** The issuer's own system asks for another look. */
  async function sentWithoutSecondPerson() {
    const [action] = await annai.db('card_actions')
    const input = JSON.stringify({ ...JSON.parse(action.input), evidence: 'letter' })
    await annai.db('card_actions').update({ input })
  }
})
