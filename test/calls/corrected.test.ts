import { expect } from 'chai'
import { caseRow, promisedCall, promiseStates } from '../cases/taking.ts'
import { verifiedCall } from '../journeys/ways.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { CALLERS, PhoneCall } from '../support/phone-call.ts'
import type { Visitor } from '../support/visitor.ts'

const LOST = ['ls_circumstances lost'] as const

onBothDatabases('what follows from a correction', (freshUrl) => {
  let annai: Annai
  let tanaka: Visitor

  beforeEach(async () => {
    annai = await startAnnai(await freshUrl())
    tanaka = await annai.signIn('tanaka')
  })
  afterEach(() => annai.close())

  const promises = async () =>
    (await annai.db('commitments').orderBy(['made_at', 'id'])).map(
      (each) => `${each.kind} ${each.state} ${each.due_at}`,
    )

  it('the wrong card was stopped: the right one is confirmed and stopped as well', async () => {
    const call = await verifiedCall(tanaka, CALLERS.nakamura, 'lost_stolen')
    await call.follow('ls_cards picked:1111', ...LOST, ['ls_stop confirm', { last4: '1111' }])
    await call.correct('ls_cards picked:0005')
    if (call.step === 'ls_circumstances') await call.follow(...LOST)
    expect(call.step).to.equal('ls_stop')
    expect(call.choices, 'the other card’s stop is not this one’s').to.include('confirm')
    expect(tanaka.text('.notice'), 'and stays done').to.contain('1111')
    await call.follow(['ls_stop confirm', { last4: '0005' }])
    const stops = await annai.db('card_actions').where({ action: 'stop_card' }).orderBy('id')
    expect(stops.map((each) => [each.target_ref, each.state])).to.deep.equal([
      ['card-0101-b', 'done'],
      ['card-0101-a', 'done'],
    ])
  })

  it('another time for the call back: the promise is for that time', async () => {
    const call = await verifiedCall(tanaka, CALLERS.nakamura, 'other')
    const at = (time: string) => ({ 'field.callback_due': `2026-11-24T${time}` })
    await call.follow('es_transfer busy', ['cb_arrange booked', at('10:00')])
    await call.correct('cb_arrange booked', at('15:00'))
    expect(await promises()).to.deep.equal([
      'call_back withdrawn 2026-11-24T01:00:00.000Z',
      'call_back open 2026-11-24T06:00:00.000Z',
    ])
  })

  it('begun for an open case, but it is about something else: the old case is left as it was', async () => {
    const caseId = await promisedCall(annai, tanaka)
    await tanaka.open('/pop?from=09000000101')
    await tanaka.submit('form[action="/calls"]')
    const call = new PhoneCall(tanaka)
    await call.follow('op_greet next', 'op_reason other', 'op_repeat separate')
    await call.verify(CALLERS.nakamura)
    await call.follow('es_transfer connected', 'wr_acw transferred')
    const matter = await annai.db('matters').where({ call_id: call.id }).first()
    expect(matter.case_id).not.to.equal(caseId)
    const { disposition, status } = await caseRow(annai, caseId)
    expect([disposition, status]).to.deep.equal(['pending', 'waiting_customer'])
  })

  it('a wrap-up that is corrected from the next matter is still that of its own case, with one note', async () => {
    const call = await verifiedCall(tanaka, CALLERS.nakamura, 'other')
    await tanaka.submit('form[action$="/note"]', { body: '折返し希望' })
    await call.follow('es_transfer busy', 'cb_arrange booked', 'wr_more another')
    const cause = (value: string) => ({ 'field.cause': value, 'field.reason': 'other' })
    await call.follow(['wr_matter pending', cause('none_found')])
    await call.correct('wr_matter pending', cause('expired'))
    const [first] = await annai.db('matters').where({ call_id: call.id, number: 1 })
    expect((await caseRow(annai, first.case_id)).cause).to.equal('expired')
    expect(await annai.db('case_notes').where({ case_id: first.case_id })).to.have.length(1)
  })

  it('what an earlier call promised outlives a correction of this one', async () => {
    const caseId = await promisedCall(annai, tanaka)
    const call = await PhoneCall.from(tanaka, CALLERS.nakamura.from)
    await call.follow('op_greet next', 'op_reason topup_error', 'op_repeat found:')
    await call.verify(CALLERS.nakamura)
    await call.follow('tr_card picked:0005', 'tr_continue password_set', 'pw_set later')
    await call.follow('lk_check auth_lock', 'lk_confirm not_yet')
    await call.correct('lk_confirm all_mine')
    await call.correct('lk_check none', { reason: '誤操作' })
    await call.correct('lk_check auth_lock')
    expect(await promiseStates(annai, caseId)).to.deep.equal(['tell_lock open'])
  })
})
