import { expect } from 'chai'
import { signal } from '../../src/cases/trouble.ts'
import { keepSignals } from '../../src/cases/trouble-signals.ts'
import { noticeWaves } from '../../src/cases/waves.ts'
import { PERSON, WITH_PERSON } from '../../src/customers/one-person.ts'
import { CLOSING, NAMESAKES_CARD, verifiedCall } from '../journeys/ways.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { CALLERS, type Caller, type PhoneCall, stage } from '../support/phone-call.ts'
import { wrongPlans } from '../support/plans.ts'
import { Stream } from '../support/stream.ts'
import type { Visitor } from '../support/visitor.ts'

const HOUR = 3_600_000

const wavesOf = ({ db }: Annai) => db('trouble_waves').orderBy(['began_at', 'id'])
const eventsOf = async ({ db }: Annai, name: string) =>
  (await db('audit_events').where({ name })).length

describe('trouble that several customers meet', () => {
  let annai: Annai
  let tanaka: Visitor
  let kimura: Visitor

  before(async () => {
    annai = await startAnnai()
    tanaka = await annai.signIn('tanaka')
    kimura = await annai.signIn('kimura')
  })
  after(() => annai.close())

  /** Up to the step behind the error code. */
  const callWith = async (caller: Caller, last4: string, code: string) => {
    const call = await verifiedCall(tanaka, caller)
    return call.follow(`tr_card picked:${last4}`, ['er_code other', { 'field.error_code': code }])
  }
  const signals = () => annai.db('trouble_signals').orderBy(['at', 'kind'])
  const leave = (call: PhoneCall) =>
    annai.db('calls').where({ id: call.id }).update({ state: 'ended' })

  it('an answer records what it tells, and its correction takes that back', async () => {
    const call = await callWith(CALLERS.nakamura, '0005', 'ＸＹ　７０１')
    expect((await signals()).map((row) => `${row.kind} ${row.value_key}`)).to.deep.equal([
      'error_code XY701',
    ])
    await call.correct('er_code other', { 'field.error_code': '' })
    expect(await signals()).to.have.length(0)
    await call.correct('er_code other', { 'field.error_code': 'XY701' })
    expect(tanaka.text('.similar'), 'nobody else').to.equal('')
    await leave(call)
  })

  it('the second call sees that there was another, and at the third the fraud desk is told', async () => {
    const call = await callWith(CALLERS.namesake, '4242', 'XY-701')
    expect(tanaka.text('.similar')).to.contain('この30日に、ほか1名のお客様から同じ申告')
    expect(tanaka.$('.similar svg').attr('aria-label')).to.contain('1名')
    expect(await wavesOf(annai), 'two are no wave').to.have.length(0)
    await leave(call)
    const third = await callWith(CALLERS.watanabe, '4444', 'xy701')
    expect(tanaka.text('.similar')).to.contain('ほか2名').and.to.contain('いつもより多い申告')
    expect(tanaka.text('.similar'), 'no link for an operator').not.to.contain('該当する案件')
    await leave(third)
    await kimura.open('/')
    expect(kimura.text('.panel.waves')).to.match(/未確認.*XY701.*1日に3名/)
    await tanaka.open('/')
    expect(tanaka.text('.notice.waves')).to.match(/急増している申告 1件.*XY701/)
    expect(tanaka.text('.waves'), 'nobody is named').not.to.match(/様|案件/)
    await kimura.open('/reminders')
    expect(kimura.$('body').text()).to.match(
      /"stage":"wave".*エラーコード .*701（1日に3名のお客様）/,
    )
    await tanaka.open('/reminders')
    expect(tanaka.$('body').text()).not.to.contain('wave')
    const event = await annai.db('audit_events').where({ name: 'wave_began' }).first()
    expect(Object.keys(JSON.parse(event.detail))).to.deep.equal(['waveId', 'kind', 'customers'])
  })

  it('what the fraud desk notes is told to whoever meets it; two who note at once lose nothing', async () => {
    await tanaka.open('/waves')
    expect(tanaka.$('form[action*="acknowledgement"]')).to.have.length(0)
    const [{ id }] = await wavesOf(annai)
    await tanaka.post(`/waves/${id}/acknowledgement`, { note: 'x', version: '1' })
    expect(tanaka.status).to.equal(403)
    const mori = await annai.signIn('mori')
    const stream = await Stream.at(annai, mori, '/reminders/live?since=-')
    expect(await stream.next(), 'on an open page').to.equal('changed')
    await mori.open('/waves')
    await kimura.open('/waves')
    const form = `form[action="/waves/${id}/acknowledgement"]`
    const sent = kimura.filled(form, { note: 'サイトの閉鎖を依頼済み' })
    for (const _ of [1, 2]) await kimura.post(`/waves/${id}/acknowledgement`, sent)
    expect(kimura.status).to.equal(200)
    expect(await eventsOf(annai, 'wave_acknowledged')).to.equal(1)
    expect(await stream.next(), 'taken note of').to.equal('changed')
    await stream.close()
    await mori.submit(form, { note: '別の案内' })
    expect(mori.status).to.equal(409)
    expect(mori.$(`${form} textarea`).text()).to.equal('別の案内')
    expect(mori.text('.notice')).to.contain('サイトの閉鎖を依頼済み')
  })

  it('the case tells it too; which cases they are only the fraud desk and supervisors see, guarded', async () => {
    const call = await verifiedCall(tanaka, CALLERS.kato)
    await call.follow('tr_card picked:1111', ['er_code er305', { 'field.error_code': 'XY701' }])
    expect(tanaka.text('.similar')).to.match(/不正対策窓口より.*サイトの閉鎖を依頼済み/)
    await call.follow('er_service_side next', ...CLOSING)
    const caseFile = await annai.db('cases').first()
    await kimura.open(`/cases/${caseFile.id}`)
    expect(kimura.text('.similar')).to.contain('ほか3名')
    const url = kimura.$('.similar a').attr('href') ?? ''
    await tanaka.open(url)
    expect(tanaka.status).to.equal(403)
    await kimura.open(url)
    expect(kimura.text('main')).to.contain(caseFile.number)
    for (const bad of ['kind=x&value=y', 'kind=site', 'kind=site&value=A&behind=1']) {
      await kimura.open(`/waves/cases?${bad}`)
      expect(kimura.status, bad).to.equal(400)
    }
    await kimura.post('/calls', { from: '03-0000-0000' })
    await kimura.open(url)
    expect(kimura.status, 'beside a caller who is not verified').to.equal(403)
  })

  it('the shop of a suspicious attempt counts until the customer says that it was their own', async () => {
    const attempt = { cardRef: NAMESAKES_CARD, charged: 'yes' }
    await stage(annai, 'customers/customer-0110/stranger-attempts', attempt)
    const call = await verifiedCall(tanaka, CALLERS.namesake, 'suspicious_use')
    await call.follow('tr_card picked:4242', 'fr_look found')
    const own = async () =>
      (await annai.db('trouble_signals').where({ call_id: call.id })).map(
        (row) => `${row.kind} ${row.value_key}`,
      )
    expect(await own()).to.deep.equal(['merchant NORTHLAKEGADGETSONLINE'])
    await call.follow('fr_confirm not_mine')
    expect(await own()).to.have.length(1)
    await call.correct('fr_confirm mine')
    expect(await own()).to.deep.equal([])
  })
})

const CALLS = [
  [CALLERS.nakamura, '0005'],
  [CALLERS.namesake, '4242'],
  [CALLERS.watanabe, '4444'],
] as const

describe('a wave of what was put right', () => {
  it('is none any more when fewer than three are left, and cases that are one are told once', async () => {
    const annai = await startAnnai()
    const tanaka = await annai.signIn('tanaka')
    const codes = { 'field.error_code': 'QQ900' }
    let last: PhoneCall | null = null
    for (const [caller, last4] of CALLS) {
      await annai.db('calls').update({ state: 'ended' })
      last = await verifiedCall(tanaka, caller)
      await last.follow(`tr_card picked:${last4}`, ['er_code other', codes])
    }
    const open = async () => (await wavesOf(annai)).filter((each) => each.ended_at === null)
    expect(await open()).to.have.length(1)
    await last?.correct('er_code other', { 'field.error_code': 'QQ901' })
    expect(await open()).to.have.length(0)
    expect(await eventsOf(annai, 'wave_ended')).to.equal(1)
    await last?.correct('er_code other', codes)
    expect((await open()).map((each) => each.customers)).to.deep.equal([3])

    const signals = await annai.db('trouble_signals').where({ value_key: 'QQ900' })
    const operator = await annai.db('operators').first()
    const [one, other] = signals.map((_, nth) => ({
      id: `019aa000-0000-7000-8000-00000000000${nth}`,
      number: `261123-009${nth}-1`,
      status: 'open',
      reason: 'topup_error',
      opened_by: operator.id,
      opened_at: annai.clock.now().toISOString(),
      updated_at: annai.clock.now().toISOString(),
    }))
    await annai.db('cases').insert([one, other])
    for (const [nth, { call_id }] of signals.entries())
      await annai
        .db('trouble_signals')
        .where({ call_id })
        .update({ case_id: nth === 2 ? other?.id : one?.id })
    const kimura = await annai.signIn('kimura')
    await kimura.open('/waves/cases?kind=error_code&value=QQ900')
    expect(kimura.$('main li a').length, 'one of them called twice').to.equal(2)
    await annai.db('cases').where({ id: other?.id }).update({ merged_into: one?.id })
    await kimura.open(`/cases/${one?.id}`)
    expect(kimura.text('.similar'), 'all of it are its own').to.contain('QQ900')
    expect(kimura.text('.similar')).to.contain('同じ申告はありません')
    await annai.close()
  })
})

const ID = '019aa000-0000-7000-8000-000000000001'

onBothDatabases('waves', (freshUrl) => {
  let annai: Annai
  let customers: string[]

  before(async () => {
    annai = await startAnnai(await freshUrl())
    customers = (await annai.db('customers').orderBy('id').limit(6)).map(({ id }) => id)
  })
  after(() => annai.close())

  /** What an answer of a call by each of the first customers would tell. */
  const report = async (code: string, count: number) => {
    const told = signal('error_code', code)
    if (!told) throw new Error('no signal')
    const now = annai.clock.now()
    const operator = await annai.db('operators').where({ login: 'tanaka' }).first()
    const version = await annai.db('script_versions').first()
    for (const customerId of customers.slice(0, count)) {
      const callId = customerId.replace(/^.{4}/, code.slice(-4).padStart(4, '0').toLowerCase())
      const at = now.toISOString()
      const call = { id: callId, script_version_id: version.id, operator_id: operator.id }
      await annai
        .db('calls')
        .insert({ ...call, state: 'ended', started_at: at })
        .onConflict()
        .ignore()
      await annai.db.transaction(async (trx) => {
        const report = { callId, customerId, at }
        const added = await keepSignals(trx, report, [{ ...told, matter: 1, caseId: null }])
        await noticeWaves(trx, added, now, operator.id)
      })
    }
  }

  it('one begins at the third customer, grows, ends by itself, once over several instances', async () => {
    await report('A1001', 2)
    await report('A1001', 2)
    expect(await wavesOf(annai)).to.have.length(0)
    await report('A1001', 3)
    await report('A1001', 5)
    const [wave] = await wavesOf(annai)
    expect([wave.customers, wave.once_key]).to.deep.equal([5, 'error_code:A1001'])
    annai.clock.forward(25 * HOUR)
    const second = await annai.second()
    await Promise.all([annai.rounds(), second.rounds()])
    await second.close()
    expect((await wavesOf(annai)).map((each) => each.once_key)).to.deep.equal([null])
    expect(await eventsOf(annai, 'wave_ended')).to.equal(1)
  })

  it('two records of one person are one customer, and were never two', async () => {
    const [one, other, third] = customers
    const join = (id: string | undefined, into: string | null) =>
      annai.db('customers').where({ id }).update({ merged_into: into })
    await join(other, one ?? null)
    await report('C3003', 3)
    expect((await wavesOf(annai)).filter((each) => each.value_key === 'C3003')).to.have.length(0)
    await join(third, other ?? null)
    await report('C3003', 4)
    expect((await wavesOf(annai)).filter((each) => each.value_key === 'C3003')).to.have.length(0)
    await report('C3003', 5)
    const found = (await wavesOf(annai)).filter((each) => each.value_key === 'C3003')
    expect(found.map((each) => each.customers)).to.deep.equal([3])
    await annai.db('trouble_waves').where({ value_key: 'C3003' }).delete()
    for (const id of [other, third]) await join(id, null)
  })

  it('muted by the fraud desk, with a reason and for a time, it begins again when that is lifted', async () => {
    const kimura = await annai.signIn('kimura')
    await report('B2002', 3)
    await kimura.open('/waves')
    const form = 'form[action$="/mute"]'
    await kimura.submit(form, { reason: '', days: '7' })
    expect(kimura.status).to.equal(422)
    await kimura.submit(form, { reason: '告知済みのコード', days: '7' })
    expect(kimura.text('main')).to.match(/急増として扱わないもの.*告知済みのコード/)
    await report('B2002', 4)
    await kimura.open('/')
    expect(kimura.text('.waves')).to.contain('急増している申告はありません')
    await kimura.open('/waves')
    await kimura.submit('form[action^="/waves/mutes/"]')
    await report('B2002', 5)
    await kimura.open('/')
    expect(kimura.text('.waves')).to.match(/B2002.*1日に5名/)
  })

  it('every read goes along an index', async () => {
    const reads = [
      `select at, ${PERSON} from trouble_signals ${WITH_PERSON} where kind = 'a' and value_key = 'b' and at > 'c' order by at desc limit 5`,
      `select count(distinct ${PERSON}) from trouble_signals ${WITH_PERSON} where kind = 'a' and value_key = 'b' and at > 'c'`,
      `select matter from trouble_signals where case_id = '${ID}'`,
      `select matter from trouble_signals where call_id = '${ID}'`,
      `select * from trouble_waves where ended_at is null order by began_at desc limit 5`,
      `select id from trouble_mutes where once_key = 'a' and until > 'b'`,
    ]
    const planned = reads.map((sql) => ({
      name: sql,
      reading: { sql, bindings: [] },
      sorts: sql.includes('distinct'),
    }))
    expect(await wrongPlans(annai.db, planned)).to.deep.equal([])
  })
})
