import { expect } from 'chai'
import { v7 as uuid } from 'uuid'
import { caseOf, caseRow, promisedCall } from '../cases/taking.ts'
import { verifiedCall } from '../journeys/ways.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { CALLERS, PhoneCall } from '../support/phone-call.ts'
import type { Visitor } from '../support/visitor.ts'

onBothDatabases('what others do while a call goes on', (freshUrl) => {
  let annai: Annai
  let tanaka: Visitor
  let suzuki: Visitor

  beforeEach(async () => {
    annai = await startAnnai(await freshUrl())
    tanaka = await annai.signIn('tanaka')
    suzuki = await annai.signIn('suzuki')
  })
  afterEach(() => annai.close())

  const upToTheStop = async (operator: Visitor) => {
    const call = await verifiedCall(operator, CALLERS.nakamura, 'lost_stolen')
    return call.follow('ls_cards picked:1111', 'ls_circumstances lost')
  }
  const stop = ['ls_stop confirm', { last4: '1111' }] as const
  /** As after a crash between sending and the answer. */
  const loseAnswer = () =>
    annai.db('card_actions').update({ state: 'sent', outcome: null, receipt: null, result: null })
  const later = async () => {
    annai.clock.forward(60_000)
    await annai.rounds()
  }

  it('hold pressed twice at once holds once, and both presses come to the call', async () => {
    const call = await PhoneCall.from(tanaka, '')
    const tab = await annai.signIn('tanaka')
    const press = (by: Visitor) => by.post(`/calls/${call.id}/hold`, {})
    await Promise.all([press(tanaka), press(tab)])
    expect([tanaka.status, tab.status]).to.deep.equal([200, 200])
    expect(await annai.db('call_entries').where({ kind: 'held' })).to.have.length(1)
  })

  it('a stop that another call has sent: both calls go on from its one outcome', async () => {
    const first = await upToTheStop(tanaka)
    const second = await upToTheStop(suzuki)
    await first.follow(stop)
    await loseAnswer()
    await second.follow(stop)
    expect([second.step, second.choices]).to.deep.equal(['ls_stop', []])
    await later()
    await suzuki.open(`/calls/${second.id}`)
    expect(second.step).to.equal('ls_police')
    expect(await annai.db('card_actions').where({ action: 'stop_card' })).to.have.length(1)
  })

  it('an answer that comes after a new script was published: the call goes on by its own', async () => {
    const call = await upToTheStop(tanaka)
    const shipped = await annai.db('script_versions').first()
    const older = { ...shipped, id: uuid(), version: 0, digest: 'older' }
    await annai.db('script_versions').insert(older)
    await annai.db('calls').where({ id: call.id }).update({ script_version_id: older.id })
    await call.follow(stop)
    await loseAnswer()
    await annai.restart()
    await later()
    const [action] = await annai.db('card_actions')
    expect(action.state).to.equal('done')
  })

  it('a case that is closed while a call about it goes on is open again after it', async () => {
    const call = await verifiedCall(tanaka, CALLERS.nakamura, 'other')
    await call.follow('es_transfer busy', 'cb_arrange will_call', 'wr_more nothing')
    const id = await caseOf(annai, call.id)
    await annai.db('cases').where({ id }).update({ status: 'closed', closed_at: '2026-11-23' })
    await call.follow('wr_close next', 'wr_acw pending')
    const { status, closed_at } = await caseRow(annai, id)
    expect([status, closed_at]).to.deep.equal(['waiting_customer', null])
  })

  it('the record of a case tells which card it is about, not its digits', async () => {
    await upToTheStop(tanaka)
    const events = await annai.db('audit_events').where({ name: 'case_card_set' })
    expect(events.map((each) => each.detail).join())
      .to.contain('card-0101')
      .and.not.contain('1111')
  })

  it('the last 4 digits of several cards are no card number', async () => {
    const call = await upToTheStop(tanaka)
    const form = tanaka.filled('form#answers', {}, { name: 'outcome', value: 'confirm' })
    form.delete('last4')
    for (let nth = 0; nth < 4; nth += 1) form.append('last4', ['4111', '1111'][nth ? 1 : 0] ?? '')
    await tanaka.post(`/calls/${call.id}/answers`, form)
    expect(tanaka.text('[role=alert]')).not.to.contain('カード番号')
    expect(tanaka.step, 'refused by the step, not by the guard').to.equal('ls_stop')
  })

  it('reading a call of somebody else, or one that is over, is on the record; going on with one’s own is not', async () => {
    const call = await PhoneCall.from(tanaka, '')
    await tanaka.open(`/calls/${call.id}`)
    expect(await annai.db('audit_events').where({ name: 'call_viewed' })).to.have.length(0)
    await suzuki.open(`/calls/${call.id}`)
    const events = await annai.db('audit_events').where({ name: 'call_viewed' })
    expect(events.map((each) => each.call_id)).to.deep.equal([call.id])
  })

  it('on a call where nobody has been named yet, a customer’s promises are not shown', async () => {
    const caseId = await promisedCall(annai, tanaka)
    const { customer_id } = await caseRow(annai, caseId)
    await suzuki.open(`/customers/${customer_id}`)
    expect(suzuki.$('.promise')).to.have.length(1)
    await PhoneCall.from(suzuki, CALLERS.nakamura.from)
    await suzuki.open(`/customers/${customer_id}`)
    expect(suzuki.$('.promise')).to.have.length(0)
  })

  it('who is not verified gets a wrap-up without what an earlier call of the case left', async () => {
    await promisedCall(annai, tanaka)
    const call = await PhoneCall.from(suzuki, CALLERS.nakamura.from)
    await call.follow('op_greet next', 'op_reason topup_error', 'op_repeat found:')
    await call.answer('!hung_up')
    while (call.step !== 'wr_acw') await call.answer(call.choices.at(-1) ?? '')
    expect(suzuki.text('form#answers')).not.to.contain('10万円')
    expect(suzuki.$('[name="field.cause"] option[selected]')).to.have.length(0)
  })
})
