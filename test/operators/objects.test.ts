import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import { DEMO_PASSWORD } from '../../src/demo/people.ts'
import { addOperator } from '../../src/operators/operators.ts'
import { calledBackCase, mergeInto, numberOf } from '../cases/putting-in-order.ts'
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
    // Whoever reads on is not the one who greets.
    for (const [by, greets] of [
      [mori, '田中'],
      [tanaka, '田中'],
    ] as const) {
      await by.open(path)
      expect(by.text('.say')).to.contain(greets).and.not.to.contain('森')
    }
    await new PhoneCall(tanaka).answer('!hung_up')
    await annai.db('calls').where({ id: call.id }).update({ state: 'ended' })
  })

  it('an interrupt writes nothing but the fields of its step, and no book for a reason', async () => {
    const call = await PhoneCall.from(tanaka, CALLERS.watanabe.from)
    await call.follow('op_greet next')
    const sent = (more: Record<string, string>) =>
      tanaka.filled('form#answers', more, { name: 'outcome', value: '!hung_up' })
    await tanaka.post(`/calls/${call.id}/answers`, sent({ reason: 'あ'.repeat(20_001) }))
    expect(tanaka.status).to.equal(422)
    await tanaka.open(`/calls/${call.id}`)
    const typed = { 'field.customer_words': '途中まで', 'field.new_address': '別の住所' }
    await tanaka.post(`/calls/${call.id}/answers`, sent(typed))
    expect(tanaka.status).to.equal(200)
    const contents = await annai.db('entry_contents')
    const kept = JSON.stringify(contents)
    expect(kept).to.contain('途中まで').and.not.to.contain('別の住所')
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

  it('a reminder comes to whoever owes the promise, and to supervisors once it is late', async () => {
    const { id: caseId } = await calledBackCase(annai, suzuki, '折り返し', CALLERS.kato)
    const { due_at: due } = await annai.db('commitments').where({ case_id: caseId }).first()
    const reminded = async (by: Visitor) =>
      (await (await by.fetch('/reminders')).text()).includes(caseId)
    annai.clock.forward(Date.parse(due) - annai.clock.now().getTime() - 60_000)
    expect(await Promise.all([suzuki, tanaka, mori].map(reminded))).to.deep.equal([
      true,
      false,
      false,
    ])
    annai.clock.forward(24 * 3_600_000)
    await annai.rounds()
    expect(await Promise.all([tanaka, mori].map(reminded))).to.deep.equal([false, true])
  })

  it('a print is of whoever made it, and found by those who look after prints alone', async () => {
    const path = `/cases/${id('cases')}/summary`
    const before = await annai.db('prints').count({ count: '*' }).first()
    for (const by of [suzuki, tanaka]) expect((await by.open(path)).status).to.equal(200)
    const prints = await annai
      .db('prints')
      .orderBy('number')
      .offset(Number(before?.count ?? 0))
    expect(prints.map((each) => each.operator_id)).to.deep.equal([
      await idOf('suzuki'),
      await idOf('tanaka'),
    ])
    for (const { number } of prints) {
      for (const by of [suzuki, tanaka])
        expect((await by.open(`/prints?number=${number}`)).status).to.equal(403)
      await mori.open(`/prints?number=${number}`)
      expect(mori.$('main').attr('data-count')).to.equal('1')
    }
  })

  it('a link and a merge are taken back in one’s own name; not by who reads only, nor beside a stranger', async () => {
    const [from, into] = [
      (await calledBackCase(annai, suzuki, '一件目', CALLERS.takahashi)).id,
      (await calledBackCase(annai, suzuki, '二件目', CALLERS.takahashi)).id,
    ]
    await suzuki.post(`/cases/${id('cases')}/links`, {
      number: await numberOf(annai, into),
      reason: '似た件',
    })
    await mergeInto(annai, suzuki, from, into)
    const link = await annai.db('case_links').where({ removed_at: null }).first()
    const merge = await annai.db('case_merges').where({ from_case: from }).first()
    const stranger = await annai.signIn('kimura')
    await PhoneCall.from(stranger, CALLERS.watanabe.from)
    const forms = [`/links/${link.id}/removal`, `/merges/${merge.id}/undoing`]
    const reason = { reason: '別件でした' }
    for (const by of [await annai.signIn('ueno'), stranger])
      for (const form of forms) expect((await by.post(form, reason)).status, form).to.equal(403)
    // The id of one is none of the other.
    await tanaka.post(`/links/${merge.id}/removal`, reason)
    expect(tanaka.status).to.equal(404)
    await tanaka.post(`/merges/${link.id}/undoing`, reason)
    expect(tanaka.status).to.equal(404)
    const linked = () => annai.db('case_links').where({ id: link.id }).first()
    const merged = () => annai.db('case_merges').where({ id: merge.id }).first()
    expect([(await linked()).removed_at, (await merged()).undone_at]).to.deep.equal([null, null])
    for (const form of forms) await tanaka.post(form, reason)
    expect((await linked()).removed_by).to.equal(await idOf('tanaka'))
    expect((await merged()).undone_by).to.equal(await idOf('tanaka'))
    // What another one has taken back already is not taken back in a second name.
    await mori.post(`/merges/${merge.id}/undoing`, reason)
    expect(mori.status).to.equal(409)
    expect((await merged()).undone_by).to.equal(await idOf('tanaka'))
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
