import { expect } from 'chai'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { CALLERS, PhoneCall } from '../support/phone-call.ts'
import { Visitor } from '../support/visitor.ts'

const REASON = '強いご不満のため、責任者が代わります'

onBothDatabases('a call that a supervisor takes over', (freshUrl) => {
  let annai: Annai
  let tanaka: Visitor
  let mori: Visitor
  let id: string
  before(async () => {
    annai = await startAnnai(await freshUrl())
    mori = await annai.signIn('mori')
  })
  after(() => annai.close())
  beforeEach(async () => {
    await annai.db('calls').update({ state: 'ended', ended_at: annai.clock.now().toISOString() })
    tanaka = await annai.signIn('tanaka')
    const call = await PhoneCall.from(tanaka, CALLERS.nakamura.from)
    id = call.id
    await call.follow('op_greet next', 'op_reason topup_error')
  })
  const idOf = async (login: string): Promise<string> =>
    (await annai.db('operators').where({ login }).first('id')).id
  const call = () => annai.db('calls').where({ id }).first()
  const events = () => annai.db('audit_events').where({ name: 'call_taken_over', call_id: id })
  const takeOver = (by: Visitor, reason = REASON) =>
    by.submit('form[action$="/takeover"]', { reason })

  it('is read by the supervisor, and written once they have said why', async () => {
    await mori.open(`/calls/${id}`)
    expect(mori.$('form#answers button'), 'nothing to press').to.have.length(0)
    await mori.post(`/calls/${id}/note`, { body: 'x', matter: '1', version: '0' })
    expect(mori.status).to.equal(403)
    await mori.open(`/calls/${id}`)
    await takeOver(mori, '  ')
    expect(mori.status, 'without a reason').to.equal(422)
    expect((await call()).operator_id).to.equal(await idOf('tanaka'))
    await mori.open(`/calls/${id}`)
    await takeOver(mori)
    expect([mori.status, (await call()).operator_id]).to.deep.equal([200, await idOf('mori')])
    expect(mori.$('form#answers button').length).to.be.above(0)
    const [event] = await events()
    expect(event.operator_id).to.equal(await idOf('mori'))
    expect(JSON.parse(event.detail)).to.deep.equal({ from: await idOf('tanaka') })
    await mori.open(`/calls/${id}/record`)
    expect(mori.text('main')).to.contain('引き取った').and.to.contain(REASON)
  })

  it('shows nobody else what the caller said to prove who they are', async () => {
    const call = new PhoneCall(tanaka)
    if (call.step === 'op_repeat') await call.follow('op_repeat none')
    await call.follow('id_intro next', 'id_caller self')
    await call.tell({ kana: 'ナカムラ タクヤ', birthDate: '平成2年6月14日' })
    expect(tanaka.$.html()).to.contain('平成2年6月14日')
    for (const by of [mori, await annai.signIn('ueno'), await annai.signIn('suzuki')]) {
      await by.open(`/calls/${id}`)
      expect(by.status).to.equal(200)
      expect(by.$.html()).not.to.contain('平成2年6月14日').and.not.to.contain('1990')
    }
  })

  it('leaves whoever had it reading, with what they typed given back', async () => {
    await mori.open(`/calls/${id}`)
    const late = tanaka.filled('form#answers', { reason: '打ちかけの言葉' })
    await takeOver(mori)
    await tanaka.post(`/calls/${id}/answers`, late)
    expect([tanaka.status, tanaka.text('main').includes('打ちかけの言葉')]).to.deep.equal([
      403,
      true,
    ])
    await tanaka.open(`/calls/${id}`)
    expect(tanaka.text('[data-taken-over]')).to.contain('森 正樹').and.to.contain(REASON)
    expect(tanaka.text('main')).to.contain('この画面に残っています')
    const ueno = await annai.signIn('ueno')
    await ueno.open(`/calls/${id}`)
    expect(ueno.text('main')).to.contain(REASON).and.not.to.contain('この画面に残っています')
  })

  it('tells the open page of whoever had it at once', async () => {
    const page = tanaka.$('main')
    const since = encodeURIComponent(page.attr('data-revision') ?? '')
    const stream = await fetch(`${annai.url}/calls/${id}/live?since=${since}`, {
      headers: { cookie: tanaka.cookie },
    })
    const reader = stream.body?.getReader()
    await mori.open(`/calls/${id}`)
    await takeOver(mori)
    let told = ''
    while (!told.includes('event: changed'))
      told += Buffer.from((await reader?.read())?.value ?? []).toString()
    await reader?.cancel()
  })

  it('is taken once by a form pressed twice, and not from other hands than were seen', async () => {
    await mori.open(`/calls/${id}`)
    const form = mori.filled('form[action$="/takeover"]', { reason: REASON })
    const twice = [new Visitor(() => annai.url), new Visitor(() => annai.url)]
    for (const each of twice) await each.signIn('mori')
    await Promise.all(twice.map((each) => each.post(`/calls/${id}/takeover`, form)))
    expect(twice.map(({ status }) => status)).to.deep.equal([200, 200])
    expect(await events()).to.have.length(1)
    await mori.post(`/calls/${id}/handover`, { to: await idOf('suzuki'), words: '' })
    await mori.post(`/calls/${id}/takeover`, form)
    expect(mori.status, 'it is Suzuki’s now').to.equal(409)
  })

  it('is not for anybody else, nor with a card number for a reason, nor beside a caller of one’s own', async () => {
    const from = await idOf('tanaka')
    for (const login of ['suzuki', 'kimura', 'ueno', 'admin', 'hayashi']) {
      const by = await annai.signIn(login)
      await by.open(`/calls/${id}`)
      expect(by.$('form[action$="/takeover"]'), login).to.have.length(0)
      await by.post(`/calls/${id}/takeover`, { from, reason: REASON })
      expect(by.status, login).to.equal(403)
    }
    await mori.post(`/calls/${id}/takeover`, { from, reason: `暗証番号は${1000 + 234}` })
    expect(mori.status).to.equal(422)
    await PhoneCall.from(mori, '')
    await mori.post(`/calls/${id}/takeover`, { from, reason: REASON })
    expect(mori.status, 'who calls may be anybody').to.equal(403)
    expect((await call()).operator_id).to.equal(from)
    await mori.open('/calls')
  })
})
