import { expect } from 'chai'
import { v7 as uuid } from 'uuid'
import * as toldCards from '../../migrations/18-told-cards.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { CALLERS, faults, PhoneCall } from '../support/phone-call.ts'
import { EMERGENCY, onSlip, SLIP, STOP } from '../support/slip.ts'
import type { Fields, Visitor } from '../support/visitor.ts'

const WRITTEN: Fields = { ...SLIP, ...STOP, path: onSlip(...EMERGENCY) }
const MINUTE = 60_000
/** Nakamura's cards: …0005 and …1111. */
const [FIRST, SECOND] = ['card-0101-a', 'card-0101-b']

onBothDatabases('cards stopped by telephone and known by their digits', (freshUrl) => {
  let annai: Annai
  let tanaka: Visitor

  beforeEach(async () => {
    annai = await startAnnai(await freshUrl())
    tanaka = await annai.signIn('tanaka')
  })
  afterEach(() => annai.close())

  /** A slip of somebody who could not be identified, with these digits of cards. */
  const enter = async (last4: string, more: Fields = {}) => {
    await tanaka.open('/paper-calls')
    const typed = { ...WRITTEN, last4, stopLast4: last4, customer: 'none', ...more }
    await tanaka.submit('form#paper', typed)
    expect(tanaka.page, tanaka.text('ul[data-errors]')).to.equal('call')
  }
  /** It is Nakamura, who calls about it again. */
  const identify = async () => {
    const { id: caseId } = await annai.db('cases').first()
    const call = await PhoneCall.from(tanaka, CALLERS.nakamura.from, { caseId })
    await call.follow('op_greet next', 'op_reason lost_stolen')
    if (call.step === 'op_repeat') await call.follow(`op_repeat found:${caseId}`)
    await call.verify(CALLERS.nakamura)
  }
  const centreStops = async (cardRef: string) => {
    const response = await fetch(`${annai.stageUrl}/v1/stopCard`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': `centre-${cardRef}` },
      body: JSON.stringify({ cardRef, reason: 'lost', alsoRelated: false }),
    })
    expect(response.status).to.equal(200)
  }
  const roundAfter = async (milliseconds: number) => {
    annai.clock.forward(milliseconds)
    await annai.rounds()
  }
  const rows = () => annai.db('manual_stops').orderBy('id')
  const told = async () => (await rows()).map((each) => `${each.told_last4} ${each.state}`)
  const promise = async () =>
    (await annai.db('commitments').where({ kind: 'verify_manual_stop' }).first()).state
  const openTasks = () =>
    tanaka
      .$('[data-tasks] b')
      .toArray()
      .map((each) => tanaka.$(each).text())
  /** The row with these digits, as the list shows it. */
  const rowOf = async (digits: string) => {
    const { id } = (await rows()).find((each) => each.told_last4 === digits)
    return `[data-stop="${id}"]`
  }
  const name = async (digits: string, card: string, more: Fields = {}) => {
    await tanaka.open('/manual-stops')
    const form = `${await rowOf(digits)} form[action$="/card"]`
    await tanaka.submit(form, { card, ...more })
    await annai.idle()
  }

  it('on a call that goes on as well: each card has a row of its own', async () => {
    const call = await PhoneCall.from(tanaka, '05000009999')
    await call.follow('op_greet next', 'op_reason lost_stolen')
    if (call.step === 'op_repeat') await call.follow('op_repeat none')
    await call.follow('id_intro next', 'id_caller self')
    await faults(annai, { operation: 'reads', kind: 'error_503' })
    await call.tell(CALLERS.nakamura.search)
    await call.follow('id_search unavailable', 'sys_search urgent_stop')
    const words = {
      'field.manual_stop_ref': 'A-112',
      'field.manual_stop_by': '山口',
      'field.manual_stop_at': '2026-11-23T09:20',
      'field.manual_stop_last4': '０００５と1111',
    }
    await call.follow(['st_fallback confirm', words])
    expect(await told()).to.deep.equal(['0005 open', '1111 open'])
    const tasks = await annai.db('tasks').where({ state: 'open' }).pluck('kind')
    expect(tasks).to.deep.equal(['stop_unmatched', 'stop_unmatched'])
  })

  it('two of them are two rows and two tasks, and each is named by itself', async () => {
    await enter('０００５ 1111 0005')
    expect(await told()).to.deep.equal(['0005 open', '1111 open'])
    await tanaka.open('/')
    expect(tanaka.text('main')).to.contain('別の方法で依頼した停止 2件')
    expect(openTasks()).to.have.length(2)
    for (const [nth, digits] of ['0005', '1111'].entries())
      expect(openTasks()[nth]).to.contain(`末尾${digits}`).and.to.contain('カードと照合')
    await identify()
    await centreStops(FIRST)
    await tanaka.open('/manual-stops')
    for (const digits of ['0005', '1111'])
      expect(tanaka.text(`${await rowOf(digits)} h2`)).to.contain(`聞き取り 末尾${digits}`)
    await name('0005', FIRST)
    await roundAfter(2 * MINUTE)
    expect(await told()).to.deep.equal(['0005 matched', '1111 open'])
    expect(await promise(), 'one card is not stopped').to.equal('open')
    await tanaka.open('/')
    expect(openTasks()).to.have.length(1)
    expect(openTasks()[0]).to.contain('末尾1111')
    await name('1111', SECOND)
    await roundAfter(6 * MINUTE)
    await roundAfter(2 * MINUTE)
    expect(await told()).to.deep.equal(['0005 matched', '1111 differs'])
    await tanaka.open('/')
    expect(openTasks()[0]).to.contain('末尾1111').and.to.contain('確認できません')
    await centreStops(SECOND)
    await roundAfter(2 * MINUTE)
    expect(await told()).to.deep.equal(['0005 matched', '1111 matched'])
    expect(await promise()).to.equal('kept')
  })
  it('rows from before are told apart: another card waits, also where one was named and found', async () => {
    await enter('0005 1111')
    const asBefore = async (card: string | null, state: string) => {
      const [kept, ...others] = (await rows()).map((each) => each.id)
      await annai.db('tasks').whereIn('subject_ref', others).delete()
      await annai.db('manual_stops').whereIn('id', others).delete()
      await annai.db('manual_stops').where({ id: kept }).update({ card_ref: card, state })
      await toldCards.down(annai.db)
      await toldCards.up(annai.db)
    }
    await asBefore(null, 'open')
    expect(await told()).to.deep.equal(['0005 open', '1111 open'])
    await tanaka.open('/')
    expect(openTasks().join()).to.contain('末尾0005').and.to.contain('末尾1111')
    await asBefore(SECOND, 'matched')
    expect(await told()).to.deep.equal(['1111 matched', '0005 open'])
    await tanaka.open('/manual-stops')
    expect(tanaka.text(await rowOf('0005'))).to.contain('聞き取り 末尾0005')
  })
  const withdraw = async (digits: string) => {
    await tanaka.open('/manual-stops')
    await tanaka.submit(`${await rowOf(digits)} form[action$="/withdrawal"]`, { reason: '誤り' })
    expect(tanaka.status).to.equal(200)
  }

  it('the promise ends with the last of them, in whichever order they end', async () => {
    await enter('0005 1111')
    await identify()
    await centreStops(FIRST)
    await name('0005', FIRST)
    expect(await told()).to.deep.equal(['0005 matched', '1111 open'])
    expect(await promise()).to.equal('open')
    await withdraw('1111')
    expect(await promise()).to.equal('kept')
  })

  it('a promise whose stops were all taken off the list is left to a person', async () => {
    await enter('0005 1111')
    await identify()
    await withdraw('0005')
    await withdraw('1111')
    await roundAfter(2 * MINUTE)
    expect(await promise()).to.equal('open')
  })

  it('a stop that was found before something else was promised does not keep that', async () => {
    await enter('0005')
    await identify()
    await centreStops(FIRST)
    await name('0005', FIRST)
    expect(await promise()).to.equal('kept')
    annai.clock.forward(MINUTE)
    const at = annai.clock.now().toISOString()
    const kept = await annai.db('commitments').where({ state: 'kept' }).first()
    const again = { id: uuid(), state: 'open', made_at: at, ended_at: null, end_reason: null }
    await annai.db('commitments').insert({ ...kept, ...again })
    const [stop] = await rows()
    const other = { id: uuid(), card_ref: null, told_last4: '1111', state: 'open', ended_at: null }
    await annai.db('manual_stops').insert({ ...stop, ...other })
    await withdraw('1111')
    const { state } = await annai.db('commitments').where({ id: again.id }).first()
    expect(state).to.equal('open')
  })
  const named = async () => (await rows()).map((each) => `${each.told_last4} ${each.card_ref}`)
  const options = (row: string) =>
    tanaka
      .$(`${row} select option`)
      .toArray()
      .map((each) => tanaka.$(each).text())

  it('a card with other digits is not taken, until its own are repeated', async () => {
    await centreStops(FIRST)
    annai.clock.forward(30 * 24 * 60 * MINUTE)
    tanaka = await annai.signIn('tanaka')
    await enter('1111', { day: '2026-12-23' })
    await identify()
    await tanaka.open('/manual-stops')
    const row = await rowOf('1111')
    expect(options(row)[1], 'the card with these digits first').to.contain('1111')
    expect(tanaka.$(`${row} form[action$="/card"] [name=last4]`)).to.have.length(0)
    await name('1111', FIRST)
    expect([tanaka.status, ...(await named())]).to.deep.equal([422, '1111 null'])
    expect(tanaka.text(`${row} .field-error`))
      .to.contain('末尾1111')
      .and.to.contain('末尾0005')
    const form = `${row} form[action$="/card"]`
    expect(tanaka.filled(form).get('card'), 'what was picked').to.equal(FIRST)
    await tanaka.submit(form, { last4: '1111' })
    expect([tanaka.status, ...(await named())]).to.deep.equal([422, '1111 null'])
    expect(tanaka.text(`${row} .field-error`)).to.contain('一致しません')
    await tanaka.submit(form, { last4: '０００５' })
    expect([tanaka.status, ...(await named())]).to.deep.equal([200, `1111 ${FIRST}`])
    const [event] = await annai.db('audit_events').where({ name: 'manual_stop_named' })
    expect(JSON.parse(event.detail)).to.include({ toldLast4: '1111', namedLast4: '0005' })
    expect(tanaka.text('main')).to.contain('…0005（聞き取り 末尾1111）')
    await tanaka.open(`/cases/${event.case_id}`)
    expect(tanaka.text('main')).to.contain('聞き取り 末尾1111 → 末尾0005')
  })

  it('the card with the told digits is taken though another one was picked first', async () => {
    await enter('1111')
    await identify()
    await name('1111', FIRST)
    const form = `${await rowOf('1111')} form[action$="/card"]`
    await tanaka.submit(form, { card: SECOND, last4: '' })
    expect([tanaka.status, ...(await named())]).to.deep.equal([200, `1111 ${SECOND}`])
    const [event] = await annai.db('audit_events').where({ name: 'manual_stop_named' })
    expect(JSON.parse(event.detail)).not.to.have.property('namedLast4')
  })

  it('two rows of one slip are never the same card, one after the other or at once', async () => {
    await enter('0006 1111 2222')
    await identify()
    await name('1111', SECOND)
    const two = { card: FIRST, last4: '0005' }
    const ids = (await rows()).map((each) => each.id)
    const others = [ids[0], ids[2]]
    await Promise.all(
      others.map(async (id) =>
        (await annai.signIn('tanaka')).post(`/manual-stops/${id}/card`, two),
      ),
    )
    const refs = (await rows()).map((each) => each.card_ref)
    expect(refs.filter((each) => each === FIRST)).to.have.length(1)
    const left = (await rows()).find((each) => each.card_ref === null)
    for (const card of [FIRST, SECOND]) {
      await name(left.told_last4, card, { last4: card === FIRST ? '0005' : '1111' })
      expect(tanaka.status).to.equal(422)
      expect(tanaka.text(`${await rowOf(left.told_last4)} .field-error`)).to.contain('同じ依頼')
    }
    expect(await promise()).to.equal('open')
  })
})
