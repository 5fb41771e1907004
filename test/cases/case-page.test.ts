import { expect } from 'chai'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import type { Visitor } from '../support/visitor.ts'
import { promisedCall, resolvedCall } from './taking.ts'

onBothDatabases('the page of a case', (freshUrl) => {
  let annai: Annai
  let tanaka: Visitor
  let id: string

  before(async () => {
    annai = await startAnnai(await freshUrl())
    tanaka = await annai.signIn('tanaka')
    id = await promisedCall(annai, tanaka)
    annai.clock.forward(3_600_000)
    await resolvedCall(annai, tanaka)
  })
  after(() => annai.close())

  const page = () => tanaka.open(`/cases/${id}`)

  it('tells every call with its steps, the facts behind them and its note', async () => {
    await page()
    expect(tanaka.page).to.equal('case')
    expect(tanaka.$('.story').attr('data-count')).to.equal('2')
    const [first = '', second = ''] = tanaka
      .$('.story > li')
      .toArray()
      .map((each) => tanaka.$(each).text().replace(/\s+/g, ' '))
    expect(first)
      .to.contain('1回目のお電話')
      .and.to.contain('田中 恵')
      .and.to.contain('本人確認済み')
      .and.to.contain('au PAYに10万円チャージできない')
      .and.to.contain('奥様の声が後ろで聞こえた')
      .and.to.contain('継続')
    expect(first, 'the facts that were seen').to.match(/5回/)
    expect(second).to.contain('2回目のお電話').and.to.contain('ロック解除').and.to.contain('解決')
    expect(tanaka.text('main'), 'no card number').not.to.match(/\d{14,}/)
  })

  it('shows what was done with its receipt, what was promised and how it ended, and what happened', async () => {
    await page()
    const action = await annai.db('card_actions').where({ action: 'release_lock' }).first()
    expect(tanaka.text('table')).to.contain('ロック解除').and.to.contain(action.receipt)
    expect(tanaka.text('table'), 'the card that the lock was on').to.contain('…0005')
    expect(tanaka.text('#commitments')).to.contain('ロックのご案内').and.to.contain('果たした')
    const happened = tanaka.text('ol.lines[data-count]')
    expect(happened).to.contain('案件の受付').and.to.contain('操作の完了：ロック解除')
    expect(tanaka.text('#notes'), 'the note of the call stands with the call').not.to.contain(
      '奥様',
    )
  })

  it('is on the record as read, and the reading is not part of what happened to the case', async () => {
    await page()
    const before = await annai.db('audit_events').where({ name: 'case_viewed', case_id: id })
    const listed = tanaka.$('ol.lines[data-count]').attr('data-count')
    await page()
    const after = await annai.db('audit_events').where({ name: 'case_viewed', case_id: id })
    expect(after.length).to.equal(before.length + 1)
    expect(tanaka.$('ol.lines[data-count]').attr('data-count')).to.equal(listed)
  })

  it('speaks English to those who want it', async () => {
    await tanaka.post('/preferences', { language: 'en', back: '/' })
    await page()
    expect(tanaka.text('main')).to.contain('Call 1').and.to.contain('Lock')
    expect(tanaka.$('html').attr('lang')).to.equal('en')
    await tanaka.post('/preferences', { language: 'ja', back: '/' })
  })

  it('may be read by the auditor, who changes nothing; a script author sees none', async () => {
    const ueno = await annai.signIn('ueno')
    expect(ueno.page, 'no desk, but the cases').to.equal('cases')
    await ueno.open(`/cases/${id}`)
    expect(ueno.status).to.equal(200)
    expect(ueno.$('main form')).to.have.length(0)
    await ueno.post(`/cases/${id}/notes`, { body: 'x' })
    expect(ueno.status).to.equal(403)
    const hayashi = await annai.signIn('hayashi')
    await hayashi.open(`/cases/${id}`)
    expect(hayashi.status).to.equal(403)
  })

  it('takes a note once, however often its form is sent', async () => {
    await page()
    const body = '折り返し不要とのこと'
    const submission = tanaka.$('form[action$="/notes"] [name=submission]').attr('value') ?? ''
    await tanaka.post(`/cases/${id}/notes`, { body, submission })
    await tanaka.post(`/cases/${id}/notes`, { body, submission })
    expect(await annai.db('case_notes').where({ case_id: id, body })).to.have.length(1)
    expect(tanaka.text('#notes')).to.contain(body)
  })

  it('gives back a note that it does not take, and says why', async () => {
    await page()
    await tanaka.submit('form[action$="/notes"]', { body: '  ' })
    expect(tanaka.status).to.equal(422)
    expect(tanaka.text('#notes .field-error')).to.contain('入力してください')
    const long = 'あ'.repeat(20_001)
    await tanaka.submit('form[action$="/notes"]', { body: long })
    expect(tanaka.status).to.equal(422)
    expect(tanaka.$('#note-body').text(), 'not a word is lost').to.equal(long)
    await tanaka.submit('form[action$="/notes"]', { body: 'a\u0000b\u0007\ud800c' })
    expect(tanaka.status).to.equal(200)
    expect(tanaka.text('#notes')).to.contain('ab\ufffdc')
  })

  it('counts, filters and pages the list', async () => {
    await tanaka.open('/cases')
    expect(tanaka.$('[data-count]').attr('data-count')).to.equal('1')
    expect(tanaka.text('table')).to.contain('中村 拓也')
    await tanaka.open('/cases?status=resolved')
    expect(tanaka.$('[data-count]').attr('data-count')).to.equal('1')
    for (const query of [
      'status=open',
      'status=%00',
      'owner=nobody',
      'status=closed',
      'status=resolved&owner=%27',
    ]) {
      await tanaka.open(`/cases?${query}`)
      expect([tanaka.status, tanaka.$('[data-count]').attr('data-count')]).to.deep.equal([200, '0'])
    }
    for (const query of ['page=999999', 'after=9']) await tanaka.open(`/cases?${query}`)
    expect(tanaka.$('[data-count]').attr('data-count')).to.equal('1')
  })
})
