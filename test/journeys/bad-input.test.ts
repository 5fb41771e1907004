import { expect } from 'chai'
import { clean } from '../../src/web/forms.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { PhoneCall } from '../support/phone-call.ts'
import type { Visitor } from '../support/visitor.ts'

const UNKNOWN = '01a2097e-0000-7000-8000-000000000000'
const IDS = [
  ...['x', '0', '-1', '1e9', 'null', 'constructor', '__proto__', "'%20or%201=1", '%2e%2e%2fetc'],
  ...[UNKNOWN, UNKNOWN.toUpperCase(), `${UNKNOWN}%00`, `{${UNKNOWN}}`, 'a'.repeat(4000)],
  ...['%00', '%E0%A4%A', '%ED%A0%80', '%F0%9F%83%8F', '%0a', '%20'],
]
const GETS = [
  '/calls/:id',
  '/cases/:id',
  '/cases/:id/summary',
  '/cases/:id/letter',
  '/customers/:id',
  '/scripts/:id',
  '/scripts/:id/graph.svg',
]
const CALL_FORMS =
  'answers corrections look-ups hold hold/end pause pause/end case handover note'.split(' ')
const CASE_FORMS = 'notes closure reopening owner'.split(' ')
const POSTS = [
  ...CALL_FORMS.map((form) => `/calls/:id/${form}`),
  ...CASE_FORMS.map((form) => `/cases/:id/${form}`),
  '/approvals/:id/decision',
  '/commitments/:id/end',
]
const STRANGE = 'あ\u0000い\u0007う\ud800え\u200bお\u202e\r\nか'
const CLEANED = 'あいう\ufffdえ\u200bお\u202e\nか'

onBothDatabases('bad input', (freshUrl) => {
  let annai: Annai
  let mori: Visitor

  before(async () => {
    annai = await startAnnai(await freshUrl())
    mori = await annai.signIn('mori')
  })
  after(() => annai.close())

  /** A clear answer to a bad request: 4xx, a page of ours, no inside of the program. */
  const isRefused = (what: string, visitor = mori) => {
    expect(visitor.status, what).to.be.within(400, 499)
    isClean(what, visitor)
  }
  const isClean = (what: string, visitor = mori) => {
    expect(visitor.status, what).to.be.below(500)
    expect(visitor.$.html(), what).not.to.match(
      /\bat .*\.(ts|js):\d|node_modules|SQLITE|syntax error/,
    )
  }
  const send = (path: string, body: string, type: string) =>
    mori.request(path, {
      method: 'POST',
      body,
      headers: { 'content-type': type, 'sec-fetch-site': 'same-origin' },
    })

  it('ids of every shape, on every route, are not found and nothing worse', async () => {
    for (const id of IDS) {
      for (const route of GETS) {
        await mori.open(route.replace(':id', id))
        isRefused(`GET ${route} ${id.slice(0, 40)}`)
      }
      for (const route of POSTS) {
        await mori.post(route.replace(':id', id), { reason: 'r', decision: 'approved', body: 'b' })
        isRefused(`POST ${route} ${id.slice(0, 40)}`)
      }
    }
  })

  it('ids in fields and queries', async () => {
    await PhoneCall.from(mori, '')
    const { path } = mori
    for (const id of IDS.map(decoded).filter((each) => clean(each) !== '')) {
      await mori.post('/calls', { from: '', caseId: id })
      isRefused(`case ${id.slice(0, 40)}`)
      for (const fields of [{ caseId: id }, { to: id, words: 'よろしく' }]) {
        await mori.post(`${path}/${'to' in fields ? 'handover' : 'case'}`, fields)
        isRefused(JSON.stringify(fields).slice(0, 60))
      }
      for (const query of ['search?q', 'pop?from', 'customers?q', 'cases?status', 'cases?page']) {
        await mori.open(`/${query}=${encodeURIComponent(id.toWellFormed())}`)
        isClean(`${query} ${id.slice(0, 40)}`)
      }
      await mori.open(`${path}?correct=${encodeURIComponent(id.toWellFormed())}/op_greet/1`)
      isClean(`correct ${id.slice(0, 40)}`)
    }
    await mori.open(`${path}?correct=1/op_greet/1&correct=2&from[]=x&from[a]=1`)
    isClean('a query twice')
  })

  it('broken JSON, wrong content types, huge forms and fields that are no text', async () => {
    await PhoneCall.from(mori, '')
    const { path } = mori
    const bodies: [string, string][] = [
      ['{"body":', 'application/json'],
      ['null', 'application/json'],
      ['[1,2]', 'application/json'],
      ['"text"', 'application/json'],
      ['{"body":{"a":1},"version":[],"matter":{}}', 'application/json'],
      ['{"__proto__":{"body":"x"},"constructor":1}', 'application/json'],
      ['body=x', 'text/plain'],
      ['<a/>', 'application/xml'],
      ['--x\r\n', 'multipart/form-data; boundary=x'],
      ['body=x', 'application/x-www-form-urlencoded; charset=utf-99'],
      [`${'a=1&'.repeat(5000)}`, 'application/x-www-form-urlencoded'],
      [`body=${'%E3%81%82'.repeat(400_000)}`, 'application/x-www-form-urlencoded'],
      ['body=%&outcome=%zz&step=%E0', 'application/x-www-form-urlencoded'],
      ['outcome=next&outcome=next&step=op_greet&step=x', 'application/x-www-form-urlencoded'],
    ]
    for (const [body, type] of bodies)
      for (const form of CALL_FORMS.filter((each) => !/hold|pause/.test(each))) {
        await send(`${path}/${form}`, body, type)
        isClean(`${form} ${type} ${body.slice(0, 40)}`)
      }
    await mori.open(path)
    expect(mori.step, 'nothing was recorded').to.equal('op_greet')
  })

  it('what is too long is refused, and stands on the page to be shortened', async () => {
    const call = await PhoneCall.from(mori, '')
    await call.follow('op_greet next')
    const { path } = mori
    for (const text of ['a'.repeat(100_000), 'あ'.repeat(33_000)]) {
      await call.answer('other', { 'field.customer_words': text })
      expect([mori.status, mori.step]).to.deep.equal([422, 'op_reason'])
      expect(mori.$('[name="field.customer_words"]').text()).to.equal(text)
      for (const [form, name] of [
        ['note', 'body'],
        ['handover', 'words'],
      ] as const) {
        await mori.open(path)
        const to = mori.$('select[name=to] option').attr('value') ?? ''
        await mori.post(`${path}/${form}`, { matter: '1', version: '0', to, [name]: text })
        isRefused(form)
        expect(mori.$(`textarea[data-typed=${name}]`).text(), form).to.equal(text)
      }
      await mori.open(path)
    }
    const longest = 'あ'.repeat(20_000)
    await mori.submit('form[action$="/note"]', { body: longest })
    expect(mori.status, mori.text('h1')).to.equal(200)
    expect(mori.$('#note').text()).to.equal(longest)
  })

  it('control characters and lone surrogates are taken out, and nothing else', async () => {
    const call = await PhoneCall.from(mori, '')
    const { path } = mori
    const note = { matter: 1, version: 0, body: STRANGE }
    await send(`${path}/note`, JSON.stringify(note), 'application/json')
    expect(mori.status).to.equal(200)
    await mori.open(path)
    expect(mori.$('#note').text()).to.equal(CLEANED)
    await call.follow('op_greet next', ['op_reason other', { 'field.customer_words': STRANGE }])
    const [entry] = await annai.db('entry_contents').where('body', 'like', '%customer_words%')
    expect(JSON.parse(entry.body).fields.customer_words).to.equal(CLEANED)
  })

  it('a date that does not exist is refused, and what was typed stands in its field', async () => {
    const call = await PhoneCall.from(mori, '')
    await call.follow('op_greet !system_down', 'sys_down callback')
    for (const due of [
      ...['2026-02-30T10:00', '2026-13-01T10:00', '2026-11-23T25:00', '2026-11-23', 'あした'],
      ...['0000-00-00T00:00', '2026-11-23T10:00:00Z', '1e3', "'; --"],
    ]) {
      await call.answer('booked', { 'field.callback_due': due })
      expect([mori.status, mori.step], due).to.deep.equal([422, 'cb_arrange'])
      expect(mori.$('[name="field.callback_due"]').attr('value')).to.equal(due)
    }
    await call.follow(['cb_arrange booked', { 'field.callback_due': '2026-11-24T10:00' }])
    const said = await PhoneCall.from(mori, '')
    await said.follow('op_greet next', 'op_reason other', 'op_repeat none', 'id_intro next')
    await said.follow('id_caller self')
    await said.tell({ kana: 'ナカムラ', birthDate: '平成2年2月30日', phone: '電話' })
    expect([mori.status, said.step]).to.deep.equal([200, 'id_search'])
    expect(mori.$('[name="said.birthDate"]').attr('value')).to.equal('平成2年2月30日')
  })

  it('signed out, what was typed is given back', async () => {
    const late = await annai.signIn('suzuki')
    const call = await PhoneCall.from(late, '')
    await annai
      .db('sessions')
      .where({ operator_id: await operatorId('suzuki') })
      .delete()
    await late.post(`/calls/${call.id}/note`, { matter: '1', version: '0', body: '途中の言葉' })
    expect(late.status).to.equal(401)
    expect(late.$('textarea[data-typed=body]').text()).to.equal('途中の言葉')
  })
  const operatorId = async (login: string) =>
    (await annai.db('operators').where({ login }).first()).id
})

function decoded(id: string): string {
  try {
    return decodeURIComponent(id)
  } catch {
    return id
  }
}
