import { expect } from 'chai'
import { CLOSING, callUpToConsent } from '../journeys/ways.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { CALLERS, faults } from '../support/phone-call.ts'
import type { Fields, Visitor } from '../support/visitor.ts'
import { calledBackCase, mergeInto, numberOf, versionOf } from './putting-in-order.ts'
import { caseOf, caseRow, promiseStates } from './taking.ts'

onBothDatabases('cases that have to do with each other', (freshUrl) => {
  let annai: Annai
  let tanaka: Visitor
  let first: { readonly id: string; readonly callId: string }
  let second: { readonly id: string; readonly callId: string }
  let others: { readonly id: string; readonly callId: string }

  before(async () => {
    annai = await startAnnai(await freshUrl())
    tanaka = await annai.signIn('tanaka')
    first = await calledBackCase(annai, tanaka, '一つ目')
    second = await calledBackCase(annai, tanaka, '二つ目')
    others = await calledBackCase(annai, tanaka, '別の方', CALLERS.namesake)
  })
  after(() => annai.close())

  const split = async (from: string, fields: Fields) => {
    await tanaka.post(`/cases/${from}/splits`, {
      version: await versionOf(annai, from),
      call: `${first.callId}/1`,
      reason: '別件の記録だった',
      ...fields,
    })
  }
  const caseOfRows = async (table: string, where: Fields): Promise<string[]> => [
    ...new Set<string>((await annai.db(table).where(where)).map((each) => each.case_id)),
  ]

  it('are linked by number, seen from both sides, once', async () => {
    const link = async (fields: Fields) => {
      await tanaka.open(`/cases/${first.id}`)
      await tanaka.submit('form[action$="/links"]', { reason: '同じ加盟店', ...fields })
    }
    for (const [number, words] of [
      ['261123-0001-0', '検査数字'],
      ['いろは', '見つかりません'],
      [await numberOf(annai, first.id), '同じ案件です'],
    ] as const) {
      await link({ number })
      expect([tanaka.status, tanaka.text('#work .field-error')], number).to.satisfy(
        ([status, text]: [number, string]) => status === 422 && text.includes(words),
      )
      expect(tanaka.$('#link-number').attr('value')).to.equal(number)
    }
    const number = await numberOf(annai, others.id)
    for (const _ of [1, 2]) await link({ number })
    expect(tanaka.status).to.equal(200)
    expect(await annai.db('case_links')).to.have.length(1)
    await tanaka.open(`/cases/${others.id}`)
    expect(tanaka.$('[data-links]').attr('data-links')).to.equal('1')
    expect(tanaka.text('[data-links]'))
      .to.contain('同じ加盟店')
      .and.to.contain(await numberOf(annai, first.id))
    await tanaka.submit('form[action$="/removal"]')
    expect(tanaka.$('[data-links]')).to.have.length(0)
    await tanaka.open(`/cases/${first.id}`)
    expect(tanaka.$('[data-links]')).to.have.length(0)
  })

  it('a call that was filed wrongly goes to another case with all that it left, and back again', async () => {
    await split(first.id, { to: second.id })
    expect([tanaka.status, tanaka.path]).to.deep.equal([200, `/cases/${first.id}`])
    expect(tanaka.$('.story').attr('data-count')).to.equal('0')
    expect(tanaka.text('#notes'), 'nothing of it is left').not.to.contain('メモ：一つ目')
    expect(tanaka.text('dl.big')).not.to.contain('一つ目')
    await tanaka.open(`/cases/${second.id}`)
    expect(tanaka.$('.story').attr('data-count')).to.equal('2')
    expect(tanaka.$('#commitments ul').attr('data-count')).to.equal('2')
    expect(tanaka.text('.story')).to.contain('メモ：一つ目')
    expect(tanaka.text('dl.big')).to.contain('一つ目の件').and.to.contain('二つ目の件')
    expect(
      await annai.db('case_notes').where({ case_id: first.id }),
      'no note is rewritten',
    ).to.have.length(1)
    await split(second.id, { number: await numberOf(annai, first.id) })
    await tanaka.open(`/cases/${first.id}`)
    expect(tanaka.$('.story').attr('data-count')).to.equal('1')
    expect(tanaka.text('dl.big')).to.contain('一つ目の件')
    expect((await caseRow(annai, first.id)).status).to.equal('open')
    await tanaka.open(`/cases/${second.id}`)
    expect(tanaka.text('main')).not.to.contain('メモ：一つ目')
  })

  it('or to a new case, which is opened once', async () => {
    const version = await versionOf(annai, first.id)
    for (const _ of [1, 2]) await split(first.id, { to: 'new', version })
    expect(tanaka.status).to.equal(200)
    const [moved = ''] = await caseOfRows('matters', { call_id: first.callId })
    expect(moved).not.to.equal(first.id)
    expect(await annai.db('cases')).to.have.length(4)
    const { customer_id, reason, owner_id } = await caseRow(annai, moved)
    const old = await caseRow(annai, first.id)
    expect({ customer_id, reason, owner_id }).to.deep.equal({
      customer_id: old.customer_id,
      reason: 'other',
      owner_id: old.owner_id,
    })
    expect(await caseOfRows('commitments', { call_id: first.callId })).to.deep.equal([moved])
    await split(moved, { to: first.id })
    expect(await caseOfRows('matters', { call_id: first.callId })).to.deep.equal([first.id])
  })

  it('but not to another customer, a closed case, the same case or by an old page', async () => {
    for (const [fields, words] of [
      [{ to: others.id }, '別のお客様'],
      [{ to: first.id }, 'すでにその案件'],
      [{ to: second.id, call: `${second.callId}/1` }, 'お電話を選んで'],
      [{ to: second.id, reason: ' ' }, '付け替える理由'],
      [{ to: 'nobody' }, '見つかりません'],
    ] as const) {
      await split(first.id, fields)
      expect([tanaka.status, tanaka.text('#work .field-error')], words).to.satisfy(
        ([status, text]: [number, string]) => status === 422 && text.includes(words),
      )
    }
    await split(first.id, { to: second.id, version: '1', reason: '古い画面の理由' })
    expect([tanaka.status, tanaka.$('#split-reason').text()]).to.deep.equal([409, '古い画面の理由'])
    expect(await caseOfRows('matters', { call_id: first.callId })).to.deep.equal([first.id])
  })

  /** A new card is ordered on a call, and the answer to the order is lost. */
  const orderedCall = async (): Promise<string> => {
    annai.clock.forward(60_000)
    const call = await callUpToConsent(annai, tanaka)
    await call.follow('st_consent agree', ['st_stop confirm', { last4: '4242' }], 'rc_ask none')
    await call.follow('ri_address match', 'ri_absence none')
    const lost = { operation: 'requestReissue', kind: 'lost', times: 1 }
    await faults(annai, lost, { operation: 'getOperation', kind: 'error_400', times: 1 })
    await call.follow('ri_order confirm')
    const { id } = call
    await call.follow('ri_waits wanted', 'pv_advice next', ...CLOSING)
    return id
  }
  const found = async () => {
    for (const _ of [1, 2]) {
      annai.clock.forward(60_000)
      await annai.rounds()
    }
    const order = await annai.db('card_actions').where({ operation: 'requestReissue' }).first()
    expect(order.state).to.equal('done')
  }

  it('what the card system answers late is followed where the call is filed by then, merged or not', async () => {
    const callId = await orderedCall()
    const from = await caseOf(annai, callId)
    const goesOn = (await calledBackCase(annai, tanaka, '三つ目', CALLERS.namesake)).id
    await split(from, { to: others.id, call: `${callId}/1` })
    expect(tanaka.status, tanaka.text('#work .field-error')).to.equal(200)
    expect(await promiseStates(annai, from)).to.deep.equal([])
    await mergeInto(annai, tanaka, others.id, goesOn)
    expect(tanaka.text('.checklist')).to.contain('結果の分かっていない操作')
    await found()
    expect(await promiseStates(annai, from)).to.deep.equal([])
    expect(await promiseStates(annai, others.id)).to.include.members([
      'reissue kept',
      'tell_delivery open',
    ])
    await tanaka.open(`/cases/${goesOn}`)
    expect(tanaka.text('.checklist')).not.to.contain('結果の分かっていない操作')
    expect(tanaka.text('#commitments')).to.contain('お届けのご案内')
    expect(tanaka.text('#actions')).to.contain('…4242')
    await tanaka.open(`/cases/${from}`)
    expect(tanaka.text('#actions'), 'nothing of it is left').not.to.contain('…4242')
  })

  it('and of a case that was merged as before, beside the case that goes on', async () => {
    const { id: from } = first
    await mergeInto(annai, tanaka, from, second.id)
    const promise = await annai.db('commitments').where({ case_id: from, state: 'open' }).first()
    await tanaka.post(`/commitments/${promise.id}/end`, { state: 'kept', reason: '' })
    expect([tanaka.status, tanaka.path]).to.deep.equal([200, `/cases/${second.id}`])
    expect((await annai.db('commitments').where({ id: promise.id }).first()).case_id).to.equal(from)
  })
})
