import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import { DEMO_PASSWORD } from '../../src/demo/people.ts'
import { addOperator } from '../../src/operators/operators.ts'
import { verifiedCall } from '../journeys/ways.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { CALLERS, PhoneCall } from '../support/phone-call.ts'
import type { Visitor } from '../support/visitor.ts'
import { addressesOf, askRoute, leaveThings } from './every-route.ts'

describe('what is somebody’s own', () => {
  let annai: Annai
  let ids: ReadonlyMap<string, string>
  let tanaka: Visitor
  let suzuki: Visitor
  let mori: Visitor
  before(async () => {
    annai = await startAnnai()
    ids = await leaveThings(annai)
    const second = { login: 'second', name: '第二 責任者', password: DEMO_PASSWORD }
    await addOperator(annai.db, { ...second, role: 'supervisor' }, annai.clock.now())
    ;[tanaka, suzuki, mori] = [
      await annai.signIn('tanaka'),
      await annai.signIn('suzuki'),
      await annai.signIn('mori'),
    ]
  })
  after(() => annai.close())

  const id = (table: string) => ids.get(table) ?? ''
  const idOf = async (login: string): Promise<string> =>
    (await annai.db('operators').where({ login }).first('id')).id
  it('a running call is written by nobody else, on any route', async () => {
    const call = await PhoneCall.from(tanaka, CALLERS.watanabe.from)
    const path = `/calls/${call.id}`
    const before = await annai.db('call_entries').where({ call_id: call.id })
    const routes = annai.routes.filter(
      ({ method, path }) => method === 'POST' && path.startsWith('/calls/:id/'),
    )
    expect(routes.length).to.be.above(9)
    const sent = {
      ...{ matter: '1', step: 'op_greet', visit: '1', entries: '0', outcome: 'next' },
      ...{ submission: randomUUID(), body: 'x', version: '0', to: await idOf('suzuki') },
    }
    for (const by of [suzuki, mori])
      for (const route of routes) {
        const [address] = addressesOf(route, new Map([['calls', call.id]]))
        const { status } = await askRoute(annai, route, address?.path ?? '', by, sent)
        // The supervisor has to say why.
        const right = by === mori && route.path.endsWith('/takeover') ? 422 : 403
        expect(status, route.path).to.equal(right)
      }
    expect(await annai.db('call_entries').where({ call_id: call.id })).to.deep.equal(before)
    expect(await annai.db('call_notes').where({ call_id: call.id })).to.have.length(0)
    await tanaka.open(path)
    await new PhoneCall(tanaka).answer('!hung_up')
    await annai.db('calls').where({ id: call.id }).update({ state: 'ended' })
  })

  it('a list that is kept for oneself is neither seen, nor changed, nor taken by its id', async () => {
    const view = id('case_views')
    const before = await annai.db('case_views').where({ id: view }).first()
    const sent = { submission: view, name: '乗っ取り', query: 'status=closed', shared: 'yes' }
    for (const by of [suzuki, await annai.signIn('second'), await annai.signIn('ueno')]) {
      for (const form of ['name', 'query', 'removal'])
        expect((await by.post(`/case-views/${view}/${form}`, sent)).status, form).to.equal(404)
      await by.post('/case-views', sent)
      await by.open(`/cases?view=${view}`)
      expect(by.text('main')).not.to.contain('私の一覧')
    }
    expect(await annai.db('case_views').where({ id: view }).first()).to.deep.equal(before)
    const ueno = await annai.signIn('ueno')
    await ueno.post('/case-views', { ...sent, submission: randomUUID(), name: '監査用' })
    const own = await annai.db('case_views').where({ name: '監査用' }).first()
    expect(Boolean(own.is_shared), 'an auditor keeps lists for themselves').to.equal(false)
  })

  it('what was asked to be given out is opened by who asked, not by another supervisor', async () => {
    const second = await annai.signIn('second')
    for (const path of ['', '/data', '/print']) {
      await second.open(`/exports/${id('privacy_exports')}${path}`)
      expect(second.status, path).to.equal(404)
      await mori.open(`/exports/${id('privacy_exports')}`)
      expect(mori.status).to.equal(200)
    }
  })

  it('what is begun on a case’s page is shown to its writer alone', async () => {
    const path = `/cases/${id('cases')}`
    const draft = { form: 'notes', body: '田中の下書き', base: '' }
    await tanaka.post(`${path}/drafts`, draft)
    await suzuki.post(`${path}/drafts`, { ...draft, body: '' })
    for (const by of [suzuki, mori]) {
      await by.open(path)
      expect(by.$.html()).not.to.contain('田中の下書き')
    }
    await tanaka.open(path)
    expect(tanaka.$.html()).to.contain('田中の下書き')
  })

  it('a change to many cases is read by who made it, and by supervisors', async () => {
    const submission = randomUUID()
    const { version } = await annai
      .db('cases')
      .where({ id: id('cases') })
      .first()
    const change = { kind: 'tag', tag: '確認済み', case: `${id('cases')}:${version}`, list: '' }
    await tanaka.post('/bulk-changes', { ...change, submission })
    const made = await annai.db('bulk_changes').where({ id: submission })
    if (made.length > 0) {
      expect((await suzuki.open(`/bulk-changes/${submission}`)).status).to.equal(403)
      expect((await mori.open(`/bulk-changes/${submission}`)).status).to.equal(200)
    }
    expect(made, tanaka.text('main').slice(0, 200)).to.have.length(1)
  })

  it('a hand-over is answered by whom it is for, or by a supervisor', async () => {
    const given = id('case_handovers')
    for (const form of ['acceptance', 'refusal', 'withdrawal'])
      expect(
        (await tanaka.post(`/handovers/${given}/${form}`, { reason: 'x' })).status,
        form,
      ).to.equal(403)
    const { state } = await annai.db('case_handovers').where({ id: given }).first()
    expect(state).to.equal('waiting')
  })

  it('nothing of one customer is reached through another’s', async () => {
    const call = await verifiedCall(suzuki, CALLERS.kobayashi)
    const { id: callId } = call
    const caseOf = async (call: string): Promise<string | null> =>
      (await annai.db('matters').where({ call_id: call }).first()).case_id
    expect(await caseOf(callId)).to.equal(null)
    await suzuki.post(`/calls/${callId}/case`, { caseId: id('cases') })
    expect(suzuki.status, 'a case of somebody else').to.equal(400)
    expect(await caseOf(callId)).to.equal(null)
    await suzuki.post(`/calls/${callId}/note`, { matter: '7', body: 'x', version: '0' })
    expect(suzuki.status, 'a matter that this call has not').to.equal(400)
    await suzuki.open(`/calls/${callId}`)
    await call.answer('!hung_up')
    while (!call.step.startsWith('end_')) await call.answer(call.choices.at(-1) ?? '')
    const own = await caseOf(callId)
    const { version } = await annai.db('cases').where({ id: own }).first()
    const older = await annai
      .db('matters')
      .where({ case_id: id('cases') })
      .first()
    const split = { call: `${older.call_id}/1`, target: 'new', reason: '別件' }
    const sent = { ...split, version: String(version), submission: randomUUID() }
    await suzuki.post(`/cases/${own}/splits`, sent)
    expect(suzuki.status, 'a call of another case').to.equal(422)
    expect(await caseOf(older.call_id)).to.equal(id('cases'))
    const promise = await annai
      .db('commitments')
      .where({ case_id: id('cases') })
      .first()
    const asked = new URLSearchParams({ promise: promise.id })
    await suzuki.open(`/cases/${own}/promise-words?${asked}`)
    expect(suzuki.$.html(), 'how a promise of another case is worded').not.to.contain(
      promise.wording,
    )
  })
})
