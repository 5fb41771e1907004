import { expect } from 'chai'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { PhoneCall } from '../support/phone-call.ts'
import type { Fields, Visitor } from '../support/visitor.ts'
import { caseRow, promisedCall } from './taking.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const FORM = 'form[action$="/commitments"]'

onBothDatabases('promises made and moved by hand', (freshUrl) => {
  let annai: Annai
  let tanaka: Visitor
  let mori: Visitor
  let id: string
  const operators = new Map<string, string>()

  before(async () => {
    annai = await startAnnai(await freshUrl())
    tanaka = await annai.signIn('tanaka')
    mori = await annai.signIn('mori')
    id = await promisedCall(annai, tanaka)
    for (const each of await annai.db('operators')) operators.set(each.login, each.id)
  })
  after(() => annai.close())

  const open = () => tanaka.open(`/cases/${id}`)
  const make = async (fields: Fields) => {
    await open()
    await tanaka.submit(FORM, { kind: 'call_back', when: 'hours', count: '2', ...fields })
  }
  const rows = (kind: string) =>
    annai
      .db('commitments')
      .where({ case_id: id, kind })
      .orderBy([{ column: 'made_at' }, { column: 'state', order: 'desc' }])
  const last = async (kind: string) => (await rows(kind)).at(-1)
  const events = async (name: string) =>
    annai.db('audit_events').where({ case_id: id, name }).orderBy('id')
  const later = async (milliseconds: number, where: Pick<Annai, 'rounds'> = annai) => {
    annai.clock.forward(milliseconds)
    await where.rounds()
  }
  const end = (commitment: { id: string }, state: string, reason = '') =>
    tanaka.post(`/commitments/${commitment.id}/end`, { state, reason })

  it('in business hours on a holiday as well, worded as it is usually told, with its owner', async () => {
    await make({ owner: operators.get('suzuki') ?? '', wording: '' })
    expect(tanaka.status).to.equal(200)
    const made = await last('call_back')
    expect(made).to.include({ state: 'open', owner_id: operators.get('suzuki') })
    expect([made.made_by, made.due_at]).to.deep.equal([
      operators.get('tanaka'),
      new Date(annai.clock.now().getTime() + 2 * HOUR).toISOString(),
    ])
    expect(made.wording).to.contain('鈴木').and.to.contain('折り返し')
    expect(tanaka.text('#commitments')).to.contain(made.wording)
    const suzuki = await annai.signIn('suzuki')
    expect(suzuki.text('.promise')).to.contain(made.wording)
  })

  it('in business days, to their close', async () => {
    await make({
      kind: 'document',
      when: 'days',
      count: '2',
      wording: '  明細の写しをお送りします ',
    })
    const made = await last('document')
    expect(made.wording, 'as it was told').to.equal('明細の写しをお送りします')
    expect(made.due_at, 'Monday 23 is a holiday').to.equal('2026-11-25T11:00:00.000Z')
  })

  it('replaces an open one of its kind, and is one however often it is sent', async () => {
    await open()
    const sent = tanaka.filled(FORM, {
      kind: 'call_back',
      when: 'at',
      due: '2026-11-24T10:00',
      wording: '明日10時に',
    })
    await tanaka.post(`/cases/${id}/commitments`, sent)
    await tanaka.post(`/cases/${id}/commitments`, sent)
    expect((await rows('call_back')).map((each) => [each.state, each.end_reason])).to.deep.equal([
      ['withdrawn', 'replaced'],
      ['open', null],
    ])
  })

  it('is refused without a time to come, and gives back what was typed', async () => {
    const count = (await annai.db('commitments')).length
    for (const [fields, words] of [
      [{ when: 'at', due: '' }, '期限の日時'],
      [{ when: 'at', due: '2026-11-20T10:00' }, '今より後'],
      [{ when: 'at', due: 'soon' }, '確かめて'],
      [{ when: 'at', due: '2027-02-30T10:00' }, '確かめて'],
      [{ when: 'at', due: '2028-01-01T10:00' }, '確かめて'],
      [{ when: 'hours', count: '0' }, '1から99'],
      [{ when: 'days', count: '61' }, '1から60'],
      [{ kind: 'tell_lock' }, '選択肢'],
      [{ owner: operators.get('ueno') ?? '' }, '担当にできません'],
    ] as const) {
      await make({ ...fields, wording: '言ったとおり' })
      expect(tanaka.status).to.equal(422)
      expect(tanaka.text('#commitments .field-error')).to.contain(words)
      expect(tanaka.$('#wording-new').text()).to.equal('言ったとおり')
    }
    expect((await annai.db('commitments')).length).to.equal(count)
  })

  it('tells the usual words while the form is filled in, and nothing to whose caller is unknown', async () => {
    const asked = `/cases/${id}/promise-words?kind=document&when=days&count=1`
    await tanaka.open(asked)
    expect(tanaka.$('body').text()).to.contain('11/24 20:00')
    const kimura = await annai.signIn('kimura')
    await PhoneCall.from(kimura, '')
    await kimura.open(asked)
    expect(kimura.status).to.equal(403)
    for (const path of [
      `/cases/${id}/commitments`,
      `/commitments/${(await last('document')).id}/move`,
    ]) {
      await kimura.post(path, { kind: 'document', when: 'days', count: '1', reason: 'x' })
      expect(kimura.status, path).to.equal(403)
    }
  })

  it('a moved time is a new promise that says why; the same press is one', async () => {
    const moved = await last('document')
    const fields = { when: 'days', count: '4', wording: '', submission: '' }
    await open()
    const form = `form[action="/commitments/${moved.id}/move"]`
    await tanaka.submit(form, fields)
    expect(tanaka.status, 'why?').to.equal(422)
    await open()
    const sent = tanaka.filled(form, { ...fields, reason: '倉庫の都合', submission: moved.case_id })
    await tanaka.post(`/commitments/${moved.id}/move`, sent)
    await tanaka.post(`/commitments/${moved.id}/move`, sent)
    expect(tanaka.status).to.equal(200)
    const [old, anew, ...more] = await rows('document')
    expect(more).to.deep.equal([])
    expect(old).to.include({ state: 'withdrawn', end_reason: '倉庫の都合' })
    expect(anew).to.include({ state: 'open', due_at: '2026-11-27T11:00:00.000Z' })
    expect(tanaka.text('#commitments')).to.contain('倉庫の都合').and.to.contain(anew.wording)
    await tanaka.post(`/commitments/${moved.id}/move`, { ...fields, reason: 'また' })
    expect(tanaka.status, 'it is over').to.equal(409)
  })

  it('rises when late: to its owner at once, to the supervisors after half an hour, each once', async () => {
    await make({ when: 'hours', count: '1', wording: '1時間後に' })
    const call = await last('call_back')
    await later(50 * MINUTE)
    await tanaka.open('/')
    expect(tanaka.text('.promise')).to.contain('まもなく')
    expect(await events('commitment_late')).to.have.length(0)
    const other = await annai.second()
    annai.clock.forward(11 * MINUTE)
    await Promise.all([annai.rounds(), other.rounds()])
    await other.close()
    const [late, ...again] = await events('commitment_late')
    expect(again).to.deep.equal([])
    expect([late.operator_id, JSON.parse(late.detail).commitmentId]).to.deep.equal([null, call.id])
    await tanaka.open('/')
    expect(tanaka.text('.promise:first-child')).to.contain('期限超過').and.to.contain('1分超過')
    await mori.open('/')
    expect(mori.$('#raised')).to.have.length(0)
    const before = await caseRow(annai, id)
    await later(30 * MINUTE)
    await later(MINUTE)
    expect(await events('commitment_raised')).to.have.length(1)
    const { version, owner_id, status } = await caseRow(annai, id)
    expect([version, owner_id, status], 'nothing else moves').to.deep.equal([
      before.version,
      before.owner_id,
      before.status,
    ])
    await mori.open('/')
    expect(mori.text('#raised')).to.contain('1時間後に').and.to.contain('32分超過')
    expect(mori.text('#raised')).to.contain('担当：田中 恵').and.to.contain('中村 拓也')
    await tanaka.open('/')
    expect(tanaka.$('#raised')).to.have.length(0)
    await open()
    expect(tanaka.text('#commitments')).to.contain('責任者へ報告')
    expect(tanaka.text('ol.lines[data-count]')).to.contain('お約束の遅れを責任者へ報告：折り返し')
  })

  it('beside an unverified caller the supervisor’s desk tells only when and in which case', async () => {
    const call = (await PhoneCall.from(mori, '')).id
    await mori.open('/')
    expect(mori.text('#raised'))
      .to.contain('期限超過')
      .and.not.to.match(/1時間後に|折り返し/)
    await mori.open('/reminders')
    expect(mori.$('body').text()).to.contain('責任者への報告').and.not.to.contain('折り返し')
    await annai.db('calls').where({ id: call }).update({ state: 'ended' })
  })

  it('keeping it ends that; a promise that is withdrawn needs a reason', async () => {
    const call = await last('call_back')
    await end(call, 'withdrawn')
    expect(tanaka.status).to.equal(422)
    expect(tanaka.text('#commitments .field-error')).to.contain('理由')
    await end(call, 'withdrawn', 'お客様のご希望')
    expect(tanaka.text('#commitments')).to.contain('田中 恵 お客様のご希望')
    await mori.open('/')
    expect(mori.$('#raised')).to.have.length(0)
    await later(3 * HOUR)
    expect(await events('commitment_raised')).to.have.length(1)
  })
})
