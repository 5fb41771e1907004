import { expect } from 'chai'
import { type Annai, startAnnai } from '../support/annai.ts'
import { CALLERS, PhoneCall } from '../support/phone-call.ts'
import type { Visitor } from '../support/visitor.ts'
import { callIn, failing, wrong } from './unproved.ts'

const { search, items } = CALLERS.nakamura
const MINUTE = 60_000
const COOLING = '氏名と生年月日による利用停止の受付だけ'
const CLOSED = '照合を行いません'

describe('tries to be verified as one customer', () => {
  let annai: Annai
  let tanaka: Visitor
  beforeEach(async () => {
    annai = await startAnnai()
    tanaka = await annai.signIn('tanaka')
  })
  afterEach(() => annai.close())

  const page = (by: Visitor) => by.text('main')
  const rows = () => annai.db('verification_tries').orderBy('at')
  const events = (name: string) => annai.db('audit_events').where({ name }).orderBy('id')

  it('are counted over calls and operators; then no more than a stop is possible, by name and birth date', async () => {
    const suzuki = await annai.signIn('suzuki')
    await failing(await callIn(tanaka), 3)
    const call = await failing(await callIn(suzuki), 2)
    expect(page(suzuki), 'the fifth is compared').to.contain('5項目を照合しました')
    await call.tell(items)
    expect(page(suzuki)).to.contain(COOLING)
    expect(call.proposed, 'all is right, and it is not full').to.equal('basic')
    expect((await rows()).at(-1)).to.include({ level: 'basic', compared: 2 })
    await call.follow('id_items basic', 'id_limited stop_only')
    expect(call.step, 'the true holder may stop the card').to.equal('ls_cards')
  })

  it('are refused without a look at the card system after as many again, from a relative as well', async () => {
    const call = await failing(await callIn(tanaka), 5)
    for (let day = 1; day <= 5; day++) await call.tell({ ...wrong(), birthDate: `1990-01-0${day}` })
    expect(page(tanaka)).to.contain(COOLING)
    await call.tell({ ...items, birthDate: search.birthDate })
    expect([call.proposed, page(tanaka).includes(CLOSED)]).to.deep.equal(['no_match', true])
    const relative = await callIn(await annai.signIn('suzuki'), 'other')
    await relative.tell({ name: search.kana, birthDate: search.birthDate })
    expect(relative.proposed).to.equal('no_match')
    expect(relative.screen.text('main')).to.contain(CLOSED)
    expect(await rows()).to.have.length(10)
    expect(await events('verification_refused')).to.have.length(2)
    annai.clock.forward(31 * MINUTE)
    await relative.tell({ name: search.kana, birthDate: search.birthDate })
    expect(relative.proposed, 'later').to.equal('basic')
  })

  it('are forgiven with time, not by one that succeeds', async () => {
    const call = await failing(await callIn(tanaka), 4)
    expect(tanaka.text('header, .bar'), 'nothing is told before').not.to.contain('本人確認の失敗')
    await call.tell(items)
    await call.follow('id_items full')
    expect(tanaka.text('body'), 'whoever called before may have been others').to.contain(
      '本人確認の失敗 4回',
    )
    const { customer_id: customer } = await annai.db('calls').first()
    await tanaka.open(`/customers/${customer}`)
    expect(page(tanaka)).to.contain('本人確認の失敗 4回').and.to.contain('名乗っていた可能性')
    const next = await failing(await callIn(await annai.signIn('suzuki')), 1)
    const { path } = next.screen
    await next.screen.open(`/customers/${customer}`)
    expect(page(next.screen), 'beside a caller who is not verified').not.to.contain(
      '本人確認の失敗',
    )
    await next.screen.open(path)
    await next.tell(items)
    expect(page(next.screen)).to.contain(COOLING)
    annai.clock.forward(31 * MINUTE)
    await next.tell(items)
    expect(next.proposed).to.equal('full')
  })

  it('count once for the same words again, and not where nothing could be compared', async () => {
    const call = await callIn(tanaka)
    const same = wrong()
    for (let n = 0; n < 4; n++) await call.tell(same)
    expect(await rows()).to.have.length(1)
    await call.tell({ ...same, birthDate: '1990年13月1日' })
    expect(await rows(), 'mistyped').to.have.length(1)
    await call.tell({ ...same, birthDate: search.birthDate })
    await call.tell(wrong())
    await call.tell(same)
    expect(await rows(), 'back to what was said before').to.have.length(3)
  })

  it('leave no trace of which item failed: not on the page, in the log, nor among what is kept', async () => {
    const traces: string[] = []
    for (const said of [
      { bank: '港銀行 本店', last4: items.last4 },
      { bank: items.bank, last4: '9999' },
      { ...items, phone: '090-0000-0999' },
    ]) {
      const call = await callIn(tanaka)
      await call.tell(said)
      const { id } = call
      const html = tanaka.$.html('main').replaceAll(/value="[^"]*"/g, '')
      const kept = await annai
        .db('entry_contents')
        .join('call_entries', 'call_entries.id', 'entry_contents.entry_id')
        .where({ call_id: id })
        .orderBy('seq')
        .select('body')

      const log = await annai
        .db('audit_events')
        .where({ call_id: id })
        .orderBy('id')
        .select('name', 'detail')
      const tried = await annai
        .db('verification_tries')
        .where({ call_id: id })
        .select('level', 'compared', 'failed', 'means')
      expect(kept.at(-1)?.body).to.contain('verification.compared')
      const told = JSON.stringify({ log, tried, seen: kept.at(-1) })
      for (const value of [...Object.values(said), search.birthDate])
        expect(told).not.to.contain(value)
      traces.push(
        `${html}${told}`
          .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{22}/g, 'id')
          .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id')
          .replaceAll(/data-revision="[^"]*"/g, '')
          .replaceAll(/\d\d:\d\d(:\d\d(\.\d+Z)?)?/g, 'time'),
      )
      await call.answer('!hung_up')
    }
    expect(traces[1]).to.equal(traces[0])
    expect(traces[2]).to.equal(traces[0])
  })

  it('and searches that find nobody, many at one desk, are told to the supervisors, who note what it was', async () => {
    const call = await PhoneCall.from(tanaka, '')
    await call.follow('op_greet next', 'op_reason topup_error')
    if (call.step === 'op_repeat') await call.follow('op_repeat none')
    await call.follow('id_intro next', 'id_caller self')
    for (let n = 0; n < 22; n++) await call.tell({ kana: 'カクウ', last4: String(1000 + n) })
    expect(await events('many_tries_failed')).to.have.length(1)
    expect(call.screen.status, 'and goes on working').to.equal(200)
    const mori = await annai.signIn('mori')
    await mori.open('/')
    expect(page(mori)).to.contain('田中 恵さんの席')
    await mori.submit('[data-alert] form', { note: '' })
    expect(mori.status).to.equal(422)
    await mori.open('/')
    await mori.submit('[data-alert] form', { note: '研修中の入力でした' })
    expect(mori.$('[data-alert]')).to.have.length(0)
    expect(await annai.db('verification_alerts').first()).to.include({ note: '研修中の入力でした' })
    await tanaka.open('/')
    expect(page(tanaka)).not.to.contain('さんの席')
  })
})
