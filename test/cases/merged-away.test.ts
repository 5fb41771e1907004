import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import { lockCases } from '../../src/cases/cases.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { CALLERS } from '../support/phone-call.ts'
import type { Fields, Visitor } from '../support/visitor.ts'
import { untilSomebodyWaits } from '../support/write-behind.ts'
import { calledBackCase, mergeInto, numberOf, operatorId, versionOf } from './putting-in-order.ts'
import { caseRow } from './taking.ts'

onBothDatabases('what is done about a case that goes on in another one', (freshUrl) => {
  let annai: Annai
  let tanaka: Visitor
  /** The same person at a second window: a form that is pressed twice comes twice at once. */
  let again: Visitor
  let older: string
  let newer: string
  let others: string
  let olderCall: string

  before(async () => {
    annai = await startAnnai(await freshUrl())
    tanaka = await annai.signIn('tanaka')
    again = await annai.signIn('tanaka')
    const first = await calledBackCase(annai, tanaka, '先の相談')
    older = first.id
    olderCall = first.callId
    newer = (await calledBackCase(annai, tanaka, '後の相談')).id
    others = (await calledBackCase(annai, tanaka, '別の方', CALLERS.namesake)).id
  })
  after(() => annai.close())

  const mergeOf = (from: string) =>
    annai.db('case_merges').where({ from_case: from, undone_at: null }).first()
  const undo = async (from: string) => {
    await tanaka.post(`/merges/${(await mergeOf(from)).id}/undoing`, { reason: '別件だった' })
    expect(tanaka.status).to.equal(200)
  }
  const promiseOf = (caseId: string) =>
    annai.db('commitments').where({ case_id: caseId, state: 'open' }).first()

  it('takes the cases in the order of all: nobody waits for somebody who waits for them', async () => {
    await mergeInto(annai, tanaka, newer, older)
    const promise = await promiseOf(newer)
    let done: Promise<unknown> | undefined
    await annai.db.transaction(async (trx) => {
      await lockCases(trx, [older])
      done = tanaka.post(`/commitments/${promise.id}/move`, {
        when: 'hours',
        count: '5',
        reason: 'お客様のご都合',
      })
      done.catch(() => {})
      await untilSomebodyWaits(annai.db)
      await lockCases(trx, [newer])
    })
    await done
    expect(tanaka.status, tanaka.text('main').slice(0, 200)).to.equal(200)
    await undo(newer)
  })

  it('is done once and answered in the same way when a form is pressed twice at once', async () => {
    const twice = async (path: string, fields: Fields, back: string) => {
      await Promise.all([tanaka, again].map((each) => each.post(path, fields)))
      const told = [tanaka, again].map((each) => `${each.status} ${each.path}`)
      expect(told, path).to.deep.equal([`200 ${back}`, `200 ${back}`])
    }
    const seen = async (id: string) => ({ version: await versionOf(annai, id) })
    await twice(
      `/cases/${newer}/merges`,
      {
        ...(await seen(newer)),
        into: older,
        intoVersion: await versionOf(annai, older),
        reason: '同じ',
      },
      `/cases/${older}`,
    )
    await twice(
      `/merges/${(await mergeOf(newer)).id}/undoing`,
      { reason: '別件' },
      `/cases/${older}`,
    )
    await twice(
      `/cases/${older}/handovers`,
      { ...(await seen(older)), to: 'queue:fraud_desk', words: 'お願い', submission: randomUUID() },
      `/cases/${older}`,
    )
    const { id } = await annai.db('case_handovers').where({ state: 'waiting' }).first()
    await twice(`/handovers/${id}/withdrawal`, {}, `/cases/${older}`)
    const number = await numberOf(annai, others)
    await twice(`/cases/${older}/links`, { number, reason: '似た件' }, `/cases/${older}`)
    const link = await annai.db('case_links').where({ removed_at: null }).first()
    await twice(`/links/${link.id}/removal`, {}, `/cases/${older}`)
    await twice(
      `/cases/${older}/splits`,
      { ...(await seen(older)), call: `${olderCall}/1`, to: 'new', reason: '別件' },
      `/cases/${older}`,
    )
    const fields = { owner: await operatorId(annai, 'suzuki') }
    await twice(`/cases/${older}/owner`, { ...fields, ...(await seen(older)) }, `/cases/${older}`)
    await twice(
      `/cases/${older}/closure`,
      { ...(await seen(older)), reason: '済' },
      `/cases/${older}`,
    )
    await twice(
      `/cases/${older}/reopening`,
      { ...(await seen(older)), reason: '続きがあった' },
      `/cases/${older}`,
    )
    const split = await annai.db('matters').where({ call_id: olderCall }).first()
    await twice(
      `/cases/${split.case_id}/splits`,
      { ...(await seen(split.case_id)), call: `${olderCall}/1`, to: older, reason: '戻す' },
      `/cases/${split.case_id}`,
    )
    const events = await annai.db('audit_events').where({ case_id: older }).pluck('name')
    for (const name of ['case_absorbed', 'case_handover_withdrawn', 'case_closed', 'case_reopened'])
      expect(events.filter((each) => each === name).length, name).to.equal(
        name === 'case_absorbed' ? 2 : 1,
      )
  })

  it('why a call was moved is kept where it went, once, and each history names the other case', async () => {
    await tanaka.open(`/cases/${older}`)
    const [moved] = await annai.db('cases').whereNotIn('id', [older, newer, others])
    expect(tanaka.text('#notes').split('から付け替え：戻す')).to.have.length(2)
    const history = tanaka.text('ol.lines[data-count]')
    expect(history)
      .to.contain(`お電話の付け替えを受け入れ：${moved.number}`)
      .and.to.contain(`お電話を別の案件へ付け替え：${moved.number}`)
      .and.to.contain(`別の案件を統合：${await numberOf(annai, newer)}`)
  })

  it('a number that was mistyped stands in the form that looks for the other case', async () => {
    await tanaka.open(`/cases/${older}/merge?number=261123-0001-0`)
    expect([tanaka.status, tanaka.$('#merge-number').attr('value')]).to.deep.equal([
      422,
      '261123-0001-0',
    ])
  })

  it('a draft that was begun before is shown in the case that goes on, until it is recorded there', async () => {
    const save = (id: string, body: string, base = '') =>
      tanaka.post(`/cases/${id}/drafts`, { form: 'notes', body, base })
    await save(newer, '書きかけのメモ')
    await mergeInto(annai, tanaka, newer, older)
    expect(tanaka.$('#note-body').text()).to.equal('書きかけのメモ')
    await save(newer, '古い画面で書き足したメモ')
    await tanaka.open(`/cases/${older}`)
    expect(tanaka.$('#note-body').text()).to.equal('古い画面で書き足したメモ')
    await tanaka.post(`/cases/${older}/notes`, { body: '古い画面で書き足したメモ' })
    expect(tanaka.$('#note-body').text()).to.equal('')
    await undo(newer)
    await tanaka.open(`/cases/${newer}`)
    expect(tanaka.$('#note-body').text(), 'it is recorded').to.equal('')
  })

  it('a link to it leads to the case that goes on, and tells how that stands', async () => {
    await tanaka.post(`/cases/${others}/links`, {
      number: await numberOf(annai, newer),
      reason: '似た件',
    })
    await mergeInto(annai, tanaka, newer, older)
    await tanaka.open(`/cases/${others}`)
    expect(tanaka.$('#links a').attr('href')).to.equal(`/cases/${older}`)
    expect(tanaka.text('#links')).to.contain(await numberOf(annai, older))
    await undo(newer)
    await tanaka.open(`/cases/${others}`)
    expect(tanaka.$('#links a').attr('href')).to.equal(`/cases/${newer}`)
  })

  it('a case that changes hands otherwise does not wait to be taken any more', async () => {
    const handOver = async () => {
      await tanaka.open(`/cases/${newer}`)
      const to = { to: 'queue:fraud_desk', words: '至急お願いします' }
      await tanaka.submit('form[action$="/handovers"]', to)
      return (await annai.db('case_handovers').where({ state: 'waiting' }).first()).id
    }
    const first = await handOver()
    await tanaka.post(`/cases/${newer}/return`, {
      version: await versionOf(annai, newer),
      queue: 'front',
      reason: '窓口で続けられる',
    })
    expect(tanaka.status).to.equal(200)
    const stateOf = async (id: string) =>
      (await annai.db('case_handovers').where({ id }).first()).state
    expect(await stateOf(first)).to.equal('withdrawn')
    await handOver()
    await tanaka.post(`/cases/${newer}/taking`, { version: await versionOf(annai, newer) })
    expect((await caseRow(annai, newer)).owner_id).to.equal(await operatorId(annai, 'tanaka'))
    expect(await annai.db('case_handovers').where({ state: 'waiting' })).to.deep.equal([])
  })

  it('its words are found in lists, in the case that goes on', async () => {
    await mergeInto(annai, tanaka, newer, older)
    await tanaka.open(`/cases?text=${encodeURIComponent('後の相談')}`)
    expect(tanaka.$('main').attr('data-count') ?? tanaka.text('table')).to.contain(
      await numberOf(annai, older),
    )
    await tanaka.open(`/search?q=${encodeURIComponent('後の相談')}`)
    const [hit] = tanaka.$(`a[href="/cases/${older}"]`).closest('li').toArray()
    expect(tanaka.$(hit).text()).to.contain(
      `${await numberOf(annai, newer)} はこの案件に統合されました`,
    )
    await undo(newer)
  })
})
