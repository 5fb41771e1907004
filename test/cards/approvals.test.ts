import { expect } from 'chai'
import { CLOSING, verifiedCall } from '../journeys/ways.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { askCardSystem, CALLERS, faults, PhoneCall } from '../support/phone-call.ts'
import type { Visitor } from '../support/visitor.ts'

const MINUTE = 60_000
const NEW_ADDRESS = '〒000-0199 埼玉県新緑市本町1-2-3 ハイム新緑 101'

onBothDatabases('an address change that a second person decides', (freshUrl) => {
  let annai: Annai
  let mori: Visitor

  beforeEach(async () => {
    annai = await startAnnai(await freshUrl())
    mori = await annai.signIn('mori')
  })
  afterEach(() => annai.close())

  async function requested(by: Visitor): Promise<string> {
    const call = await verifiedCall(by, CALLERS.kato, 'delivery')
    await call.follow('tr_card picked:停止', 'sh_check returned', 'sh_returned moved')
    await call.follow(['sh_moved confirm', { 'field.new_address': NEW_ADDRESS }], 'sh_review next')
    await call.follow(...CLOSING)
    const { id } = await annai.db('approvals').first()
    return id
  }
  const state = async () => (await annai.db('card_actions').first()).state
  const city = async () => {
    const { customer } = await askCardSystem(annai, 'getCustomerOverview', {
      customerRef: 'customer-0107',
    })
    return customer.address.city
  }

  it('waits in the queue with the old and the new address, and is sent once it is approved', async () => {
    const tanaka = await annai.signIn('tanaka')
    await requested(tanaka)
    const before = await city()
    await tanaka.open('/approvals')
    expect(tanaka.status, 'not for operators').to.equal(403)
    await mori.open('/')
    expect(mori.text('main')).to.contain('承認待ち 1件')
    await mori.open('/approvals')
    expect(mori.$('[data-count]').attr('data-count')).to.equal('1')
    expect(mori.text('main'))
      .to.contain(before)
      .and.to.contain('新緑市')
      .and.to.contain('田中 恵')
      .and.to.contain('期限')
    expect(await state(), 'nothing is sent yet').to.equal('waiting')
    await mori.submit(
      'form[action$="/decision"]',
      { reason: '本人確認書類を確認' },
      { name: 'decision', value: 'approved' },
    )
    expect([mori.status, mori.page]).to.deep.equal([200, 'approvals'])
    expect(mori.$('[data-count]').attr('data-count')).to.equal('0')
    expect(mori.text('main'), 'what was decided lately').to.contain('本人確認書類を確認')
    expect(await state()).to.equal('done')
    expect(await city()).to.equal('新緑市')
    const promise = await annai.db('commitments').where({ kind: 'address_review' }).first()
    expect(promise.state).to.equal('kept')
    const { id } = await annai.db('cases').first()
    await tanaka.open(`/cases/${id}`)
    expect(tanaka.text('main'))
      .to.contain('森 正樹')
      .and.to.contain('本人確認書類を確認')
      .and.to.contain('二人目の承認')
  })

  it('shows no address and takes no decision beside a caller who is not verified', async () => {
    const id = await requested(await annai.signIn('tanaka'))
    const before = await city()
    await PhoneCall.from(mori, CALLERS.kato.from)
    await mori.open('/approvals')
    expect(mori.text('main')).to.contain('本人確認が済んでいない').and.not.to.contain(before)
    expect(mori.$.html()).not.to.contain('新緑市')
    expect(await annai.db('audit_events').where({ name: 'approval_viewed' })).to.have.length(0)
    await mori.post(`/approvals/${id}/decision`, { decision: 'approved', reason: '確認済み' })
    expect([mori.status, await state()]).to.deep.equal([403, 'waiting'])
    await annai.db('calls').update({ state: 'ended', ended_at: annai.clock.now().toISOString() })
    await mori.open('/approvals')
    expect(mori.text('main')).to.contain(before)
    expect(await annai.db('audit_events').where({ name: 'approval_viewed' })).to.have.length(1)
  })

  it('is not sent when it is sent back', async () => {
    const tanaka = await annai.signIn('tanaka')
    const id = await requested(tanaka)
    await mori.post(`/approvals/${id}/decision`, { decision: 'rejected', reason: '書類が不足' })
    expect(await state()).to.equal('refused')
    expect(await city()).not.to.equal('新緑市')
    await mori.post(`/approvals/${id}/decision`, { decision: 'rejected', reason: '書類が不足' })
    expect(mori.status, 'the same again').to.equal(200)
    await mori.post(`/approvals/${id}/decision`, { decision: 'approved', reason: 'やはり承認' })
    expect(mori.status, 'decided is decided').to.equal(409)
    expect(mori.text('main')).to.contain('やはり承認')
    expect(await state()).to.equal('refused')
  })

  it('counts from its approval when a person has to be asked what became of it', async () => {
    const id = await requested(await annai.signIn('tanaka'))
    annai.clock.forward(40 * MINUTE)
    mori = await annai.signIn('mori')
    const silence = [
      { operation: 'requestAddressChange', kind: 'reset', times: 1 },
      { operation: 'getOperation', kind: 'error_400' },
    ] as const
    await faults(annai, ...silence)
    await mori.post(`/approvals/${id}/decision`, { decision: 'approved', reason: '書類を確認' })
    expect(await state()).to.equal('unknown')
    const tasksAfter = async (milliseconds: number) => {
      annai.clock.forward(milliseconds)
      await annai.outbox.resolve()
      return annai.db('tasks').pluck('kind')
    }
    expect(await tasksAfter(MINUTE)).to.deep.equal([])
    expect(await tasksAfter(15 * MINUTE)).to.deep.equal(['action_unknown'])
  })

  it('cannot be decided by who asked for it, nor by an operator, nor without a reason', async () => {
    const id = await requested(mori)
    await mori.open('/approvals')
    expect(mori.$('form[action$="/decision"]')).to.have.length(0)
    await mori.post(`/approvals/${id}/decision`, { decision: 'approved', reason: '自分で' })
    expect(mori.status).to.equal(403)
    const tanaka = await annai.signIn('tanaka')
    await tanaka.post(`/approvals/${id}/decision`, { decision: 'approved', reason: '代わりに' })
    expect(tanaka.status).to.equal(403)
    for (const fields of [
      { decision: 'approved', reason: ' ' },
      { decision: 'maybe', reason: 'x' },
    ]) {
      await mori.post(`/approvals/${id}/decision`, fields)
      expect(mori.status).to.equal(422)
    }
    expect(await state()).to.equal('waiting')
  })
})
