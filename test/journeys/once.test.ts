import { expect } from 'chai'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { CALLERS, PhoneCall } from '../support/phone-call.ts'
import type { Fields, Visitor } from '../support/visitor.ts'
import { callUpToConsent, stopsOf, verifiedCall } from './ways.ts'

onBothDatabases('nothing twice, nothing lost', (freshUrl) => {
  let annai: Annai
  let tanaka: Visitor
  /** The same operator in a second tab. */
  let tab: Visitor

  before(async () => {
    annai = await startAnnai(await freshUrl())
    tanaka = await annai.signIn('tanaka')
    tab = await annai.signIn('tanaka')
  })
  after(() => annai.close())

  const answers = async (call: PhoneCall) =>
    (await annai.db('call_entries').where({ call_id: call.id }).whereNot({ by_whom: 'system' }))
      .length
  const press = (outcome: string) => ({ name: 'outcome', value: outcome })

  it('a double click records once, and both clicks come to the same page', async () => {
    const call = await PhoneCall.from(tanaka, '')
    const form = tanaka.filled('form#answers', {}, press('next'))
    const path = `${tanaka.path}/answers`
    await Promise.all([tanaka.post(path, form), tab.post(path, form)])
    expect([tanaka.status, tab.status, tanaka.step, tab.step]).to.deep.equal([
      200,
      200,
      'op_reason',
      'op_reason',
    ])
    expect(await answers(call)).to.equal(1)
    await call.follow('op_reason lost_stolen')
    await tab.post(path, form)
    expect([tab.status, tab.step], 'a reload, much later').to.deep.equal([200, 'id_intro'])
    expect(await answers(call)).to.equal(2)
  })

  it('the back button: what changed is shown, and what was typed is still there', async () => {
    const call = await PhoneCall.from(tanaka, '')
    await call.follow('op_greet next')
    await tab.open(tanaka.path)
    await call.follow('op_reason lost_stolen', 'id_intro next')
    const words = { 'field.customer_words': '財布ごと落とした <b>' }
    await tab.submit('form#answers', words, press('topup_error'))
    expect([tab.status, tab.step]).to.deep.equal([409, 'id_caller'])
    expect(tab.text('[role=alert]')).not.to.equal('')
    expect(tab.$('[data-unsaved] textarea').text()).to.equal('財布ごと落とした <b>')
    expect(await answers(call)).to.equal(3)
    await new PhoneCall(tab).follow('id_caller self')
  })

  it('a form that the call has paused or ended under comes back with what was typed', async () => {
    const call = await PhoneCall.from(tanaka, '')
    await call.follow('op_greet next')
    await tab.open(tanaka.path)
    await tanaka.submit('form[action$="/pause"]')
    const words = { 'field.customer_words': 'まだ話しています' }
    await tab.submit('form#answers', words, press('other'))
    expect(tab.status).to.equal(409)
    expect(tab.$('[data-unsaved] textarea').text()).to.equal('まだ話しています')
    expect(await answers(call)).to.equal(1)
  })

  it('two tabs at once: one is recorded, the other is told', async () => {
    const call = await PhoneCall.from(tanaka, '')
    await call.follow('op_greet next')
    await tab.open(tanaka.path)
    await Promise.all([
      tanaka.submit('form#answers', {}, press('lost_stolen')),
      tab.submit('form#answers', {}, press('suspicious_use')),
    ])
    expect([tanaka.status, tab.status].sort()).to.deep.equal([200, 409])
    expect(await answers(call)).to.equal(2)
  })

  it('handed over twice: the second press comes to the same page, and hands over nothing more', async () => {
    const { id } = await PhoneCall.from(tanaka, '')
    const to = await operatorId('kimura')
    const sent = tanaka.filled('form[action$="/handover"]', { to, words: 'お願いします' })
    const press = async (by: Visitor, form: URLSearchParams | Fields = sent) =>
      (await by.post(`/calls/${id}/handover`, form)).path
    const taken = `/calls/${id}`
    const refusal = `/calls/${id}/handover`
    expect([await press(tanaka), await press(tanaka)]).to.deep.equal([taken, taken])
    expect(await Promise.all([press(tanaka), press(tab)])).to.deep.equal([taken, taken])
    const toAnother = { to: await operatorId('mori'), words: '' }
    expect([await press(tanaka, toAnother), tanaka.status]).to.deep.equal([refusal, 403])
    const mori = await annai.signIn('mori')
    expect([await press(mori), mori.status]).to.deep.equal([refusal, 403])
    const kimura = await annai.signIn('kimura')
    await kimura.open(`/calls/${id}`)
    await kimura.submit('form[action$="/pause/end"]')
    expect([await press(tanaka), tanaka.status], 'taken up').to.deep.equal([refusal, 403])
    const turns = annai.db('call_entries').where({ kind: 'handed_over', call_id: id })
    expect(await turns).to.have.length(1)
  })
  const operatorId = async (login: string) =>
    (await annai.db('operators').where({ login }).first()).id

  it('two tabs write the note: neither overwrites the other', async () => {
    await PhoneCall.from(tanaka, '')
    await tab.open(tanaka.path)
    const { path } = tanaka
    await tanaka.submit(`form[action$="/note"]`, { body: '一つ目' })
    await tab.submit(`form[action$="/note"]`, { body: '二つ目' })
    expect(tab.status).to.equal(409)
    expect(
      tab
        .$('.note-conflict pre')
        .map((_, each) => tab.$(each).text())
        .get(),
    ).to.deep.equal(['二つ目', '一つ目'])
    await tanaka.open(path)
    expect(tanaka.$('#note').text(), 'nothing is overwritten').to.equal('一つ目')
    await tab.submit(`form[action$="/note"]`)
    await tanaka.open(path)
    expect(tanaka.$('#note').text(), 'and both may stand')
      .to.contain('一つ目')
      .and.contain('二つ目')
  })

  describe('a stop', () => {
    let call: PhoneCall
    before(async () => {
      call = await callUpToConsent(annai, tanaka)
      await call.follow('st_consent agree')
      await tab.open(tanaka.path)
    })
    const stops = () => annai.db('card_actions').where({ action: 'stop_card' })
    const confirm = (visitor: Visitor, last4: string) =>
      visitor.submit('form#answers', { last4 }, press('confirm'))

    it('needs the last 4 digits of its card', async () => {
      for (const last4 of ['', '4', '0005', '4242,4242x1', '42424242']) {
        await confirm(tanaka, last4)
        expect([tanaka.status, tanaka.step], last4).to.deep.equal([422, 'st_stop'])
        expect(tanaka.text('.field-error')).to.contain('下4桁')
      }
      expect(await stops()).to.deep.equal([])
    })

    it('is given by the card system, never typed by hand', async () => {
      for (const outcome of ['ok', 'unknown', 'refused', 'unavailable'])
        await refused(tanaka, { outcome, last4: '4242' })
      expect(await stops()).to.deep.equal([])
    })

    it('confirmed twice at once is one action and one stop', async () => {
      await Promise.all([confirm(tanaka, '４２４２'), confirm(tab, '4242')])
      expect([tanaka.status, tab.status].sort()).to.deep.equal([200, 409])
      const made = await stops()
      expect(made).to.have.length(1)
      expect(made[0]).to.deep.include({ state: 'done', attempts: 1 })
      expect(await stopsOf(annai)).to.equal(1)
      await tanaka.open(`/calls/${call.id}`)
      expect(tanaka.step).to.equal('rc_ask')
    })

    it('of a card that is stopped is the same stop, from whichever call', async () => {
      const again = await verifiedCall(tanaka, CALLERS.namesake, 'lost_stolen')
      expect(again.choices, 'none is left to stop').not.to.include('picked:card-0110-a')
      await refused(tanaka, { outcome: 'picked:card-0110-a' })
      expect(await stops()).to.have.length(1)
    })
  })

  /** A form made by hand for the step where the call stands, but for what is said otherwise. */
  const forge = async (visitor: Visitor, fields: Fields, route = 'answers') => {
    const path = `/calls/${visitor.path.split('/')[2]}`
    await visitor.open(path)
    const place = visitor.filled('form#answers')
    const sent = { ...Object.fromEntries(place), ...fields }
    await visitor.post(`${path}/${route}`, sent)
    return visitor
  }
  const refused = async (visitor: Visitor, fields: Fields, route = 'answers', status = 422) => {
    const before = (await annai.db('call_entries')).length
    await forge(visitor, fields, route)
    expect(visitor.status, JSON.stringify(fields)).to.equal(status)
    expect((await annai.db('call_entries')).length, JSON.stringify(fields)).to.equal(before)
  }

  it('what a form cannot offer is not taken from a forged one', async () => {
    const call = await PhoneCall.from(tanaka, CALLERS.nakamura.from)
    await refused(tanaka, { step: 'st_stop', outcome: 'confirm', last4: '0005' }, 'answers', 409)
    await refused(tanaka, { step: 'nowhere', outcome: 'next' }, 'answers', 409)
    await refused(tanaka, { visit: '2', outcome: 'next' }, 'answers', 409)
    await refused(tanaka, { matter: '2', outcome: 'next' }, 'answers', 409)
    await refused(tanaka, { entries: '7', outcome: 'next' }, 'answers', 409)
    await refused(tanaka, { submission: '', outcome: 'next' }, 'answers', 409)
    for (const outcome of ['', 'confirm', 'constructor', '__proto__', '!nothing', '!'])
      await refused(tanaka, { outcome })
    await call.follow('op_greet next', 'op_reason topup_error')
    await refused(tanaka, { outcome: 'found' })
    await refused(tanaka, { outcome: `found:${call.id}` })
    await call.follow('op_repeat none', 'id_intro next', 'id_caller self')
    await refused(tanaka, { outcome: 'one' })
    await call.tell(CALLERS.nakamura.search)
    await call.follow('id_search one')
    for (const outcome of ['full', 'basic']) await refused(tanaka, { outcome, reason: '確認済み' })
    await call.tell({ bank: '港銀行', last4: '9999', birthDate: '1950-01-01' })
    for (const outcome of ['full', 'basic']) await refused(tanaka, { outcome, reason: '確認済み' })
    await refused(tanaka, { step: 'ck_attempts', outcome: 'auth_failed' }, 'corrections', 409)
    await refused(tanaka, { step: 'ck_attempts' }, 'look-ups', 409)
    await call.tell(CALLERS.nakamura.search)
    await call.tell(CALLERS.nakamura.items)
    await call.follow('id_items full')
    for (const ref of ['card-0102-a', 'card-0101-a,card-0101-b', 'nothing', ''])
      await refused(tanaka, { outcome: `picked:${ref}` })
    await refused(tanaka, { outcome: 'picked', pick: 'card-0102-a' })
  })

  it('after the line was cut, nothing is looked up anew for a caller who is not verified any more', async () => {
    const call = await verifiedCall(tanaka, CALLERS.nakamura)
    await call.follow('tr_card picked:0005', 'er_code er323', 'er_detail noted')
    await call.follow('ck_attempts !hung_up', 'hu_lost reached')
    await refused(tanaka, { step: 'ck_attempts', visit: '1' }, 'look-ups', 409)
    await refused(tanaka, { step: 'ck_attempts', visit: '2' }, 'answers', 409)
  })

  it('somebody else’s call is read, not written to; who takes no calls does not see it', async () => {
    const call = await PhoneCall.from(tanaka, '')
    const form = tanaka.filled('form#answers', {}, press('next'))
    const suzuki = await annai.signIn('suzuki')
    const hayashi = await annai.signIn('hayashi')
    const routes = 'answers corrections look-ups hold hold/end pause pause/end case handover note'
    for (const route of routes.split(' '))
      for (const other of [suzuki, hayashi]) {
        await other.post(`/calls/${call.id}/${route}`, form)
        expect(other.status, route).to.equal(403)
      }
    expect(await answers(call)).to.equal(0)
    await suzuki.open(`/calls/${call.id}`)
    expect([suzuki.status, suzuki.$('form#answers').length]).to.deep.equal([200, 0])
    await hayashi.open(`/calls/${call.id}`)
    expect(hayashi.status).to.equal(403)
  })
})
