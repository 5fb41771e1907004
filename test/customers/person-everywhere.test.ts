import { expect } from 'chai'
import { calledBackCase, mergeInto, numberOf } from '../cases/putting-in-order.ts'
import { verifiedCall } from '../journeys/ways.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { CALLERS, type Caller, PhoneCall } from '../support/phone-call.ts'
import type { Visitor } from '../support/visitor.ts'

onBothDatabases('two records that are one person', (freshUrl) => {
  let annai: Annai
  let tanaka: Visitor
  let suzuki: Visitor
  let mori: Visitor
  let own: { readonly id: string; readonly callId: string }
  let others: { readonly id: string; readonly callId: string }
  const ids = { own: '', others: '' }

  before(async () => {
    annai = await startAnnai(await freshUrl())
    tanaka = await annai.signIn('tanaka')
    suzuki = await annai.signIn('suzuki')
    mori = await annai.signIn('mori')
    own = await calledBackCase(annai, tanaka, '一つ目の登録')
    others = await calledBackCase(annai, suzuki, '二つ目の登録', CALLERS.namesake)
    for (const [name, ref] of [
      ['own', 'customer-0101'],
      ['others', 'customer-0110'],
    ] as const)
      ids[name] = (await annai.db('customers').where({ customer_ref: ref }).first()).id
  })
  after(() => annai.close())

  const request = async () => {
    const { member_no: memberNo } = await annai.db('customers').where({ id: ids.others }).first()
    const asked = { memberNo, reason: '改姓前の登録' }
    await tanaka.post(`/customers/${ids.own}/merge-requests`, asked)
    return (await annai.db('customer_merges').where({ state: 'waiting' }).first()).id
  }
  const decide = (visitor: Visitor, id: string) =>
    visitor.post(`/customer-merges/${id}/decision`, { decision: 'approved', reason: '確認済み' })
  const undo = async (visitor = mori) => {
    const merge = await annai.db('customer_merges').where({ state: 'approved' }).first()
    await visitor.post(`/customer-merges/${merge.id}/undoing`, { reason: '別の方だった' })
  }
  const leave = (id: string) => annai.db('calls').where({ id }).update({ state: 'ended' })
  const pop = (visitor: Visitor, number: string) => visitor.open(`/pop?from=${number}`)
  const texts = (visitor: Visitor, selector: string) =>
    visitor
      .$(selector)
      .toArray()
      .map((each) => visitor.$(each).text().trim())

  it('are compared by nobody beside a caller who is not verified, and who compared them is on record', async () => {
    const id = await request()
    const { id: callId } = await PhoneCall.from(mori, CALLERS.watanabe.from)
    await mori.open('/customer-merges')
    expect(mori.text('main')).not.to.contain('改姓前の登録').and.not.to.contain('一致')
    expect(mori.$('form[action$="/decision"]')).to.have.length(0)
    await decide(mori, id)
    expect(mori.status).to.equal(403)
    await leave(callId)
    await mori.open('/customer-merges')
    expect(mori.text('main')).to.contain('改姓前の登録')
    const seen = await annai.db('audit_events').where({ name: 'customer_merge_viewed' })
    expect(seen.map((each) => each.customer_id)).to.have.members([ids.own, ids.others])
    const again = await annai.signIn('mori')
    await Promise.all([mori, again].map((each) => decide(each, id)))
    expect([mori.status, again.status], 'pressed twice at once').to.deep.equal([200, 200])
  })

  it('ring as one, with the cases of both and who talked last in any that was merged', async () => {
    await mergeInto(annai, tanaka, others.id, own.id)
    await pop(tanaka, CALLERS.namesake.from)
    expect(texts(tanaka, '.open-case b')).to.deep.equal([await numberOf(annai, own.id)])
    expect(tanaka.text('.open-case'), 'suzuki took the call of the merged one').to.contain('鈴木')
    await tanaka.open(`/customers?q=${encodeURIComponent('なかむら たくや')}`)
    expect(tanaka.text('main')).to.contain('鈴木')
    const [phone] = await annai.db('customer_phones').where({ customer_id: ids.own })
    await annai.db('customer_phones').insert({ ...phone, customer_id: ids.others })
    await pop(tanaka, CALLERS.nakamura.from)
    expect(tanaka.$('[data-count]').attr('data-count')).to.equal('1')
    await annai
      .db('customer_phones')
      .where({ ...phone, customer_id: ids.others })
      .delete()
  })

  it('do not become two as long as their cases are one', async () => {
    await undo()
    expect(mori.status).to.equal(422)
    expect(mori.text('#person .field-error')).to.contain(await numberOf(annai, others.id))
    expect(mori.text('#person textarea')).to.contain('別の方だった')
    const merge = await annai.db('case_merges').where({ undone_at: null }).first()
    await tanaka.post(`/merges/${merge.id}/undoing`, { reason: '別件' })
    expect(await annai.db('customers').whereNotNull('merged_into')).to.have.length(1)
  })

  it('are watched for as one: noted of either, told of either', async () => {
    const isWatched = async (number: string) => {
      await pop(tanaka, number)
      return tanaka.text('main').includes('なりすまし')
    }
    expect(await isWatched(CALLERS.nakamura.from)).to.equal(false)
    await tanaka.post(`/customers/${ids.others}/flags`, {
      kind: 'impostor_watch',
      reason: '名乗りが不自然',
      expires: '2026-12-24',
      submission: 'one',
    })
    expect(await isWatched(CALLERS.nakamura.from), 'noted').to.equal(true)
    const call = await PhoneCall.from(tanaka, CALLERS.nakamura.from)
    expect(tanaka.text('main'), 'before anybody is found').to.contain('なりすまし')
    await leave(call.id)
    await annai.db('customer_flags').delete()
    const { flags } = await annai.db('customers').where({ id: ids.others }).first()
    await annai
      .db('customers')
      .where({ id: ids.others })
      .update({ flags: '["impostor_watch","relay_service"]' })
    expect(await isWatched(CALLERS.nakamura.from), 'told by the card system').to.equal(true)
    await tanaka.open(`/customers/${ids.own}`)
    expect(tanaka.text('main')).to.contain('なりすまし').and.to.contain('電話リレー')
    await annai.db('customers').where({ id: ids.others }).update({ flags })
  })

  it('like to be served in one way, noted on either page, and no page overwrites what the other has noted', async () => {
    const form = 'form[action^="/customers/"][action$="/preferences"]'
    await suzuki.open(`/customers/${ids.own}`)
    await tanaka.open(`/customers/${ids.others}`)
    await tanaka.submit(form, { bestTime: '平日の夕方' })
    expect(tanaka.status).to.equal(200)
    await suzuki.submit(form, { bestTime: '午前中' })
    expect([suzuki.status, suzuki.$('#best-time').attr('value')]).to.deep.equal([409, '午前中'])
    await suzuki.open(`/customers/${ids.own}`)
    expect(suzuki.$('#best-time').attr('value')).to.equal('平日の夕方')
    annai.clock.forward(1000)
    await suzuki.submit(form, { bestTime: '午前中' })
    await tanaka.open(`/customers/${ids.others}`)
    expect(tanaka.$('#best-time').attr('value')).to.equal('午前中')
  })

  it('are found as one, and so are their cases', async () => {
    await annai.db('customers').where({ id: ids.others }).update({ merged_into: ids.own })
    const name = encodeURIComponent('なかむら たくや')
    await tanaka.open(`/search?q=${name}&kind=people`)
    expect(
      tanaka.$('main').attr('data-count') ?? tanaka.$('[data-count]').attr('data-count'),
    ).to.equal('1')
    await tanaka.open(`/cases?text=${encodeURIComponent('0101')}`)
    const row = await annai.db('customers').where({ id: ids.own }).first()
    await tanaka.open(`/cases?text=${row.member_no}`)
    expect(tanaka.text('table'))
      .to.contain(await numberOf(annai, own.id))
      .and.to.contain(await numberOf(annai, others.id))
  })

  it('are given out as one, with what was told before anybody was known, and all that was written of it', async () => {
    const nameless = await calledBackCase(annai, suzuki, '名乗る前の申し出')
    await annai.db('calls').where({ id: nameless.callId }).update({ customer_id: null })
    await annai.db('cases').where({ id: nameless.id }).update({ customer_id: null })
    await tanaka.open(`/cases/${own.id}`)
    const handed = { to: 'queue:fraud_desk', words: '引き継ぐ人への伝言' }
    await tanaka.submit('form[action$="/handovers"]', handed)
    await tanaka.submit('form[action$="/withdrawal"]')
    await mergeInto(annai, tanaka, nameless.id, own.id, { reason: '名乗る前のお電話' })
    await mori.open(`/customers/${ids.others}/exports`)
    await mori.submit('form[action$="/exports"]', { purpose: '開示請求', reference: 'K-9' })
    const data = mori.$('a[href$="/data"]').attr('href') ?? ''
    const response = await fetch(new URL(data, annai.url), { headers: { cookie: mori.cookie } })
    const text = await response.text()
    const held = JSON.parse(text)
    const numbers = held.cases.map((each: { number: string }) => each.number)
    for (const { id } of [own, others, nameless])
      expect(numbers).to.include(await numberOf(annai, id))
    expect(held.customer).to.have.length(2)
    expect(held.merges).to.have.length(1)
    for (const words of ['引き継ぐ人への伝言', '名乗る前のお電話', 'メモ：名乗る前の申し出'])
      expect(text).to.contain(words)
    await mori.open(data.replace(/data$/, 'print'))
    expect(mori.text('main')).to.contain('引き継ぐ人への伝言').and.to.contain('名乗る前のお電話')
    const merge = await annai.db('case_merges').where({ from_case: nameless.id }).first()
    await tanaka.post(`/merges/${merge.id}/undoing`, { reason: '別件' })
    await annai.db('matters').where({ call_id: nameless.callId }).update({ case_id: null })
    await annai.db('cases').where({ id: nameless.id }).update({ status: 'closed' })
  })

  const met = async (caller: Caller, last4: string) => {
    const call = await verifiedCall(tanaka, caller)
    await call.follow(`tr_card picked:${last4}`, [
      'er_code other',
      { 'field.error_code': 'XY-701' },
    ])
    await leave(call.id)
  }

  it('are one who met the same trouble: no wave of two people, and two again once taken back', async () => {
    await met(CALLERS.nakamura, '0005')
    await met(CALLERS.namesake, '4242')
    expect(tanaka.text('.similar'), 'nobody else').to.equal('')
    await met(CALLERS.watanabe, '4444')
    expect(tanaka.text('.similar')).to.contain('ほか1名')
    expect(await annai.db('trouble_waves'), 'two people are no wave').to.have.length(0)
    await undo()
    expect(mori.status, mori.text('#person .field-error')).to.equal(200)
    await met(CALLERS.kobayashi, '0000')
    expect(tanaka.text('.similar')).to.contain('ほか3名')
    const [wave] = await annai.db('trouble_waves')
    expect(wave.customers).to.equal(4)
  })

  it('taken back, each has its own again', async () => {
    await pop(tanaka, CALLERS.namesake.from)
    expect(texts(tanaka, '.open-case b')).to.deep.equal([await numberOf(annai, others.id)])
    await tanaka.open(`/customers/${ids.own}`)
    expect(tanaka.$('#best-time').attr('value')).to.equal('午前中')
    await tanaka.open(`/customers/${ids.others}`)
    expect(tanaka.$('#best-time').attr('value')).to.equal('平日の夕方')
  })
})
