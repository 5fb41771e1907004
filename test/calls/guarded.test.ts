import { expect } from 'chai'
import { caseRow, promisedCall } from '../cases/taking.ts'
import { verifiedCall } from '../journeys/ways.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { CALLERS, PhoneCall } from '../support/phone-call.ts'
import type { Visitor } from '../support/visitor.ts'

/** What the first call has left: the customer's words, what was found, the note, the promise, the card, how it stands. */
const INSIDE = /10万円|ロック|奥様|0005|お客様の対応待ち|みどり野/

const ID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/g
onBothDatabases('beside a call whose caller is not verified', (freshUrl) => {
  let annai: Annai
  let tanaka: Visitor
  let id: string
  let number: string
  let older: string

  beforeEach(async () => {
    annai = await startAnnai(await freshUrl())
    tanaka = await annai.signIn('tanaka')
    id = await promisedCall(annai, tanaka)
    number = (await caseRow(annai, id)).number
    older = (await annai.db('calls').first()).id
    annai.clock.forward(3_600_000)
  })
  afterEach(() => annai.close())

  /** He says that he calls about the case again, and has not said yet who he is. */
  const unverifiedCall = async () => {
    const call = await PhoneCall.from(tanaka, CALLERS.nakamura.from)
    const { id: callId } = call
    await call.follow('op_greet next', 'op_reason topup_error', 'op_repeat found:')
    return { call, callId }
  }
  const pages = () => ['', '/summary', '/letter', '/record'].map((name) => `/cases/${id}${name}`)
  const everything = async () => [
    ...pages(),
    `/calls/${older}`,
    `/calls/${older}/record`,
    `/prints/sheet?ids=${id}`,
    `/customers/${(await caseRow(annai, id)).customer_id}`,
  ]
  const text = (by: Visitor) => by.$('main').text()
  const events = (name: string) => annai.db('audit_events').where({ name }).orderBy('id')
  const newest = async (name: string) => JSON.parse((await events(name)).at(-1)?.detail ?? '{}')

  const isOpenTo = async (by: Visitor, what: string) => {
    for (const path of await everything()) {
      await by.open(path)
      expect(by.status, `${what} ${path}`).to.equal(200)
      expect(text(by), `${what} ${path}`).to.match(INSIDE)
    }
  }
  const isClosedTo = async (by: Visitor, callId: string, what = '') => {
    for (const path of await everything()) {
      await by.open(path)
      // The words of the screen's own lock stand on every page.
      by.$('[data-lock], [data-cover], [data-soon]').remove()
      // An id may hold the same four digits as a card.
      expect(by.$.html().replace(ID, ''), `${what} ${path}`).not.to.match(INSIDE)
      if (path.startsWith('/customers')) continue
      const link = by.$(`main a[href="/calls/${callId}"]`)
      expect(link, `the way back: ${what} ${path}`).to.have.length(1)
      expect(by.$('main form'), `no forms: ${what} ${path}`).to.have.length(0)
    }
  }

  it('a case shows its head, why that is all, and the way back; it is on the record as such', async () => {
    const { callId } = await unverifiedCall()
    await tanaka.open(`/cases/${id}`)
    expect([tanaka.status, tanaka.page]).to.deep.equal([200, 'case'])
    expect(text(tanaka))
      .to.contain(number)
      .and.to.contain('中村 拓也 様')
      .and.to.contain('チャージのエラー')
      .and.to.contain('田中 恵')
      .and.to.contain('本人確認が済んでいない')
    expect(tanaka.$('main').attr('data-status'), 'how it stands').to.equal(undefined)
    expect(await newest('case_viewed')).to.deep.equal({ details: false })
    await isClosedTo(tanaka, callId)
  })

  it('nothing is printed, in either language, and no number of a printing is used up', async () => {
    await unverifiedCall()
    for (const path of pages().slice(1))
      for (const [lang, words] of [
        ['ja', '本人確認が済んでいない'],
        ['en', 'caller is not verified yet'],
      ]) {
        await tanaka.open(`${path}?lang=${lang}`)
        expect(tanaka.status, path).to.equal(403)
        expect(text(tanaka), path).to.contain(words).and.to.contain(number)
        expect(tanaka.$('html').attr('lang')).to.equal(lang)
      }
    for (const name of ['summary_printed', 'letter_printed', 'record_printed'])
      expect(await events(name), name).to.have.length(0)
    expect(await annai.db('prints')).to.have.length(0)
  })

  it('an older call is not opened by its page nor by a form that comes too late', async () => {
    const { callId } = await unverifiedCall()
    await tanaka.open(`/calls/${older}`)
    expect(tanaka.status).to.equal(403)
    expect(await newest('call_viewed')).to.deep.equal({ details: false })
    const late = { matter: '1', step: 'op_greet', visit: '1', entries: '0', outcome: 'next' }
    for (const form of ['answers', 'corrections', 'look-ups', 'hold']) {
      await tanaka.post(`/calls/${older}/${form}`, { ...late, reason: 'お話の続き' })
      expect(tanaka.status, form).to.equal(403)
      expect(text(tanaka), form).to.contain('お話の続き').and.not.to.match(INSIDE)
    }
    await tanaka.open(`/calls/${callId}`)
    expect(tanaka.status, 'the call itself goes on').to.equal(200)
  })

  it('the forms of a case take nothing and give back what was typed', async () => {
    await unverifiedCall()
    const before = await caseRow(annai, id)
    const promise = await annai.db('commitments').first()
    const version = String(before.version)
    for (const [path, fields] of [
      [`/cases/${id}/notes`, { body: '折り返しの件' }],
      [`/cases/${id}/closure`, { version, reason: '折り返しの件' }],
      [`/cases/${id}/reopening`, { version, reason: '折り返しの件' }],
      [`/cases/${id}/owner`, { version, owner: before.opened_by, reason: '折り返しの件' }],
      [`/commitments/${promise.id}/end`, { state: 'kept', reason: '折り返しの件' }],
    ] as const) {
      await tanaka.post(path, fields)
      expect(tanaka.status, path).to.equal(403)
      expect(text(tanaka), path).to.contain('折り返しの件').and.not.to.match(INSIDE)
    }
    expect(await caseRow(annai, id)).to.deep.equal(before)
    expect(await annai.db('commitments').first()).to.deep.equal(promise)
    expect(await annai.db('case_notes').where({ body: '折り返しの件' })).to.have.length(0)
  })

  it('a pause opens nothing; a hand-over closes it to the other operator instead', async () => {
    const { callId } = await unverifiedCall()
    await tanaka.post(`/calls/${callId}/pause`, {})
    await isClosedTo(tanaka, callId, 'paused')
    const suzuki = await annai.signIn('suzuki')
    await isOpenTo(suzuki, 'not his call')
    const to = (await annai.db('operators').where({ login: 'suzuki' }).first()).id
    await tanaka.post(`/calls/${callId}/handover`, { to, words: '' })
    await isOpenTo(tanaka, 'handed over')
    await isClosedTo(suzuki, callId, 'handed to him')
  })

  it('full verification opens all of it, and so does the end of the call', async () => {
    const { call, callId } = await unverifiedCall()
    await call.follow('id_intro next', 'id_caller self')
    await call.tell(CALLERS.nakamura.search)
    await call.follow('id_search one')
    await isClosedTo(tanaka, callId, 'named, not verified')
    await tanaka.open(`/calls/${callId}`)
    await call.tell(CALLERS.nakamura.items)
    await call.follow('id_items full')
    await isOpenTo(tanaka, 'verified')
    expect(await newest('case_viewed')).to.deep.equal({ details: true })

    const other = await PhoneCall.from(tanaka, '')
    const { id: otherId } = other
    await isClosedTo(tanaka, otherId, 'a second caller, who may be anybody')
    await tanaka.open(`/calls/${otherId}`)
    await other.answer('!hung_up')
    while (!other.step.startsWith('end_')) await other.answer(other.choices.at(-1) ?? '')
    await isOpenTo(tanaka, 'the second call is over')
  })

  it('whoever the caller says to be, nobody’s case is shown', async () => {
    const call = await PhoneCall.from(tanaka, CALLERS.watanabe.from)
    await call.follow('op_greet next', 'op_reason topup_error', 'op_repeat none')
    await call.follow('id_intro next', 'id_caller self')
    await call.tell(CALLERS.watanabe.search)
    await call.follow('id_search one')
    await isClosedTo(tanaka, call.id)
  })

  it('of a case that is closed not even its head is shown', async () => {
    await annai.db('cases').where({ id }).update({ status: 'closed' })
    await PhoneCall.from(tanaka, CALLERS.watanabe.from)
    await tanaka.open(`/cases/${id}`)
    expect(text(tanaka)).not.to.contain(number).and.not.to.contain('中村')
    expect(text(tanaka)).to.contain('本人確認が済んでいない')
  })

  it('who is in no such call sees everything: the supervisor, the auditor, a colleague in a verified call', async () => {
    await unverifiedCall()
    for (const login of ['mori', 'ueno']) {
      const by = await annai.signIn(login)
      for (const path of pages()) {
        await by.open(path)
        expect([by.status, INSIDE.test(text(by))], `${login} ${path}`).to.deep.equal([200, true])
      }
    }
    const suzuki = await annai.signIn('suzuki')
    await verifiedCall(suzuki, CALLERS.namesake)
    await isOpenTo(suzuki, 'in a verified call with somebody else')
  })
})
