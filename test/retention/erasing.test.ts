import { expect } from 'chai'
import { contentHash } from '../../src/calls/entries.ts'
import { demoPeople } from '../../src/cards/simulator/people.ts'
import { DEMO_PASSWORD } from '../../src/demo/people.ts'
import { addOperator } from '../../src/operators/operators.ts'
import { newSealing, sealerOf, verified } from '../audit/sealed.ts'
import { verifiedCall } from '../journeys/ways.ts'
import { playStory } from '../print/played.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { CALLERS, PhoneCall } from '../support/phone-call.ts'
import { isPostgres } from '../support/plans.ts'
import { EMERGENCY, onSlip, SLIP, STOP } from '../support/slip.ts'
import type { Visitor } from '../support/visitor.ts'
import { bytesHolding, everyRow, expectSame, rowsHolding } from './grep.ts'

const TYPED = {
  note: '奥様の声が後ろで聞こえた',
  draft: '書きかけで人に言えない話',
  words: '申し送りに書いた身の上',
  tag: '青葉台の方',
  flag: '耳が遠いとのこと',
  best: '夜八時すぎなら在宅',
  merge: '改姓前の登録とのこと',
  export: '開示請求の目的の文',
  hold: '係争のため残す理由',
  erasure: '請求書面が届いた経緯',
  task: '詳しく伺った経緯',
  wanted: '財布ごと駅に置いてきた',
  slip: '声が震えておられた',
  stopBy: '山口さん経由の電話',
  view: 'なかむらたくや様',
  asked: 'ﾅｶﾑﾗ ﾀｸﾔ',
}

/** Others have a card that ends the same. */
const LAST4 = ['"last4":"0005"', '…0005']

onBothDatabases('a person who is erased', (freshUrl) => {
  let annai: Annai
  let second: Awaited<ReturnType<Annai['second']>>
  let tanaka: Visitor
  let mori: Visitor
  let oda: Visitor
  let caseId: string
  let paperCase: string
  let bystander: string
  const ids: string[] = []
  const sealing = newSealing()
  let needles: string[]
  let rowsBefore: ReadonlyMap<string, readonly string[]>
  let pages: readonly string[]

  before(async () => {
    annai = await startAnnai(await freshUrl())
    tanaka = await annai.signIn('tanaka')
    mori = await annai.signIn('mori')
    const other = { login: 'oda', name: '小田', role: 'supervisor', password: DEMO_PASSWORD }
    await addOperator(annai.db, { ...other, role: 'supervisor' }, annai.clock.now())
    oda = await annai.signIn('oda')
    caseId = await playStory(annai, tanaka)
    const { customer_id: customer } = await annai.db('cases').where({ id: caseId }).first()
    const twin = await annai.db('customers').where({ customer_ref: 'customer-0110' }).first()
    ids.push(customer, twin.id)
    await addTheRest(customer, twin.member_no)
    await enterSlip(customer)
    const call = await verifiedCall(await annai.signIn('suzuki'), CALLERS.watanabe)
    bystander = call.id
    await annai
      .db('calls')
      .where({ id: bystander })
      .update({ state: 'ended', ended_at: annai.clock.now().toISOString() })
    needles = [...namesOf('customer-0101', 'customer-0110'), ...Object.values(TYPED)]
    second = await annai.second()
  })
  after(async () => {
    sealing.remove()
    await second?.close()
    await annai.close()
  })

  const namesOf = (...refs: readonly string[]) =>
    demoPeople
      .filter((each) => refs.includes(each.customerRef))
      .flatMap((each) => [
        each.customerRef,
        each.memberNo,
        each.nameKanji,
        each.nameKanji.replace(' ', ''),
        each.nameKana,
        each.nameKana.replace(' ', ''),
        each.birthDate,
        each.phones[0].number,
        each.address.line1,
        each.address.line2 ?? each.memberNo,
        each.bank.branch,
        'au PAYに10万円',
        ...LAST4,
      ])

  /** What the story did not come to. */
  async function addTheRest(customer: string, twinMember: string) {
    const sent = async () => ({
      version: String((await annai.db('cases').where({ id: caseId }).first()).version),
      submission: crypto.randomUUID(),
    })
    await tanaka.post(`/cases/${caseId}/notes`, { ...(await sent()), body: TYPED.note })
    await tanaka.post(`/cases/${caseId}/tags`, { ...(await sent()), tag: TYPED.tag })
    await mori.post(`/cases/${caseId}/drafts`, { form: 'notes', body: TYPED.draft, base: '' })
    await tanaka.post(`/cases/${caseId}/handovers`, {
      ...(await sent()),
      to: 'queue:fraud_desk',
      words: TYPED.words,
    })
    await mori.post(`/customers/${customer}/flags`, {
      ...(await sent()),
      kind: 'other',
      reason: TYPED.flag,
      expires: '2027-01-31',
    })
    await mori.open(`/customers/${customer}`)
    await mori.submit('form[action$="/preferences"]', { bestTime: TYPED.best })
    await mori.post(`/customers/${customer}/exports`, {
      ...(await sent()),
      purpose: TYPED.export,
      reference: 'K-77',
    })
    for (const [name, query] of [
      ['私の一覧', 'q=中村 拓也'],
      [TYPED.view, `q=${TYPED.asked}`],
    ] as const)
      await mori.post('/case-views', { ...(await sent()), name, query })
    await tanaka.open(`/cases/${caseId}/letter`)
    await tanaka.open(`/cases/${caseId}/summary`)
    await tanaka.post(`/customers/${customer}/merge-requests`, {
      memberNo: twinMember,
      reason: TYPED.merge,
    })
    await annai.rounds()
  }

  /** A call on paper, with a stop by telephone that nobody has compared yet. */
  async function enterSlip(customer: string) {
    await tanaka.open('/paper-calls')
    const typed = { ...SLIP, ...STOP, wanted: TYPED.wanted, note: TYPED.slip }
    await tanaka.submit('form#paper', {
      ...typed,
      fromNumber: '090-0000-0101',
      stopBy: TYPED.stopBy,
      customer,
      last4: '0005',
      path: onSlip(...EMERGENCY),
    })
    expect(tanaka.page, tanaka.text('ul[data-errors]')).to.equal('call')
    paperCase = (await annai.db('manual_stops').first()).case_id
  }

  const ask = (fields: Record<string, string>, who = mori) =>
    who.post(`/customers/${ids[0]}/erasures`, {
      ground: 'person_asked',
      reason: TYPED.erasure,
      last4: '0101',
      ...fields,
    })
  const waiting = async () =>
    (await annai.db('erasures').where({ state: 'waiting' }).first())?.id ?? ''

  it('is not, while anything is in the way; each thing is said', async () => {
    await ask({})
    expect(mori.status).to.equal(422)
    const told = mori.text('[data-in-the-way]')
    for (const words of [
      '完了していない案件',
      '果たされていないお約束',
      '受け取られていない引き継ぎ',
      '登録の統合',
      '停止',
    ])
      expect(told).to.contain(words)
    expect(told).to.contain((await annai.db('cases').where({ id: caseId }).first()).number)
    expect(await waiting()).to.equal('')
  })

  it('is asked for by one and approved by another, who names the person', async () => {
    const { id: merge } = await annai.db('customer_merges').first()
    await mori.post(`/customer-merges/${merge}/decision`, {
      decision: 'approved',
      reason: TYPED.merge,
    })
    const done = {
      state: 'kept',
      ended_at: annai.clock.now().toISOString(),
      end_reason: TYPED.task,
    }
    await annai.db('commitments').where({ state: 'open' }).update(done)
    await annai
      .db('tasks')
      .where({ state: 'open' })
      .update({ ...done, state: 'done' })
    await annai
      .db('case_handovers')
      .where({ state: 'waiting' })
      .update({ state: 'withdrawn', waiting_key: null })
    const stop = await annai.db('manual_stops').first()
    await tanaka.open('/manual-stops')
    await tanaka.submit(`form[action$="${stop.id}/withdrawal"]`, { reason: TYPED.task })
    for (const id of [caseId, paperCase]) {
      await mori.open(`/cases/${id}`)
      await mori.submit('form[action$="/closure"]')
      expect((await annai.db('cases').where({ id }).first()).status).to.equal('closed')
    }

    await ask({ ground: 'because' })
    expect(mori.status).to.equal(422)
    await ask({ last4: '9999' })
    expect(mori.text('.field-error')).to.contain('一致しません')
    await tanaka.post(`/customers/${ids[0]}/erasures`, {})
    expect(tanaka.status).to.equal(403)
    await ask({})
    expect(mori.status).to.equal(200)
    expect(mori.text('.notice')).to.contain('消去の承認を待っています')
    await ask({})
    expect(await annai.db('erasures')).to.have.length(1)
    const id = await waiting()
    const decision = { decision: 'approved', reason: TYPED.erasure, last4: '0101' }
    await mori.post(`/erasures/${id}/decision`, decision)
    expect(mori.status, 'own request').to.equal(403)
    await oda.post(`/erasures/${id}/decision`, { ...decision, last4: '0102' })
    expect(oda.status).to.equal(422)
    expect(oda.text('.field-error')).to.contain('一致しません')
  })

  it('is not, under a legal hold that came since', async () => {
    await mori.post(`/cases/${caseId}/legal-holds`, { reason: '' })
    expect(mori.status).to.equal(422)
    await mori.post(`/cases/${caseId}/legal-holds`, { reason: TYPED.hold })
    await mori.open('/legal-holds')
    expect(mori.text('main')).to.contain(TYPED.hold)
    expect((await tanaka.open(`/cases/${caseId}`)).text('[data-held]')).to.contain('法的保全中')
    expect(tanaka.text('main')).not.to.contain(TYPED.hold)
    await oda.post(`/erasures/${await waiting()}/decision`, {
      decision: 'approved',
      reason: 'よい',
      last4: '0101',
    })
    expect(oda.status).to.equal(422)
    expect(oda.text('.field-error')).to.contain('法的保全が設定されています')
    const hold = await annai.db('legal_holds').first()
    await mori.post(`/legal-holds/${hold.id}/lifting`, { reason: '和解した' })
    await mori.post(`/legal-holds/${hold.id}/lifting`, { reason: 'もう一度' })
    expect(await annai.db('audit_events').where({ name: 'legal_hold_lifted' })).to.have.length(1)
    await mori.open('/legal-holds')
    expect(mori.$('main').find('[data-count]').attr('data-count')).to.equal('0')
  })

  it('is gone from every table and from the files, and nobody else is', async () => {
    const calls: string[] = await annai
      .db('matters')
      .whereIn('case_id', [caseId, paperCase])
      .distinct()
      .pluck('call_id')
    pages = [
      `/cases/${caseId}`,
      `/cases/${caseId}/summary`,
      `/cases/${caseId}/summary?form=short`,
      `/cases/${caseId}/record`,
      `/cases/${caseId}/letter`,
      `/cases/${paperCase}`,
      `/cases/${paperCase}/summary`,
      '/manual-stops',
      `/customers/${ids[0]}`,
      `/customers/${ids[1]}`,
      ...calls.flatMap((id) => [`/calls/${id}`, `/calls/${id}/record`]),
      '/cases?view=all',
      '/calls',
      '/',
    ]
    for (const path of pages) await tanaka.open(path) // what was read stands in memory
    const elsewhere = await fetch(new URL(pages[0] ?? '', second.url), {
      headers: { cookie: tanaka.cookie },
    })
    expect(await elsewhere.text()).to.contain(TYPED.note)
    expect(
      (await rowsHolding(annai.db, needles)).length,
      'there is something to look for',
    ).to.be.greaterThan(40)
    if (!isPostgres(annai.db))
      expect(await bytesHolding(annai.db, ['拓也']), 'in the index').not.to.have.length(0)
    const sealer = sealerOf(annai.db, sealing.settings, annai.clock)
    await sealer.seal()
    await sealer.anchor()
    rowsBefore = await everyRow(annai.db)

    await oda.post(`/erasures/${await waiting()}/decision`, {
      decision: 'approved',
      reason: TYPED.erasure,
      last4: '0101',
    })
    expect(oda.status).to.equal(200)
    await annai.idle()
    // Of the other customers some have a card that ends the same.
    const left = (await rowsHolding(annai.db, needles)).filter(
      (row) => !row.startsWith('customer_cards: "last4"'),
    )
    expect(left).to.deep.equal([])
    expect(await annai.db('customer_cards').whereIn('customer_id', ids)).to.have.length(0)
    const views = await annai.db('case_views').whereNotNull('owner_id').select('name', 'query')
    expect(views).to.have.deep.members([
      { name: '私の一覧', query: '' },
      { name: '—', query: '' },
    ])
    if (!isPostgres(annai.db))
      // Words of the index stand there by twos.
      expect(
        await bytesHolding(annai.db, [
          ...needles.filter((each) => !LAST4.includes(each)),
          '拓也',
          '拓哉',
          '中村',
        ]),
      ).to.deep.equal([])
    const own = new Set([...ids, caseId, paperCase, ...calls])
    const theirs = [
      ...own,
      ...(await annai.db('call_entries').whereIn('call_id', calls).pluck('id')),
      ...(await annai.db('card_actions').pluck('id')),
    ]
    expectSame(
      rowsBefore,
      await everyRow(annai.db),
      (table, row) =>
        theirs.some((id) => row.includes(id)) ||
        [
          'erasures',
          'customer_merges',
          'search_cases',
          'case_views',
          'presences',
          'sessions',
          'audit_unsealed',
          'card_sightings',
        ].includes(table),
    )
  })

  it('leaves the path of every call, its codes, times and hashes', async () => {
    const rowsNow = await everyRow(annai.db)
    for (const table of [
      'call_entries',
      'matters',
      'confirmed_actions',
      'prints',
      'audit_events',
    ]) {
      const now = new Set(rowsNow.get(table))
      for (const row of rowsBefore.get(table) ?? []) expect(now.has(row), row).to.equal(true)
    }
    const entries = await annai
      .db('call_entries')
      .leftJoin('entry_contents', 'entry_id', 'call_entries.id')
    const wrong = entries.filter(
      (each) => each.body !== null && contentHash(each.salt, each.body) !== each.content_hash,
    )
    expect(wrong).to.have.length(0)
    expect(
      entries.filter((each) => each.content_hash !== null && each.body === null),
    ).not.to.have.length(0)
    const done = await annai
      .db('audit_events')
      .whereIn('name', ['customer_erased', 'case_erased', 'erasure_approved'])
    expect(done.map((each) => each.name).sort()).to.include.members([
      'case_erased',
      'customer_erased',
      'customer_erased',
      'erasure_approved',
    ])
    await sealerOf(annai.db, sealing.settings, annai.clock).stop()
    const { finding, head } = await verified(annai.db, sealing)
    expect(finding).to.equal(null)
    expect(head.entries).to.be.greaterThan(100)
    const again = await annai.db('call_entries').first()
    await annai
      .db('call_entries')
      .where({ id: again.id })
      .update({ outcome: 'x' })
      .then(
        () => expect.fail('append-only'),
        () => undefined,
      )
  })

  for (const login of ['tanaka', 'oda'] as const)
    it(`is on no page that ${login} opens, on any instance`, async () => {
      const visitor = login === 'oda' ? oda : tanaka
      const { url } = login === 'oda' ? second : annai
      for (const path of pages) {
        const response = await fetch(new URL(path, url), {
          headers: { cookie: visitor.cookie, 'accept-language': 'ja' },
        })
        const text = await response.text()
        expect(response.status, path).to.equal(200)
        expect(
          needles.filter((each) => text.includes(each)),
          `${path}`,
        ).to.deep.equal([])
      }
      await visitor.open(pages.find((each) => each.startsWith('/calls/')) ?? '')
      expect(visitor.text('[data-erased]')).to.contain('手順と結果だけ')
      await visitor.open(`/customers/${ids[0]}`)
      expect(visitor.text('[data-erased]')).to.contain('小田')
      await visitor.open(`/cases/${caseId}`)
      expect(visitor.text('[data-erased]')).to.contain('消去されました')
      expect(visitor.$('main form'), 'nothing that would be refused').to.have.length(0)
      await visitor.open(`/cases/${caseId}/summary`)
      expect(visitor.text('[data-erased]')).to.contain('消去されました')
    })

  it('is found by no search, given out no more, and takes nothing new', async () => {
    for (const asked of ['中村', 'ナカムラ', '09000000101', '20410101', TYPED.note]) {
      await oda.open(`/search?q=${encodeURIComponent(asked)}`)
      expect(oda.status).to.equal(200)
      expect(oda.$(`main a[href*="${caseId}"], main a[href*="${ids[0]}"]`), asked).to.have.length(0)
      await oda.open(`/customers?q=${encodeURIComponent(asked)}`)
      expect(oda.$(`main a[href*="${ids[0]}"]`), asked).to.have.length(0)
    }
    await oda.post(`/customers/${ids[0]}/exports`, {
      purpose: '開示',
      reference: 'K-78',
      submission: crypto.randomUUID(),
    })
    expect(oda.status).to.equal(409)
    const merge = await annai.db('customer_merges').first()
    for (const [path, fields] of [
      [`/cases/${caseId}/notes`, { body: '新しい話' }],
      [`/cases/${caseId}/reopening`, { reason: '再開' }],
      [`/customers/${ids[0]}/flags`, { kind: 'other', reason: 'x' }],
      ['/calls', { caseId }],
      ['/bulk-changes', { kind: 'tag', tag: TYPED.tag, list: 'view=all', case: `${caseId}:1` }],
      ['/paper-calls', { ...SLIP, customer: ids[0] ?? '', path: onSlip(...EMERGENCY) }],
      ['/paper-calls', { ...SLIP, caseId, path: onSlip(...EMERGENCY) }],
      [`/customer-merges/${merge.id}/undoing`, { reason: '別の方' }],
      [
        `${pages.find((each) => each.startsWith('/calls/'))}/note`,
        { body: 'x', matter: '1', version: '1' },
      ],
    ] as const) {
      await oda.post(path, fields)
      expect(oda.status, path).to.equal(409)
    }
  })

  it('begins anew when they call again', async () => {
    const call = await PhoneCall.from(tanaka, CALLERS.nakamura.from)
    await call.follow('op_greet next', 'op_reason topup_error')
    if (call.step === 'op_repeat') await call.answer('none')
    await call.verify(CALLERS.nakamura)
    const row = await annai.db('customers').where({ customer_ref: 'customer-0101' }).first()
    expect(ids).not.to.include(row.id)
    expect(row.erased_at).to.equal(null)
    await annai.db('calls').update({ state: 'ended' })
  })
})
