import { expect } from 'chai'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import type { Fields, Visitor } from '../support/visitor.ts'
import { type Added, addCases, operatorId } from './queued.ts'
import { caseRow, promisedCall, promiseStates } from './taking.ts'

const HOUR = 3_600_000

onBothDatabases('many cases changed at once', (freshUrl) => {
  let annai: Annai
  let tanaka: Visitor
  let me: string
  let nth = 0

  before(async () => {
    annai = await startAnnai(await freshUrl())
    tanaka = await annai.signIn('tanaka')
    me = await operatorId(annai, 'tanaka')
  })
  after(() => annai.close())

  const row = (one: Added | string) => caseRow(annai, typeof one === 'string' ? one : one.id)
  const tick = async (some: readonly (Added | string)[]): Promise<string> => {
    const rows = await Promise.all(some.map(row))
    return rows.map(({ id, version }) => `${id}:${version}`).join()
  }
  const change = (ticks: string, kind: string, fields: Fields = {}, by = tanaka) => {
    nth += 1
    const submission = `00000000-0000-4000-8000-${String(nth).padStart(12, '0')}`
    return by.post('/bulk-changes', { case: ticks, kind, list: 'view=all', submission, ...fields })
  }
  const outcomes = () =>
    tanaka
      .$('tr[data-outcome]')
      .toArray()
      .map((each) => tanaka.$(each).attr('data-outcome'))

  it('an open promise stands against closing, on the page and among many alike', async () => {
    const promised = await promisedCall(annai, tanaka)
    const [clear, owed] = await addCases(annai, [{ owner: me }, { owner: me, due: HOUR }])
    if (!clear || !owed) throw new Error('no cases')
    await tanaka.post(`/cases/${owed.id}/closure`, { version: '1', reason: '' })
    expect(tanaka.status).to.equal(422)
    await change(await tick([owed, clear, promised]), 'close', { reason: '済みました' })
    expect(tanaka.page).to.equal('bulk-change')
    expect(outcomes()).to.deep.equal(['refused', 'done', 'refused'])
    expect(tanaka.text('tr[data-outcome=refused]')).to.contain('終わっていないお約束')
    const statuses = await Promise.all(
      [owed, clear, promised].map(async (one) => (await row(one)).status),
    )
    expect(statuses).to.deep.equal(['open', 'closed', 'waiting_customer'])
    expect(tanaka.$('input[name=case][checked]'), 'ticked for another try').to.have.length(2)
    expect(tanaka.$('#bulk-reason').attr('value'), 'what was typed').to.equal('済みました')
    const notes = await annai.db('case_notes').where({ body: '済みました' })
    expect(notes.map((each) => each.case_id)).to.deep.equal([clear.id])
  })

  it('what is refused can be tried again from the result, once it is put right', async () => {
    const [owed] = await addCases(annai, [{ owner: me, due: HOUR }])
    if (!owed) throw new Error('no case')
    await change(await tick([owed]), 'close', { reason: '終わり' })
    expect(outcomes()).to.deep.equal(['refused'])
    const promise = await annai.db('commitments').where({ case_id: owed.id }).first()
    const result = tanaka.path
    await tanaka.post(`/commitments/${promise.id}/end`, { state: 'kept', reason: '連絡済み' })
    await tanaka.open(result)
    const [ticked] = tanaka
      .$('input[name=case]')
      .toArray()
      .map((each) => tanaka.$(each).attr('value') ?? '')
    expect(ticked).to.match(new RegExp(`^${owed.id}:`))
    await tanaka.submit('form#bulk')
    expect(outcomes()).to.deep.equal(['done'])
    expect((await row(owed)).status).to.equal('closed')
  })

  it('gives, queues, tags, promises and sets the status of each', async () => {
    const some = await addCases(annai, [{ owner: me }, { owner: null, due: HOUR }])
    const suzuki = await operatorId(annai, 'suzuki')
    await change(await tick(some), 'assign', { owner: suzuki })
    expect(outcomes()).to.deep.equal(['done', 'done'])
    for (const one of some) expect((await row(one)).owner_id).to.equal(suzuki)
    await change(await tick(some), 'tag', { tag: '要確認' })
    expect(await annai.db('case_tags').where({ tag: '要確認' })).to.have.length(2)
    const promise = {
      promise: 'call_back',
      dueAt: '2026-11-24T15:00',
      wording: '明日３時に折り返します',
    }
    await change(await tick(some), 'commitment', promise)
    expect(outcomes(), 'one has such a promise already').to.deep.equal(['done', 'refused'])
    const [first, second] = some
    expect(await promiseStates(annai, first?.id ?? '')).to.deep.equal(['call_back open'])
    const made = await annai.db('commitments').where({ case_id: first?.id }).first()
    expect([made.owner_id, made.made_by], 'owed by whoever has the case').to.deep.equal([
      suzuki,
      me,
    ])
    expect((await row(first?.id ?? '')).due_at).to.equal('2026-11-24T06:00:00.000Z')
    await change(await tick(some), 'status', { status: 'resolved' })
    expect(outcomes(), 'a promise is open').to.deep.equal(['refused', 'refused'])
    await change(await tick(some), 'status', { status: 'escalated' })
    expect(outcomes()).to.deep.equal(['done', 'done'])
    expect((await row(first?.id ?? '')).queue).to.equal('fraud_desk')
    await change(await tick(some), 'queue', { queue: 'back_office', reason: '事務で確認' })
    expect(outcomes()).to.deep.equal(['done', 'done'])
    const { owner_id, team_id, queue } = await row(second?.id ?? '')
    expect([owner_id, team_id, queue]).to.deep.equal([null, null, 'back_office'])
    const owed = await annai.db('commitments').where({ case_id: second?.id }).first()
    expect(owed.owner_id, 'the promise waits with its case').to.equal(null)
  })

  it('somebody who was faster is told, row by row, and a second click does nothing again', async () => {
    const some = await addCases(annai, [{ owner: me }, { owner: me }])
    const seen = await tick(some)
    const [first] = some
    await tanaka.post(`/cases/${first?.id}/status`, { version: '1', status: 'waiting_customer' })
    const mori = await annai.signIn('mori')
    const suzuki = await operatorId(annai, 'suzuki')
    await change(seen, 'assign', { owner: suzuki })
    expect(outcomes()).to.deep.equal(['conflict', 'done'])
    expect(tanaka.text('tr[data-outcome=conflict]')).to.contain('他の人が変更しました')
    const result = tanaka.path
    nth -= 1
    await change(seen, 'close')
    expect(tanaka.path, 'the same form').to.equal(result)
    expect((await row(some[1] ?? '')).status).to.equal('open')
    await mori.open(result)
    expect(mori.status, 'a supervisor may look').to.equal(200)
    const other = await annai.signIn('suzuki')
    await other.open(result)
    expect(other.status).to.equal(403)
    const events = await annai.db('audit_events').where({ name: 'bulk_changed' }).orderBy('id')
    expect(JSON.parse(events.at(-1).detail)).to.include({ kind: 'assign', count: 2 })
  })

  it('a form that misses something changes nothing, and keeps ticks and words', async () => {
    const [one] = await addCases(annai, [{ owner: me }])
    if (!one) throw new Error('no case')
    const ticks = await tick([one])
    const wrong: [string, string, Fields][] = [
      ['', 'close', {}],
      ['00000000-0000-4000-8000-000000000000:1', 'close', {}],
      [ticks, '', {}],
      [ticks, 'assign', {}],
      [ticks, 'status', { status: 'closed' }],
      [ticks, 'tag', { tag: ' ' }],
      [ticks, 'tag', { tag: 'あ'.repeat(31) }],
      [ticks, 'commitment', { promise: 'reissue', dueAt: '2026-11-24T15:00', wording: 'x' }],
      [ticks, 'commitment', { promise: 'call_back', dueAt: '2026-11-22T15:00', wording: 'x' }],
      [ticks, 'queue', {}],
    ]
    for (const [ticked, kind, fields] of wrong) {
      await change(ticked, kind, fields)
      expect(tanaka.status, kind).to.equal(422)
      expect(tanaka.$('input[name=case][checked]').length).to.equal(ticked === ticks ? 1 : 0)
    }
    const promise = { promise: 'call_back', dueAt: '', wording: '書いた言葉' }
    await change(ticks, 'commitment', promise)
    expect(tanaka.$('#bulk-wording').attr('value')).to.equal('書いた言葉')
    const digits = `4${'1'.repeat(15)}`
    await change(ticks, 'commitment', { ...promise, wording: digits })
    expect(tanaka.status).to.equal(422)
    const list = new URLSearchParams({ text: `４${'１'.repeat(15)}` }).toString()
    await change(ticks, 'tag', { tag: '番号', list })
    expect(tanaka.status, 'in the address of the list').to.equal(422)
    expect(await annai.db('bulk_changes').where({ list })).to.have.length(0)
    expect(tanaka.$.html()).not.to.contain(digits)
    expect((await row(one)).version).to.equal(1)
    const many = Array.from(
      { length: 201 },
      (_, each) => `00000000-0000-4000-8000-${String(each).padStart(12, '0')}:1`,
    )
    const body = new URLSearchParams({ kind: 'close' })
    for (const each of many) body.append('case', each)
    await tanaka.post('/bulk-changes', body)
    expect(tanaka.status).to.equal(422)
    const ueno = await annai.signIn('ueno')
    await change(ticks, 'close', {}, ueno)
    expect(ueno.status, 'who may only read').to.equal(403)
  })
})
