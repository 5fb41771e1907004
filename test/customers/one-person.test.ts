import { expect } from 'chai'
import { calledBackCase, everything } from '../cases/putting-in-order.ts'
import { verifiedCall } from '../journeys/ways.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { CALLERS } from '../support/phone-call.ts'
import type { Visitor } from '../support/visitor.ts'

const BESIDES = ['audit_events', 'audit_unsealed', 'customer_merges', 'sessions']

onBothDatabases('two records of one person', (freshUrl) => {
  let annai: Annai
  let tanaka: Visitor
  let mori: Visitor
  let own: string
  let others: string
  const ids = { own: '', others: '', third: '' }

  before(async () => {
    annai = await startAnnai(await freshUrl())
    tanaka = await annai.signIn('tanaka')
    mori = await annai.signIn('mori')
    own = (await calledBackCase(annai, tanaka, '一つ目の登録')).id
    others = (await calledBackCase(annai, tanaka, '二つ目の登録', CALLERS.namesake)).id
    const refs = { own: 'customer-0101', others: 'customer-0110', third: 'customer-0102' }
    for (const [name, customer_ref] of Object.entries(refs)) {
      const row = await annai.db('customers').where({ customer_ref }).first()
      Object.assign(ids, { [name]: row.id })
    }
  })
  after(() => annai.close())

  const memberNo = async (id: string): Promise<string> =>
    (await annai.db('customers').where({ id }).first()).member_no
  const request = async (visitor: Visitor, fields: Record<string, string> = {}) => {
    await visitor.open(`/customers/${ids.own}`)
    await visitor.submit('form[action$="/merge-requests"]', {
      memberNo: await memberNo(ids.others),
      reason: '改姓前の登録が残っている',
      ...fields,
    })
  }
  const waiting = () => annai.db('customer_merges').where({ state: 'waiting' })
  const decide = async (visitor: Visitor, decision: string, reason = '本人に確認した') => {
    const [merge] = await waiting()
    await visitor.post(`/customer-merges/${merge.id}/decision`, { decision, reason })
    return merge.id
  }
  const casesOn = async (id: string): Promise<string[]> => {
    await tanaka.open(`/customers/${id}`)
    return tanaka
      .$('.lines[data-count] a[href^="/cases/"]')
      .toArray()
      .map((each) => tanaka.$(each).attr('href')?.split('/').at(-1) ?? '')
      .sort()
  }

  it('is asked for by member number, with a reason, once', async () => {
    for (const [fields, words] of [
      [{ memberNo: '00000000' }, '見つかりません'],
      [{ memberNo: 'いろは' }, '見つかりません'],
      [{ memberNo: await memberNo(ids.own) }, 'この登録の会員番号'],
      [{ reason: ' ' }, '同じ方と判断した理由'],
    ] as const) {
      await request(tanaka, fields)
      expect([tanaka.status, tanaka.text('#person .field-error')], words).to.satisfy(
        ([status, text]: [number, string]) => status === 422 && text.includes(words),
      )
    }
    for (const _ of [1, 2]) await request(tanaka)
    expect(tanaka.status).to.equal(200)
    expect(tanaka.text('#person')).to.contain('承認待ち')
    expect(await waiting()).to.have.length(1)
    await request(mori, { reason: '別の人の依頼' })
    expect(mori.status).to.equal(422)
  })

  it('changes nothing while it waits', async () => {
    expect(await casesOn(ids.own)).to.deep.equal([own])
    expect(await casesOn(ids.others)).to.deep.equal([others])
  })

  it('is decided by a second person, who sees what agrees and not what is registered', async () => {
    await tanaka.open('/customer-merges')
    expect(tanaka.status).to.equal(403)
    await mori.open('/')
    expect(mori.text('main')).to.contain('お客様の登録の統合 1件')
    await mori.open('/customer-merges')
    expect(mori.text('dl.facts')).to.contain('相違').and.to.contain('一致')
    expect(mori.text('main')).not.to.match(/1990|090-0000/)
    const [merge] = await waiting()
    await annai
      .db('customer_merges')
      .where({ id: merge.id })
      .update({
        requested_by: (await annai.db('operators').where({ login: 'mori' }).first()).id,
      })
    await decide(mori, 'approved')
    expect(mori.status, 'not by whoever asked').to.equal(403)
    await annai.db('customer_merges').where({ id: merge.id }).update({
      requested_by: merge.requested_by,
    })
    await decide(mori, 'approved', ' ')
    expect(mori.status).to.equal(422)
    await decide(mori, 'perhaps')
    expect([mori.status, mori.text('textarea')]).to.deep.equal([422, '本人に確認した'])
  })

  it('refused, they stay two, and it may be asked again', async () => {
    await decide(mori, 'rejected')
    expect(await casesOn(ids.own)).to.deep.equal([own])
    await request(tanaka)
    expect(await waiting()).to.have.length(1)
  })

  it('approved, both are shown as one person from either record, and nothing is moved', async () => {
    const before = await everything(annai, [...BESIDES, 'customers'])
    const id = await decide(mori, 'approved')
    await mori.post(`/customer-merges/${id}/decision`, { decision: 'approved', reason: 'もう一度' })
    expect(mori.status, 'the same again').to.equal(200)
    expect(await everything(annai, [...BESIDES, 'customers'])).to.deep.equal(before)
    for (const record of [ids.own, ids.others])
      expect(await casesOn(record), record).to.deep.equal([own, others].sort())
    expect(tanaka.text('#person')).to.contain('同じ方です')
    await tanaka.open(`/customers?q=${encodeURIComponent('なかむら たくや')}`)
    const lines = tanaka.text('main')
    expect(tanaka.$('[data-count]').attr('data-count'), lines).to.equal('1')
    for (const each of await annai.db('cases').whereIn('id', [own, others]))
      expect(lines).to.contain(each.number)
  })

  it('a caller who is verified as one of them may go on with a case of the other', async () => {
    const kimura = await annai.signIn('kimura')
    const call = await verifiedCall(kimura, CALLERS.nakamura, 'other', 'found')
    const { id: callId } = call
    const linked = async () =>
      (await annai.db('matters').where({ call_id: callId }).first()).case_id
    expect([own, others]).to.include(await linked())
    await kimura.open(`/customers/${ids.own}`)
    expect(kimura.text('main'), 'verified as this record').to.contain('1990')
    await kimura.open(`/customers/${ids.others}`)
    expect(kimura.text('main'), 'address and bank are of the record that was verified').to.contain(
      'ご登録の内容は、本人確認の済んだ通話の中だけで',
    )
    expect(await casesOn(ids.others)).to.have.length(2)
    const over = { state: 'ended', ended_at: annai.clock.now().toISOString() }
    await annai.db('calls').where({ id: callId }).update(over)
  })

  it('taken back, every row is as it was before', async () => {
    const merge = await annai.db('customer_merges').where({ state: 'approved' }).first()
    await tanaka.post(`/customer-merges/${merge.id}/undoing`, { reason: '別の方だった' })
    expect(tanaka.status, 'by a supervisor').to.equal(403)
    await mori.open(`/customers/${ids.own}`)
    await mori.submit('form[action$="/undoing"]', { reason: '' })
    expect(mori.status).to.equal(422)
    await mori.submit('form[action$="/undoing"]', { reason: '別の方だった' })
    expect(mori.status).to.equal(200)
    expect(await casesOn(ids.own)).to.deep.equal([own])
    const rows = await annai.db('customers').whereNotNull('merged_into')
    expect(rows).to.deep.equal([])
  })

  it('approved by two at once it is decided once; a circle is none', async () => {
    await request(tanaka)
    await tanaka.open(`/customers/${ids.others}`)
    await tanaka.submit('form[action$="/merge-requests"]', {
      memberNo: await memberNo(ids.own),
      reason: '逆向きの依頼',
    })
    expect(tanaka.status, 'it is the same two').to.equal(422)
    await tanaka.open(`/customers/${ids.third}`)
    await tanaka.submit('form[action$="/merge-requests"]', {
      memberNo: await memberNo(ids.own),
      reason: '三つ目の登録',
    })
    await tanaka.open(`/customers/${ids.others}`)
    await tanaka.submit('form[action$="/merge-requests"]', {
      memberNo: await memberNo(ids.third),
      reason: '輪になる依頼',
    })
    expect(await waiting()).to.have.length(3)
    const second = await annai.signIn('mori')
    const [merge] = await waiting().orderBy('requested_at').orderBy('id')
    const fields = { decision: 'approved', reason: '確認済み' }
    await Promise.all(
      [mori, second].map((each) => each.post(`/customer-merges/${merge.id}/decision`, fields)),
    )
    expect(
      await annai
        .db('audit_events')
        .where({ name: 'customer_merge_approved', customer_id: ids.own }),
    ).to.have.length(2)
    await decide(mori, 'approved')
    await decide(mori, 'approved')
    expect([mori.status, mori.text('.field-error')]).to.satisfy(
      ([status, words]: [number, string]) => status === 422 && words.includes('統合されています'),
    )
    expect(await casesOn(ids.third)).to.deep.equal([own, others].sort())
  })
})
