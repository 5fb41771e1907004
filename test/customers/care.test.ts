import { expect } from 'chai'
import { MOMENT_KINDS, timelineQuery } from '../../src/calls/timeline.ts'
import { CLOSING, verifiedCall } from '../journeys/ways.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { CALLERS, PhoneCall } from '../support/phone-call.ts'
import { wrongPlans } from '../support/plans.ts'
import type { Visitor } from '../support/visitor.ts'

const DAY = 86_400_000

onBothDatabases('the page of a customer', (freshUrl) => {
  let annai: Annai
  let tanaka: Visitor
  let mori: Visitor
  let id: string
  let url: string

  before(async () => {
    annai = await startAnnai(await freshUrl())
    tanaka = await annai.signIn('tanaka')
    mori = await annai.signIn('mori')
    id = (await annai.db('customers').where({ member_no: '20410101' }).first()).id
    url = `/customers/${id}`
    const call = await verifiedCall(tanaka, CALLERS.nakamura)
    await call.follow(
      'tr_card picked:0005',
      'er_code er323',
      'er_detail noted',
      'ck_attempts auth_failed',
      'pw_history other_card_only',
      'pw_linked in_use',
      'pw_guide next',
      'pw_set later',
      'lk_check auth_lock',
      'lk_confirm not_yet',
      ...CLOSING,
    )
    const { id: caseId } = await annai.db('cases').first()
    await tanaka.open(`/cases/${caseId}`)
    await tanaka.submit('form[action$="/notes"]', { body: '夕方にかけ直すとのこと' })
  })
  after(() => annai.close())

  const kinds = (visitor: Visitor) =>
    visitor
      .$('.timeline li')
      .toArray()
      .map((each) => visitor.$(each).attr('data-kind'))
  const events = async (name: string) =>
    (await annai.db('audit_events').where({ name, customer_id: id })).length

  it('tells what happened over all cases, newest first, of one kind alone, and older ones behind', async () => {
    await tanaka.open(url)
    expect(kinds(tanaka)).to.include.members(['call', 'case_opened', 'promise_made', 'note'])
    expect(tanaka.text('.timeline'))
      .to.contain('夕方にかけ直す')
      .and.to.contain('ロックを解除します')
    const all = kinds(tanaka)
    await tanaka.open(`${url}?kind=calls`)
    expect(new Set(kinds(tanaka))).to.deep.equal(new Set(['call']))
    await tanaka.open(`${url}?kind=nonsense&behind=%27x/y/z`)
    expect(kinds(tanaka)).to.deep.equal(all)
  })

  it('pages through 500 calls without losing or repeating one, and draws the newest fast', async () => {
    const call = await annai.db('calls').where({ customer_id: id }).first()
    const many = annai.db.client.config.client === 'pg' ? 120 : 500
    const rows = Array.from({ length: many }, (_, n) => ({
      ...call,
      id: `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`,
      // Many at one moment: the place must not hang on the time alone.
      started_at: new Date(
        Date.parse('2026-01-05T00:00:00Z') + Math.floor(n / 9) * DAY,
      ).toISOString(),
    }))
    for (let from = 0; from < rows.length; from += 50)
      await annai.db('calls').insert(rows.slice(from, from + 50))
    const seen: string[] = []
    let next: string | undefined = `${url}?kind=calls`
    while (next) {
      await tanaka.open(next.replace(/#.*/, ''))
      seen.push(
        ...tanaka
          .$('.timeline a')
          .toArray()
          .map((each) => tanaka.$(each).attr('href') ?? ''),
      )
      next = tanaka.$('#timeline .paging a').attr('href')
    }
    expect(seen).to.have.length(many + 1)
    expect(new Set(seen)).to.have.length(many + 1)
  })

  it('reads the timeline along indexes, whatever is asked of it', async () => {
    const place = { at: '2026-01-05T00:00:00.000Z', kind: 'action', id } as const
    const planned = [null, place].map((behind) => ({
      name: behind === null ? 'the newest' : 'older ones',
      reading: timelineQuery([id], MOMENT_KINDS, behind, 31),
      sorts: true,
    }))
    expect(await wrongPlans(annai.db, planned)).to.deep.equal([])
  })

  it('a flag has a reason and a time within a year; set twice by one form it is one; expired it is none', async () => {
    const form = `form[action="${url}/flags"]`
    await tanaka.open(url)
    for (const fields of [
      { reason: '', expires: '2026-12-01' },
      { reason: '名乗りが不自然', expires: '2028-01-01' },
      { reason: '名乗りが不自然', expires: '2026-11-01' },
    ]) {
      await tanaka.submit(form, { kind: 'impostor_watch', ...fields })
      expect(tanaka.status, JSON.stringify(fields)).to.equal(422)
      expect(tanaka.$('#flag-reason').text()).to.equal(fields.reason)
    }
    const flag = { kind: 'impostor_watch', reason: '名乗りが不自然', expires: '2026-12-01' }
    const sent = tanaka.filled(form, flag)
    for (const _ of [1, 2]) await tanaka.post(`${url}/flags`, sent)
    expect(tanaka.$('[data-flag]').text()).to.contain('名乗りが不自然')
    expect(await events('flag_set')).to.equal(1)
    const other = new URLSearchParams([...sent].filter(([name]) => name !== 'reason'))
    other.set('reason', '折り返し先が登録と違う')
    await tanaka.post(`${url}/flags`, other)
    expect(tanaka.text('.lines'), 'gone back to and written anew').to.contain('登録と違う')
    await annai.db('customer_flags').where({ reason: '折り返し先が登録と違う' }).delete()
    await mori.open(url)
    expect(mori.text('main')).not.to.contain('これまでの注意')
  })

  it('a watch for impostors is told before verification, at the ring and in the call, and nothing else', async () => {
    await tanaka.open(url)
    const complaint = { kind: 'complaint', reason: '待ち時間', expires: '2026-12-01' }
    await tanaka.submit(`form[action="${url}/flags"]`, complaint)
    await tanaka.open(`/pop?from=${CALLERS.nakamura.from}`)
    expect(tanaka.text('.who')).to.contain('なりすまし注意').and.to.contain('本人確認は省略せず')
    expect(tanaka.text('main')).not.to.match(/苦情|名乗りが不自然/)
    const call = await PhoneCall.from(tanaka, CALLERS.nakamura.from)
    const callUrl = `/calls/${call.id}`
    expect(tanaka.text('.bar')).to.contain('この番号のお客様に、なりすまし注意')
    await call.follow('op_greet next', 'op_reason topup_error', 'op_repeat separate')
    await call.follow('id_intro next', 'id_caller self')
    await call.tell(CALLERS.nakamura.search)
    await call.follow('id_search one')
    expect(tanaka.text('.bar')).to.contain('なりすまし注意').and.not.to.contain('苦情')
    await tanaka.open(url)
    expect(tanaka.text('main')).to.contain('なりすまし注意')
    expect(tanaka.text('main')).not.to.match(/名乗りが不自然|苦情|夕方に/)
    expect(tanaka.$('.timeline')).to.have.length(0)
    await tanaka.post(`${url}/flags`, { kind: 'other', reason: 'x', expires: '2026-12-01' })
    expect(tanaka.status).to.equal(403)
    await tanaka.post(`${url}/preferences`, { version: '0', bestTime: 'x' })
    expect(tanaka.status).to.equal(403)
    await tanaka.open(callUrl)
    await call.tell(CALLERS.nakamura.items)
    await call.follow('id_items full')
    expect(tanaka.text('.bar')).to.contain('苦情あり')
    await tanaka.open(url)
    expect(tanaka.text('.card-row')).to.contain('…0005')
    expect(tanaka.text('main'))
      .to.match(/090.0000.0101.*主/)
      .and.to.contain('時点（カードシステム）')
    await annai.db('calls').where({ state: 'live' }).update({ state: 'ended' })
  })

  it('removed with a reason, or expired, it is gone; supervisors see what was', async () => {
    await tanaka.open(url)
    const form = 'form[action$="/removal"]'
    await tanaka.submit(form, { reason: '' })
    expect(tanaka.status).to.equal(422)
    await tanaka.submit(form, { reason: '本人と確認できた' })
    expect(await events('flag_removed')).to.equal(1)
    annai.clock.forward(30 * DAY)
    tanaka = await annai.signIn('tanaka')
    mori = await annai.signIn('mori')
    await tanaka.open(url)
    expect(tanaka.$('[data-flag]').text()).to.equal('')
    expect(tanaka.text('main')).not.to.contain('本人と確認できた')
    await mori.open(url)
    expect(mori.text('main')).to.contain('本人と確認できた').and.to.contain('期限切れ')
  })

  it('preferences keep every version; the second of two writers sees both', async () => {
    const form = `form[action="${url}/preferences"]`
    await tanaka.open(url)
    await mori.open(url)
    const wanted = tanaka.filled(form, {
      language: 'en',
      relayService: 'on',
      bestTime: '平日18時以降',
    })
    for (const _ of [1, 2]) await tanaka.post(`${url}/preferences`, wanted)
    expect(tanaka.status).to.equal(200)
    expect(tanaka.text('main')).to.contain('平日18時以降')
    await mori.submit(form, { bestTime: '午前中' })
    expect(mori.status).to.equal(409)
    expect(mori.$('#best-time').attr('value')).to.equal('午前中')
    expect(mori.text('main')).to.contain('平日18時以降')
    await mori.submit(form)
    expect(mori.status).to.equal(200)
    expect((await annai.db('customer_preferences')).map((row) => row.best_time)).to.deep.equal([
      '平日18時以降',
      '午前中',
    ])
    expect(await events('preferences_changed')).to.equal(2)
    await mori.post(`${url}/preferences`, { version: '2', operator: 'nobody' })
    expect(mori.status).to.equal(422)
  })

  it('everything held is given out: by a supervisor, for a purpose, on record, and of nobody else', async () => {
    await tanaka.open(`${url}/exports`)
    expect(tanaka.status).to.equal(403)
    await mori.open(`${url}/exports`)
    await mori.submit('form[action$="/exports"]', { purpose: '', reference: 'K-1' })
    expect(mori.status).to.equal(422)
    expect(mori.$('#reference').attr('value')).to.equal('K-1')
    await mori.submit('form[action$="/exports"]', { purpose: '本人の開示請求', reference: 'K-1' })
    const data = mori.$('a[href$="/data"]').attr('href') ?? ''
    await tanaka.open(data)
    expect(tanaka.status).to.equal(403)
    const response = await fetch(new URL(data, annai.url), { headers: { cookie: mori.cookie } })
    expect(response.headers.get('content-disposition')).to.match(/^attachment; filename="[\w.-]+"$/)
    const text = await response.text()
    const held = JSON.parse(text)
    expect(Object.keys(held)).to.deep.equal(
      'schema exportedAt request customer phones cards flags preferences merges exports prints sightings cases calls events'.split(
        ' ',
      ),
    )
    const calls = await annai.db('calls').where({ customer_id: id })
    expect(held.calls).to.have.length(calls.length)
    expect(held.calls.flatMap((each: { entries: unknown[] }) => each.entries)).not.to.have.length(0)
    expect(held.cases[0].notes[0].body).to.equal('夕方にかけ直すとのこと')
    expect(held.cases[0].promises[0].wording).to.contain('ロックを解除します')
    expect(held.flags).to.have.length(2)
    expect(held.preferences).to.have.length(2)
    expect(text.match(/.{40}(?:田中|森 |中村 拓哉|password_hash|salt|session).{40}/)).to.equal(null)
    expect(text).to.match(/staff-1 \(/)
    await mori.open(data.replace(/data$/, 'print?lang=en'))
    expect(mori.$('.personal-record').length).to.be.greaterThan(calls.length)
    expect(mori.text('main')).to.contain('夕方にかけ直す').and.to.contain('Registered details')
    await mori.open(data.replace(/data$/, 'print'))
    expect(mori.text('main')).to.contain('お伝えした言葉').and.to.contain('案件の受付')
    expect(await events('personal_data_exported')).to.equal(3)
    annai.clock.forward(2 * DAY)
    mori = await annai.signIn('mori')
    await mori.open(data)
    expect(mori.status).to.equal(404)
  })
})
