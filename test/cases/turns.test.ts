import { expect } from 'chai'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import type { Visitor } from '../support/visitor.ts'
import { caseRow, promisedCall, promiseStates } from './taking.ts'

onBothDatabases('what a person decides about a case', (freshUrl) => {
  let annai: Annai
  let tanaka: Visitor
  let id: string

  before(async () => {
    annai = await startAnnai(await freshUrl())
    tanaka = await annai.signIn('tanaka')
    id = await promisedCall(annai, tanaka)
  })
  after(() => annai.close())

  const version = async () => String((await caseRow(annai, id)).version)
  const promise = () => annai.db('commitments').where({ case_id: id }).first()
  const operator = async (login: string) =>
    (await annai.db('operators').where({ login }).first()).id

  it('is not closed while a promise is open, and what was typed is still there', async () => {
    await tanaka.open(`/cases/${id}`)
    expect(tanaka.text('main')).to.contain('終わっていないお約束があります')
    await tanaka.post(`/cases/${id}/closure`, { version: await version(), reason: '完了のつもり' })
    expect(tanaka.status).to.equal(422)
    expect(tanaka.text('main')).to.contain('完了のつもり').and.to.contain('まだ完了にできません')
    expect((await caseRow(annai, id)).status).to.equal('waiting_customer')
  })

  it('goes to another owner with its open promises, and not over somebody’s head', async () => {
    await tanaka.open(`/cases/${id}`)
    const seen = await version()
    const suzuki = await operator('suzuki')
    await tanaka.submit('form[action$="/owner"]', { owner: suzuki })
    expect(tanaka.status).to.equal(200)
    expect((await caseRow(annai, id)).owner_id).to.equal(suzuki)
    expect((await promise()).owner_id, 'who has the case keeps its promises').to.equal(suzuki)
    const kimura = await operator('kimura')
    await tanaka.post(`/cases/${id}/owner`, { owner: kimura, version: seen })
    expect(tanaka.status).to.equal(409)
    expect((await caseRow(annai, id)).owner_id).to.equal(suzuki)
    for (const owner of [
      '',
      'x',
      await operator('hayashi'),
      '00000000-0000-7000-8000-000000000000',
    ]) {
      await tanaka.post(`/cases/${id}/owner`, { owner, version: await version() })
      expect(tanaka.status, owner).to.equal(422)
    }
  })

  it('asks why a promise was not kept, and ends it once', async () => {
    const { id: promiseId } = await promise()
    const end = (fields: Record<string, string>) =>
      tanaka.post(`/commitments/${promiseId}/end`, fields)
    await end({ state: 'broken', reason: ' ' })
    expect([tanaka.status, tanaka.page]).to.deep.equal([422, 'case'])
    await end({ state: 'forgotten', reason: '覚え書き' })
    expect(tanaka.status).to.equal(422)
    expect(tanaka.text('#commitments textarea')).to.equal('覚え書き')
    expect(await promiseStates(annai, id)).to.deep.equal(['tell_lock open'])
    await end({ state: 'kept', reason: 'お電話があり、解除済み' })
    expect(tanaka.status).to.equal(200)
    expect(tanaka.text('#commitments')).to.contain('お電話があり、解除済み')
    await end({ state: 'kept', reason: 'お電話があり、解除済み' })
    expect(tanaka.status, 'the same again').to.equal(200)
    await end({ state: 'broken', reason: '別の結果' })
    expect(tanaka.status).to.equal(409)
    expect(await promiseStates(annai, id)).to.deep.equal(['tell_lock kept'])
    expect((await caseRow(annai, id)).status, 'it waits for nobody now').to.equal('open')
  })

  it('is closed once nothing is open: an old page is a conflict, a double click is not', async () => {
    const seen = await version()
    await tanaka.post(`/cases/${id}/closure`, { version: '1', reason: '古い画面' })
    expect(tanaka.status).to.equal(409)
    expect(tanaka.text('main')).to.contain('古い画面')
    await tanaka.post(`/cases/${id}/closure`, { version: seen, reason: '解決を確認' })
    await tanaka.post(`/cases/${id}/closure`, { version: seen, reason: '解決を確認' })
    expect(tanaka.status).to.equal(200)
    expect((await caseRow(annai, id)).status).to.equal('closed')
    expect(await annai.db('case_notes').where({ body: '解決を確認' })).to.have.length(1)
    expect(tanaka.$('form[action="/calls"]'), 'no call on a closed case').to.have.length(0)
    await tanaka.post('/calls', { caseId: id })
    expect(tanaka.status).to.equal(409)
  })

  it('is reopened with a reason', async () => {
    const seen = await version()
    await tanaka.post(`/cases/${id}/reopening`, { version: seen, reason: '' })
    expect(tanaka.status).to.equal(422)
    await tanaka.post(`/cases/${id}/reopening`, { version: seen, reason: '再びエラー' })
    await tanaka.post(`/cases/${id}/reopening`, { version: seen, reason: '再びエラー' })
    expect(tanaka.status).to.equal(200)
    expect((await caseRow(annai, id)).status).to.equal('open')
    expect(tanaka.text('#notes')).to.contain('再びエラー')
    expect(await annai.db('audit_events').where({ name: 'case_reopened' })).to.have.length(1)
  })
})
