import { expect } from 'chai'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { CALLERS, faults } from '../support/phone-call.ts'
import { EMERGENCY, numberOf, onSlip, SLIP, STOP } from '../support/slip.ts'
import type { Fields, Visitor } from '../support/visitor.ts'

onBothDatabases('a call that was taken on paper', (freshUrl) => {
  let annai: Annai
  let tanaka: Visitor

  beforeEach(async () => {
    annai = await startAnnai(await freshUrl())
    tanaka = await annai.signIn('tanaka')
  })
  afterEach(() => annai.close())

  /** Opens the page, finds Takahashi by name and birth date, and sends what is typed. */
  const enter = async (fields: Fields, by = tanaka, who = CALLERS.takahashi) => {
    await by.open('/paper-calls')
    const search = `${who.search.kana} ${who.search.birthDate}`
    const body = by.filled('form#paper', { ...SLIP, ...fields, search })
    await by.post('/paper-calls/customer', body)
    expect(by.$('[name=customer]'), 'Takahashi or nobody').to.have.length(2)
    return by.submit('form#paper', fields.caseId ? { caseId: fields.caseId } : {})
  }
  const operator = async (login: string) =>
    (await annai.db('operators').where({ login }).first()).id
  const theCall = () => annai.db('calls').first()
  const errors = () =>
    tanaka
      .$('ul[data-errors] li')
      .toArray()
      .map((each) => tanaka.$(each).text())

  it('becomes an ended call with its answers by hand, a case, its promises and the stop', async () => {
    await enter({ ...STOP, last4: '8431', path: onSlip(...EMERGENCY) })
    expect(errors()).to.deep.equal([])
    expect(tanaka.page).to.equal('call')
    const call = await theCall()
    expect(call).to.include({ state: 'ended', started_at: '2026-11-22T23:05:00.000Z' })
    expect(call.ended_at).to.equal('2026-11-22T23:17:00.000Z')
    expect(call).to.include({
      from_number: '09000000103',
      entered_at: annai.clock.now().toISOString(),
    })
    const answers = await annai.db('call_entries').where({ kind: 'answer' }).orderBy('seq')
    expect(answers.map((each) => `${each.step} ${each.outcome}`)).to.deep.equal(EMERGENCY)
    expect(new Set(answers.map((each) => each.by_whom))).to.deep.equal(new Set(['hand']))
    const caseFile = await annai.db('cases').first()
    expect(caseFile).to.include({
      reason: 'lost_stolen',
      cause: 'lost',
      customer_id: call.customer_id,
    })
    expect(caseFile).to.include({ card_last4: '8431', status: 'open', wanted: SLIP.wanted })
    const [stop, ...more] = await annai.db('card_actions')
    expect(more).to.deep.equal([])
    expect(stop).to.include({ action: 'record_manual_stop', state: 'done', case_id: caseFile.id })
    const input = JSON.parse(stop.input)
    expect(input).to.include({ manual_stop_ref: 'A-112', manual_stop_by: '山口' })
    expect(input).to.include({ manual_stop_at: '2026-11-23T08:12' })
    expect(input.cardRefs, 'the card with these digits').to.have.length(1)
    const promises = await annai.db('commitments').where({ state: 'open' }).orderBy('kind')
    expect(promises.map((each) => each.kind)).to.deep.equal(['call_back', 'verify_manual_stop'])
    expect(promises[1].due_at, 'from the call, not from the entry').to.equal(
      '2026-11-23T00:17:00.000Z',
    )
  })

  it('is told as such in its path, on the case page and in print, with who entered it and when', async () => {
    const suzuki = await operator('suzuki')
    await enter({ ...STOP, last4: '8431', path: onSlip(...EMERGENCY), operatorId: suzuki })
    const words = '紙の受付票から入力（田中 恵、11/23 09:30）'
    expect(tanaka.text('.trail')).to.contain(words).and.to.contain('A-112 山口 11/23 08:12')
    const call = await theCall()
    expect(call.operator_id).to.equal(suzuki)
    expect(call.entered_by).to.equal(await operator('tanaka'))
    const { id, owner_id: owner } = await annai.db('cases').first()
    expect(owner, 'whoever took the call').to.equal(suzuki)
    for (const made of await annai.db('commitments')) expect(made.owner_id).to.equal(suzuki)
    await tanaka.open(`/cases/${id}`)
    expect(tanaka.text('main')).to.contain(words).and.to.contain('とても慌てておられた。')
    expect(tanaka.text('.story')).to.contain('本人確認 未了（受付票の記載による）')
    expect(tanaka.text('.story')).to.contain('鈴木')
    await tanaka.open(`/cases/${id}/summary`)
    expect(tanaka.text('.calls')).to.contain(words).and.to.contain('12:00')
    expect(tanaka.text('main')).to.contain('受付票の記載による')
    await tanaka.open(`/cases/${id}/letter`)
    expect(tanaka.status).to.equal(200)
    expect(tanaka.text('main')).to.contain('停止のお申し出を承りました')
    const [event] = await annai.db('audit_events').where({ name: 'paper_call_entered' })
    expect(event).to.include({ call_id: call.id, case_id: id, operator_id: call.entered_by })
    expect(event.detail).not.to.match(/山口|財布|090/)
  })

  it('asks nothing of the card system, and is entered while that is away', async () => {
    await tanaka.open('/paper-calls')
    await faults(annai, { operation: '*', kind: 'error_503' })
    await enter({ ...STOP, last4: '8431', path: onSlip(...EMERGENCY) })
    expect(tanaka.page).to.equal('call')
    expect(
      await annai.db('card_actions').whereNot({ action: 'record_manual_stop' }),
    ).to.have.length(0)
    await annai.rounds().catch(() => {})
    expect((await annai.db('card_actions').first()).state).to.equal('done')
  })

  it('the same form again is the same call, one after another and at once', async () => {
    await tanaka.open('/paper-calls')
    const search = `${CALLERS.takahashi.search.kana} ${CALLERS.takahashi.search.birthDate}`
    const path = onSlip(...EMERGENCY)
    const fields = { ...SLIP, ...STOP, last4: '8431', path, search }
    await tanaka.post('/paper-calls/customer', tanaka.filled('form#paper', fields))
    const body = tanaka.filled('form#paper')
    const again = await Promise.all(
      [1, 2, 3].map(async () => (await annai.signIn('tanaka')).post('/paper-calls', body)),
    )
    const paths = new Set(again.map((each) => each.path))
    expect(paths).to.have.length(1)
    await tanaka.post('/paper-calls', body)
    expect(paths).to.include(tanaka.path)
    for (const table of ['calls', 'cases', 'card_actions'])
      expect(await annai.db(table), table).to.have.length(1)
  })

  it('who could not be identified has no customer, and the digits of the card are kept', async () => {
    await tanaka.open('/paper-calls')
    const fields = { ...SLIP, ...STOP, last4: '8431', customer: 'none', path: onSlip(...EMERGENCY) }
    await tanaka.submit('form#paper', fields)
    expect(tanaka.page).to.equal('call')
    expect((await theCall()).customer_id).to.equal(null)
    const { input } = await annai.db('card_actions').first()
    const { id } = await annai.db('cases').first()
    await tanaka.open(`/cases/${id}`)
    expect(tanaka.text('.story')).to.contain('カードの下4桁：8431')
    expect(JSON.parse(input))
      .to.include({ manual_stop_last4: '8431' })
      .and.to.deep.include({ cardRefs: [] })
  })

  it('goes on with an open case of the customer, and with nobody else’s', async () => {
    await enter({ ...STOP, last4: '8431', path: onSlip(...EMERGENCY) })
    const first = await annai.db('cases').first()
    annai.clock.forward(3_600_000)
    const later = {
      from: '9:40',
      to: '9:45',
      stopAt: '9:41',
      path: onSlip(...EMERGENCY),
      last4: '8431',
    }
    await enter({ ...STOP, ...later, last4: '4242', caseId: first.id }, tanaka, CALLERS.namesake)
    expect(errors().join()).to.contain('その案件は続けられません')
    await enter({ ...STOP, ...later, caseId: first.id })
    expect(errors()).to.deep.equal([])
    expect(await annai.db('cases')).to.have.length(1)
    expect(await annai.db('matters').where({ case_id: first.id })).to.have.length(2)
  })

  it('a slip that is entered after a later call leaves the case as that call left it', async () => {
    await enter({ ...STOP, last4: '8431', path: onSlip(...EMERGENCY) })
    const first = await annai.db('cases').first()
    const early = onSlip(
      'op_greet next',
      'op_reason other',
      'op_repeat none',
      'id_intro !hung_up',
      'hu_lost before_idv',
      'wr_acw disconnected',
    )
    const fields = { from: '7:00', to: '7:03', path: early, reason: 'other', cause: 'none_found' }
    await enter({ ...fields, caseId: first.id })
    expect(errors()).to.deep.equal([])
    const after = await annai.db('cases').first()
    expect(after).to.include({ reason: 'lost_stolen', cause: 'lost', disposition: 'pending' })
    await tanaka.open(`/cases/${first.id}`)
    expect(tanaka.$('.story > li')).to.have.length(2)
  })

  it('a level on the slip is told as written, and opens nothing in a later call', async () => {
    const verified = onSlip(
      'op_greet next',
      'op_reason topup_error',
      'op_repeat none',
      'id_intro next',
      'id_caller self',
      'id_search one',
      'id_items full',
      'tr_card unavailable',
      'sys_search callback',
      'cb_arrange booked',
      'wr_more nothing',
      'wr_close next',
      'wr_acw pending',
    )
    const fields = { path: verified, identity: 'full', reason: 'topup_error', cause: 'none_found' }
    await enter({ ...fields, promise1: 'call_back', due1: '11/24 17:00' })
    expect(errors()).to.deep.equal([])
    const [made, ...more] = await annai.db('commitments')
    expect(more).to.deep.equal([])
    expect(made, 'as it was told').to.include({
      kind: 'call_back',
      due_at: '2026-11-24T08:00:00.000Z',
    })
    const { id } = await annai.db('cases').first()
    await tanaka.open(`/cases/${id}/summary`)
    expect(tanaka.text('main')).to.contain('本人確認済み（受付票の記載による）')
    await tanaka.post('/calls', { from: '090-0000-0103', caseId: id })
    expect(tanaka.$('main').attr('data-level'), 'the next call begins with nobody').to.equal('none')
    await tanaka.open(`/cases/${id}/summary`)
    expect(tanaka.status, 'and the case is guarded in it').to.equal(403)
  })

  it('promises besides the path are kept with the case', async () => {
    await enter({
      ...STOP,
      last4: '8431',
      path: onSlip(...EMERGENCY),
      promise2: 'claim',
      due2: '17:00',
    })
    expect(errors()).to.deep.equal([])
    const made = await annai.db('commitments').where({ kind: 'claim' }).first()
    expect(made).to.include({ due_at: '2026-11-23T08:00:00.000Z', state: 'open' })
  })

  for (const [what, fields, sentence] of [
    ['a number that does not follow', { path: '1a 2e 7a' }, '3番目の「7a」：ここで次に来る手順は'],
    ['a letter that is missing', { path: '1a 2' }, '2番目の「2」：手順 2 の答えの記号がありません'],
    ['a letter that is none', { path: '1a 2z' }, '手順 2 に、その記号の答えはありません'],
    [
      'what cannot be read',
      { path: '1a 2e ？？' },
      '3番目の「??」：番号と記号として読み取れません',
    ],
    ['a path that breaks off', { path: '1a 2e' }, '3番目：手順'],
    ['no path', { path: '' }, '番号の道筋を入力してください'],
    ['a day that is none', { day: '11/32' }, '日付を確かめてください'],
    ['an hour to come', { to: '23:00' }, '終了の時刻がまだ来ていません'],
    ['a time that is none', { from: '25:00' }, '「開始」の時刻を確かめてください'],
    ['half an emergency stop', { stopBy: '' }, '緊急停止の受付番号・相手の氏名'],
    ['no emergency stop', { stopRef: '', stopBy: '', stopAt: '' }, '道筋で停止を依頼しています'],
    ['a card of somebody else', { last4: '9999' }, '下4桁 9999 のカードは'],
    ['a level that the path does not know', { identity: 'full' }, '本人確認が合いません'],
    ['a promise without its time', { promise1: 'claim', due1: '' }, 'お約束の1行目の期限'],
    ['no reason', { reason: '' }, '用件区分を一覧から'],
    ['nobody who took it', { operatorId: 'nobody' }, '応対者を一覧から'],
    ['a number that is no phone', { fromNumber: '12' }, '発信番号を確かめて'],
  ] as const)
    it(`${what} is told by its place, and all that was typed is still there`, async () => {
      const given = { ...STOP, last4: '8431', path: onSlip(...EMERGENCY), ...fields }
      await enter(given)
      expect(tanaka.status).to.equal(422)
      expect(errors().join(' '), what).to.contain(sentence)
      for (const [name, value] of Object.entries({ ...SLIP, ...given }))
        if (name !== 'operatorId')
          expect(tanaka.filled('form#paper').get(name), name).to.equal(value)
      expect(await annai.db('calls')).to.have.length(0)
    })

  it('an action of the card system cannot have been done on paper', async () => {
    const path = onSlip(
      'op_greet next',
      'op_reason lost_stolen',
      'id_intro next',
      'id_caller self',
      'id_search one',
      'id_items full',
      'ls_cards picked',
      'ls_circumstances lost',
      'ls_stop ok',
    )
    await enter({ path, identity: 'full', last4: '8431' })
    const number = numberOf('ls_stop')
    expect(errors().join()).to.contain(`手順 ${number} の操作は、紙では行えません`)
    expect(errors().join()).to.contain(`${number}c`)
  })

  it('a secret among the words is not recorded, and the rest is given back in the form', async () => {
    const note = 'カードは 4111 1111 1111 1111 とのこと。'
    await tanaka.open('/paper-calls')
    await tanaka.submit('form#paper', { ...SLIP, ...STOP, note, path: onSlip(...EMERGENCY) })
    expect(tanaka.status).to.equal(422)
    expect(tanaka.page).to.equal('paper')
    expect(tanaka.text('.notice')).to.contain('保存していません')
    const sent = tanaka.filled('form#paper')
    expect(sent.get('path')).to.equal(onSlip(...EMERGENCY))
    expect(sent.get('note')).to.contain('とのこと').and.not.to.contain('1111 1111')
    expect(await annai.db('calls')).to.have.length(0)
  })

  it('a customer is looked for with two items at least', async () => {
    await tanaka.open('/paper-calls')
    await tanaka.post('/paper-calls/customer', tanaka.filled('form#paper', { search: 'たかはし' }))
    expect(tanaka.text('main')).to.contain('項目を2つ以上')
    expect(tanaka.$('[name=customer]')).to.have.length(1)
    const [event] = await annai.db('audit_events').where({ name: 'searched' })
    expect(JSON.parse(event.detail), 'that somebody looked, not for whom').to.deep.equal({
      people: 0,
    })
  })

  it('is for those who take calls, and its page is linked from the desk and the calls', async () => {
    for (const path of ['/', '/calls']) {
      await tanaka.open(path)
      expect(tanaka.$('a[href="/paper-calls"]'), path).to.have.length(1)
    }
    const ueno = await annai.signIn('ueno')
    await ueno.open('/paper-calls')
    expect(ueno.status).to.equal(403)
    await ueno.post('/paper-calls', { ...SLIP, note: '4111 1111 1111 1111' })
    expect(ueno.$('form#paper')).to.have.length(0)
  })
})
