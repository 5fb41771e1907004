import { expect } from 'chai'
import { catalogue, LANGUAGES } from '../../src/i18n/index.ts'
import { callUpToConsent } from '../journeys/ways.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { CALLERS, PhoneCall } from '../support/phone-call.ts'
import type { Visitor } from '../support/visitor.ts'

interface Row {
  readonly name: string
  readonly operator_id: string | null
  readonly customer_id: string | null
  readonly case_id: string | null
  readonly call_id: string | null
  readonly address: string | null
  readonly session: string | null
  readonly refused: number
  readonly detail: string
}

describe('what is recorded', () => {
  let annai: Annai
  let tanaka: Visitor
  let mori: Visitor
  let ueno: Visitor
  const ids = new Map<string, string>()
  let seen: ReadonlySet<string> = new Set()

  before(async () => {
    annai = await startAnnai()
    tanaka = await annai.signIn('tanaka')
    mori = await annai.signIn('mori')
    ueno = await annai.signIn('ueno')
    for (const { id, login } of await annai.db('operators').select('id', 'login'))
      ids.set(login, id)
    await told()
  })
  after(() => annai.close())

  /** The events that have come since this was asked last. */
  async function told(): Promise<Row[]> {
    await annai.idle()
    const rows: (Row & { id: string })[] = await annai.db('audit_events').orderBy('id')
    const news = rows.filter(({ id }) => !seen.has(id))
    seen = new Set(rows.map(({ id }) => id))
    return news
  }
  const names = (rows: readonly Row[]) => rows.map(({ name }) => name)

  it('tells of each event who it was, from which address and in which session', async () => {
    await tanaka.open('/')
    await mori.open('/approvals')
    const rows = await told()
    expect(rows.map((row) => [row.name, row.operator_id, JSON.parse(row.detail).route])).to.eql([
      ['page_viewed', ids.get('tanaka'), '/'],
      ['page_viewed', ids.get('mori'), '/approvals'],
    ])
    for (const row of rows) expect(row.address).to.equal('127.0.0.1')
    const [one, other] = rows.map(({ session }) => session)
    expect(one).to.match(/^[0-9a-f]{12}$/)
    expect(one).not.to.equal(other)
    const [session] = await annai.db('sessions').where({ operator_id: ids.get('tanaka') })
    expect(session.id.startsWith(one)).to.equal(true)
  })

  it('keeps the origins of requests apart that are written together', async () => {
    const sessions = new Map<string | null, string | null>()
    for (const who of [tanaka, mori, ueno]) {
      await who.open('/search?q=%E7%B4%9B%E5%A4%B1')
    }
    for (const row of await told()) sessions.set(row.operator_id, row.session)
    await Promise.all([tanaka, mori, ueno].map((who) => who.open('/search?q=%E9%8D%B5')))
    const together = await told()
    expect(names(together)).to.eql(['searched', 'searched', 'searched'])
    for (const row of together) expect(row.session).to.equal(sessions.get(row.operator_id))
  })

  it('has an event for each thing that is read, done, set and printed', async () => {
    const call = await callUpToConsent(annai, tanaka)
    expect(names(await told())).to.include.members([
      'call_started',
      'call_answered',
      'looked_up',
      'case_opened',
    ])
    await call.follow('st_consent agree')
    await call.answer('confirm', { last4: '4242' })
    const stop = await told()
    expect(names(stop)).to.include.members(['call_answered', 'action_confirmed', 'action_done'])
    const confirmed = stop.find(({ name }) => name === 'action_confirmed')
    expect(confirmed?.operator_id).to.equal(ids.get('tanaka'))
    expect(confirmed?.call_id).to.be.a('string')
    expect(confirmed?.address).to.equal('127.0.0.1')

    const { id: caseId } = await annai.db('cases').first('id')
    const { id: customerId } = await annai.db('customers').first('id')
    const deeds: readonly [Visitor, string, Partial<Row>][] = [
      [ueno, `/cases/${caseId}`, { name: 'case_viewed', case_id: caseId }],
      [ueno, `/cases/${caseId}/summary`, { name: 'summary_printed', case_id: caseId }],
      [ueno, `/customers/${customerId}`, { name: 'customer_viewed', customer_id: customerId }],
      [ueno, '/cases?text=%E9%8D%B5', { name: 'searched' }],
      [ueno, '/cases', { name: 'page_viewed' }],
      [ueno, '/customers?q=%E3%83%8A%E3%82%AB', { name: 'searched' }],
      [ueno, '/prints', { name: 'prints_searched' }],
      [ueno, '/scripts', { name: 'page_viewed' }],
      [mori, '/pop?from=09000000101', { name: 'pop_shown' }],
      [mori, '/manual-stops', { name: 'page_viewed' }],
      [mori, '/teams', { name: 'page_viewed' }],
      [mori, `/customers/${customerId}/exports`, { name: 'page_viewed', customer_id: customerId }],
    ]
    for (const [who, path, expected] of deeds) {
      await who.open(path)
      const rows = await told()
      expect(
        rows.find(({ name }) => name === expected.name),
        path,
      ).to.include(expected)
    }
  })

  it('tells whom and which case each list of found ones showed, and the auditor finds it by them', async () => {
    const { id: caseId, customer_id: customerId, number } = await annai.db('cases').first()
    await mori.post(`/cases/${caseId}/notes`, { body: '銀色の鍵' })
    await told()
    for (const [path, shown] of [
      [`/search?q=${number}`, [null, caseId]],
      ['/search?q=%E3%83%8A%E3%82%AB%E3%83%A0%E3%83%A9', [customerId, null]],
      ['/customers?q=%E3%83%8A%E3%82%AB%E3%83%A0%E3%83%A9', [customerId, null]],
      ['/cases?text=%E9%8A%80%E8%89%B2%E3%81%AE%E9%8D%B5', [customerId, caseId]],
    ] as const) {
      await mori.open(path)
      const rows = (await told()).filter(({ name }) => name === 'list_shown')
      const [row] = rows.filter(({ customer_id, case_id }) =>
        shown[1] ? case_id === shown[1] : customer_id === shown[0],
      )
      expect(JSON.parse(row?.detail ?? '{}').route, path).to.equal(path.split('?')[0])
      expect(row?.operator_id).to.equal(ids.get('mori'))
      await ueno.open(`/audit?customer=${customerId}&name=list_shown`)
      expect(ueno.text('table.audit tbody')).to.contain('検索結果の一覧で見ました')
      await ueno.open(`/audit?customer=${customerId}&name=lookedAt`)
      expect(ueno.text('table.audit tbody')).to.contain('検索結果の一覧で見ました')
      await told()
    }
  })

  it('tells of a call whom the search in it found, or each whom it may have meant', async () => {
    const call = await PhoneCall.from(await annai.signIn('kimura'), CALLERS.takahashi.from)
    await call.follow('op_greet next', 'op_reason topup_error')
    if (call.step === 'op_repeat') await call.follow('op_repeat none')
    await call.follow('id_intro next', 'id_caller self')
    await told()
    await call.tell(CALLERS.takahashi.search)
    const found = (await told()).find(({ name }) => name === 'looked_up')
    const customer = await annai.db('customers').where({ id: found?.customer_id }).first()
    expect(customer?.customer_ref).to.equal('customer-0103')
  })

  it('has an event for sign-in and out, for settings, and for saved filters', async () => {
    const suzuki = await annai.signIn('suzuki')
    const [row] = await told()
    expect(row).to.include({ name: 'signed_in', operator_id: ids.get('suzuki') })
    expect(row?.session).to.match(/^[0-9a-f]{12}$/)
    await suzuki.post('/preferences', { language: 'en', back: '/' })
    expect(names(await told())[0]).to.equal('settings_changed')
    await suzuki.post('/case-views', { name: 'Mine', list: 'view=all' })
    await suzuki.post('/session/end', {})
    expect(names(await told())).to.include.members(['signed_out'])
  })

  it('has an event for what was refused, and none of its words', async () => {
    const { id: caseId } = await annai.db('cases').first('id')
    await ueno.post(`/cases/${caseId}/notes`, { body: 'x' })
    await tanaka.open('/teams')
    await mori.post('/teams', { name: 'x' }, { 'sec-fetch-site': 'cross-site' })
    await mori.post(`/cases/${caseId}/notes`, { body: '暗証番号は 1234 です' })
    await mori.open(`/search?q=${encodeURIComponent('暗証番号は 1234 です')}`)
    const stranger = await annai.signIn('suzuki')
    await stranger.post('/session/end', {})
    await stranger.open('/sign-in')
    await stranger.submit('form[action="/session"]', { login: 'suzuki', password: 'wrong' })
    const refused = (await told()).filter((row) => row.refused === 1)
    expect(
      refused.map((row) => [row.name, row.operator_id, JSON.parse(row.detail).reason ?? null]),
    ).to.eql([
      ['refused', ids.get('ueno'), 'forbidden'],
      ['refused', ids.get('tanaka'), 'forbidden'],
      ['refused', ids.get('mori'), 'crossSite'],
      ['refused', ids.get('mori'), 'secret'],
      ['search_refused', ids.get('mori'), null],
      ['sign_in_refused', ids.get('suzuki'), 'password'],
    ])
    expect(refused[0]).to.include({ case_id: caseId })
    expect(refused.map(({ detail }) => detail).join()).not.to.contain('1234')
    for (const row of refused) expect(row.address).to.equal('127.0.0.1')
  })

  it('has an event for what may not be shown while a caller is not verified', async () => {
    const { id: caseId } = await annai.db('cases').first('id')
    const suzuki = await annai.signIn('suzuki')
    await PhoneCall.from(suzuki, CALLERS.nakamura.from)
    await told()
    await suzuki.post(`/cases/${caseId}/notes`, { body: 'x' })
    const row = (await told()).find(({ name }) => name === 'refused')
    expect(row).to.include({ case_id: caseId, operator_id: ids.get('suzuki'), refused: 1 })
    expect(JSON.parse(row?.detail ?? '{}').reason).to.equal('guarded')
  })

  it('records what a page does by itself once, and a later change again', async () => {
    const { id: callId } = await annai.db('calls').whereNot({ state: 'ended' }).first('id')
    const by = await annai.db('calls').where({ id: callId }).first('operator_id')
    const who = [...ids].find(([, id]) => id === by.operator_id)?.[0] ?? ''
    const visitor = who === 'tanaka' ? tanaka : await annai.signIn(who)
    await told()
    const refresh = { 'annai-refresh': '1' }
    for (let n = 0; n < 3; n += 1) await visitor.request('/', { headers: refresh })
    expect(names(await told())).to.eql(['page_viewed'])
    annai.clock.forward(11 * 60_000)
    await visitor.request('/', { headers: refresh })
    expect(names(await told())).to.eql(['page_viewed'])
  })

  it('has a sentence for each kind of event, in both languages', () => {
    for (const language of LANGUAGES) {
      const { names: sentences } = catalogue(language).audit
      const texts = Object.values(sentences)
      expect(texts.every((text) => text.length > 0)).to.equal(true)
      expect(new Set(texts).size).to.equal(texts.length)
    }
  })
})
