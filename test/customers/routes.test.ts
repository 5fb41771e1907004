import { expect } from 'chai'
import { CLOSING, verifiedCall } from '../journeys/ways.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { CALLERS, PhoneCall, stage } from '../support/phone-call.ts'
import type { Visitor } from '../support/visitor.ts'

onBothDatabases('/customers', (freshUrl) => {
  let annai: Annai
  let tanaka: Visitor
  let id: string

  before(async () => {
    annai = await startAnnai(await freshUrl())
    tanaka = await annai.signIn('tanaka')
    id = (await annai.db('customers').where({ member_no: '20410101' }).first()).id
  })
  after(() => annai.close())

  const search = async (text: string, by = tanaka) => {
    await by.open(`/customers?q=${encodeURIComponent(text)}`)
    return by.$('[data-count]').attr('data-count')
  }
  const newest = (name: string) =>
    annai.db('audit_events').where({ name }).orderBy('id', 'desc').first()

  it('finds by name, reading, number, in any width; people of one reading are told apart by their names', async () => {
    expect(await search('なかむら たくや')).to.equal('2')
    expect(tanaka.text('.notice')).to.contain('同じ読み')
    expect(tanaka.text('main')).to.contain('中村 拓也 様').and.to.contain('中村 拓哉 様')
    for (const text of ['０９０−００００−０１０１', '20410101', '中村拓也', '末尾0005 なかむら'])
      expect(await search(text), text).to.equal('1')
    expect(await search('いないひと')).to.equal('0')
    expect(tanaka.text('main')).to.contain('見つかりませんでした')
  })

  it('a list shows the name and no more; the search is logged without what was typed', async () => {
    await search('中村拓也')
    expect(tanaka.text('main')).not.to.match(/1990|0005|0101|青葉台/)
    const event = await newest('searched')
    expect(JSON.parse(event.detail)).to.deep.equal({ people: 1 })
  })

  it('outside a call, registered details are not shown; reading the page is logged', async () => {
    await tanaka.open(`/customers/${id}`)
    expect(tanaka.page).to.equal('customer')
    expect(tanaka.text('main'))
      .to.contain('中村 拓也 様')
      .and.to.contain('本人確認の済んだ通話の中だけ')
    expect(tanaka.text('main')).not.to.match(/1990|青葉台|あさひ台銀行|20410101|0005/)
    const event = await newest('customer_viewed')
    expect(event.customer_id).to.equal(id)
    expect(JSON.parse(event.detail)).to.deep.equal({ details: false })
  })

  it('after a call: the open case and its promise; within an unverified call, no more than the case', async () => {
    const call = await verifiedCall(tanaka, CALLERS.nakamura)
    await call.follow(
      'tr_card picked:0005',
      'er_code er323',
      'er_detail noted',
      'ck_attempts auth_failed',
    )
    await call.follow(
      'pw_history other_card_only',
      'pw_linked in_use',
      'pw_guide next',
      'pw_set later',
    )
    await call.follow('lk_check auth_lock', 'lk_confirm not_yet', ...CLOSING)
    const { number } = await annai.db('cases').first()
    await tanaka.open(`/customers/${id}`)
    expect(tanaka.text('main')).to.contain(number).and.to.contain('ロックを解除します')

    const next = await PhoneCall.from(tanaka, CALLERS.nakamura.from)
    await next.follow('op_greet next', 'op_reason topup_error', 'op_repeat separate')
    await next.follow('id_intro next', 'id_caller self')
    await next.tell(CALLERS.nakamura.search)
    await next.follow('id_search one')
    const { path } = tanaka
    await tanaka.open(`/customers/${id}`)
    expect(tanaka.text('main')).to.contain(number).and.not.to.contain('ロックを解除します')
    expect(tanaka.text('main')).not.to.match(/青葉台|0005/)
    await tanaka.post(`${path}/pause`, {})
    await tanaka.open(`/customers/${id}`)
    expect(tanaka.text('main'), 'a pause opens nothing').not.to.contain('ロックを解除します')
    await tanaka.post(`${path}/pause/end`, {})
    await next.tell(CALLERS.nakamura.items)
    await next.follow('id_items full')
    await tanaka.open(`/customers/${id}`)
    expect(tanaka.text('main')).to.contain('ロックを解除します').and.to.contain('青葉台')
  })

  it('within a verified call: what is registered, and the cards as the card system tells them now', async () => {
    await verifiedCall(tanaka, CALLERS.nakamura)
    await tanaka.open(`/customers/${id}`)
    const text = tanaka.text('main')
    expect(text).to.contain('平成2年').and.to.contain('青葉台1-2-3').and.to.contain('みどり野支店')
    expect(text)
      .to.contain('あさぎりゴールド …0005')
      .and.to.match(/不一致5回/)
    expect(JSON.parse((await newest('customer_viewed')).detail)).to.deep.equal({ details: true })
  })

  it('with the card system away: what Annai itself knows, and a word that it does not answer', async () => {
    await stage(annai, 'system', { state: 'off', customer: 'customer-0101' })
    await tanaka.open(`/customers/${id}`)
    await stage(annai, 'system', { state: 'on', customer: 'customer-0101' })
    await annai.rounds()
    expect(tanaka.status).to.equal(200)
    expect(tanaka.text('main')).to.contain('カードシステムが応答しません').and.to.contain('…0005')
    expect(tanaka.text('main')).not.to.contain('青葉台')
  })

  it('another operator, who is in no call with them, sees no details meanwhile', async () => {
    const suzuki = await annai.signIn('suzuki')
    await suzuki.open(`/customers/${id}`)
    expect(suzuki.text('main')).not.to.match(/青葉台|20410101/)
  })

  it('a query with a card number is refused, not shown again and not logged', async () => {
    const number = `4${'1'.repeat(15)}`
    await tanaka.open(`/customers?q=${number}`)
    expect(tanaka.status).to.equal(422)
    expect(tanaka.text('main')).to.contain('カード番号')
    expect(tanaka.$.html()).not.to.contain(number)
    expect(JSON.parse((await newest('search_refused')).detail)).to.deep.equal({
      kind: 'card_number',
    })
  })

  it('an auditor may read, an administrator may not; wrong ids and queries give 4xx or nothing', async () => {
    const ueno = await annai.signIn('ueno')
    await ueno.open(`/customers/${id}`)
    expect(ueno.status).to.equal(200)
    expect(ueno.$('form[action="/calls"]'), 'an auditor takes no calls').to.have.length(0)
    const admin = await annai.signIn('admin')
    await admin.open(`/customers/${id}`)
    expect(admin.status).to.equal(403)
    for (const wrong of ['nope', '%00', "'", '00000000-0000-7000-8000-000000000000', '%E0%A4%A']) {
      await tanaka.open(`/customers/${wrong}`)
      expect(tanaka.status, wrong).to.be.within(400, 404)
    }
    for (const query of [
      'q=%00',
      'q=%ED%A0%80',
      `q=${'9'.repeat(3000)}`,
      'q=a&q=b',
      'q[]=1',
      "q=%25'--",
    ]) {
      await tanaka.open(`/customers?${query}`)
      expect(tanaka.status, query.slice(0, 40)).to.be.oneOf([200, 422])
    }
  })
})
