import { expect } from 'chai'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { askCardSystem, CALLERS, faults, PhoneCall, stage } from '../support/phone-call.ts'
import type { Visitor } from '../support/visitor.ts'
import { callUpToConsent, NAMESAKES_CARD, stopsOf } from './ways.ts'

const MINUTE = 60_000
const SLIP = {
  'field.manual_stop_ref': 'AC-7',
  'field.manual_stop_by': '前田',
  'field.manual_stop_at': '2026-11-23T09:20',
}

onBothDatabases('a stop by telephone while the card system is away', (freshUrl) => {
  let annai: Annai
  let tanaka: Visitor

  beforeEach(async () => {
    annai = await startAnnai(await freshUrl())
    tanaka = await annai.signIn('tanaka')
  })
  afterEach(() => annai.close())

  const system = (state: 'on' | 'off') =>
    stage(annai, 'system', { state, customer: 'customer-0110' })
  /** On the call: the stop cannot be sent, and the authorisation centre takes it by telephone. */
  const stopByTelephone = async () => {
    const call = await callUpToConsent(annai, tanaka)
    await call.follow('st_consent agree')
    await system('off')
    await call.follow(['st_stop confirm', { last4: '4242' }])
    await call.follow(['st_fallback confirm', SLIP], 'rc_ask unavailable', 'rc_explain next')
    await call.follow('ri_waits wanted', 'pv_advice next', 'wr_more nothing')
    await call.follow('wr_close next', 'wr_acw pending')
  }
  const roundAfter = async (milliseconds: number) => {
    annai.clock.forward(milliseconds)
    await annai.rounds()
  }
  const list = () => tanaka.open('/manual-stops')
  const stops = () => annai.db('manual_stops').orderBy('id')
  const states = async () => (await stops()).map((each) => each.state)
  const promise = async () =>
    (await annai.db('commitments').where({ kind: 'verify_manual_stop' }).first()).state
  const openTasks = () => annai.db('tasks').where({ state: 'open' }).pluck('kind')
  const caseUrl = async () => `/cases/${(await stops())[0].case_id}`
  /** The authorisation centre stops the card by its own means. */
  const centreStops = async () => {
    const key = `centre-${Date.now()}`
    const response = await fetch(`${annai.stageUrl}/v1/stopCard`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify({ cardRef: NAMESAKES_CARD, reason: 'lost', alsoRelated: true }),
    })
    expect(response.status).to.equal(200)
  }

  it('stands on the list, with the desk telling of it, until the card system shows it', async () => {
    await stopByTelephone()
    await roundAfter(MINUTE)
    expect(await states(), 'nothing to compare with').to.deep.equal(['open'])
    await tanaka.open('/')
    expect(tanaka.text('main')).to.contain('別の方法で依頼した停止 1件')
    await list()
    expect(tanaka.$('[data-count]').attr('data-count')).to.equal('1')
    for (const words of ['…4242', 'AC-7', '前田', '11/23 09:20', '照合待ち', '田中'])
      expect(tanaka.text('main')).to.contain(words)
    await tanaka.open(`/calls/${(await annai.db('calls').first()).id}`)
    const done = tanaka
      .$('[data-action]')
      .toArray()
      .map((each) => tanaka.$(each).text())
    expect(done.find((each) => each.includes('緊急停止'))).to.contain('受付番号 AC-7')
    expect(done.join(), 'a stop that was not done gets none').not.to.contain('まだありません')
    await system('on')
    await centreStops()
    await roundAfter(2 * MINUTE)
    expect(await states()).to.deep.equal(['matched'])
    expect(await promise()).to.equal('kept')
    expect(await openTasks()).to.deep.equal([])
    await list()
    expect(tanaka.text('main')).to.contain('停止を確認済み')
    await tanaka.open(await caseUrl())
    expect(tanaka.text('main')).to.contain('停止を確認済み')
    await tanaka.open(`${await caseUrl()}/summary`)
    expect(tanaka.text('main')).to.contain('AC-7').and.to.contain('停止を確認済み')
    expect(tanaka.text('main'), 'nobody looks at a screen here').not.to.contain('画面で')
  })

  const untilItDiffers = async () => {
    await stopByTelephone()
    await system('on')
    await roundAfter(MINUTE)
    expect(await states(), 'the centre is given some minutes').to.deep.equal(['open'])
    await roundAfter(5 * MINUTE)
    await roundAfter(2 * MINUTE)
    expect(await states()).to.deep.equal(['differs'])
    expect(await openTasks()).to.deep.equal(['stop_differs'])
    await list()
    expect(tanaka.text('.urgent')).to.contain('停止を確認できません')
  }

  it('not done by the centre: stopped from the list, once, however often it is pressed', async () => {
    await untilItDiffers()
    await tanaka.submit('form[action$="/stop"]', { last4: '0000' })
    expect([tanaka.status, await stopsOf(annai)]).to.deep.equal([422, 0])
    const form = tanaka.filled('form[action$="/stop"]', { last4: '４２４２' })
    const path = tanaka.$('form[action$="/stop"]').attr('action') ?? ''
    const mori = await annai.signIn('mori')
    await Promise.all([tanaka.post(path, form), mori.post(path, form), tanaka.post(path, form)])
    await annai.idle()
    await roundAfter(2 * MINUTE)
    expect(await stopsOf(annai)).to.equal(1)
    expect(await states()).to.deep.equal(['matched'])
    expect(await openTasks()).to.deep.equal([])
    const [stop] = await askCardSystem(annai, 'listStops', { customerRef: 'customer-0110' })
    expect((await stops())[0].stop_ref).to.equal(stop?.stopRef)
    expect(await promise()).to.equal('kept')
    await tanaka.open(await caseUrl())
    expect(tanaka.text('main')).to.contain(stop?.stopRef ?? 'none')
  })

  it('done by the centre late: found by the next comparison', async () => {
    await untilItDiffers()
    await centreStops()
    await roundAfter(2 * MINUTE)
    expect(await states()).to.deep.equal(['matched'])
    expect(await openTasks()).to.deep.equal([])
  })

  it('is not told as missing when the card system refuses the question', async () => {
    await stopByTelephone()
    await system('on')
    await centreStops()
    await faults(annai, { operation: 'listStops', kind: 'error_400' })
    annai.clock.forward(6 * MINUTE)
    await annai.rounds().catch((error: unknown) => expect(String(error)).to.contain('followed'))
    expect(await states()).to.deep.equal(['open'])
    await faults(annai)
    await roundAfter(2 * MINUTE)
    expect(await states()).to.deep.equal(['matched'])
  })

  it('recorded by mistake: taken off the list with a reason', async () => {
    await untilItDiffers()
    await tanaka.submit('form[action$="/withdrawal"]', { reason: '' })
    expect(tanaka.status).to.equal(422)
    await tanaka.submit('form[action$="/withdrawal"]', { reason: 'カードが見つかった' })
    expect(await states()).to.deep.equal(['withdrawn'])
    expect(await openTasks()).to.deep.equal([])
    expect(tanaka.text('main')).to.contain('カードが見つかった')
  })

  it('of a caller who could not even be searched for: a person has to find the card', async () => {
    await faults(annai, { operation: '*', kind: 'error_503' })
    const call = await PhoneCall.from(tanaka, CALLERS.namesake.from)
    await call.follow('op_greet next')
    await call.follow(['op_reason lost_stolen', { 'field.customer_words': '財布を落とした' }])
    await call.follow('id_intro next', 'id_caller self')
    await call.tell(CALLERS.namesake.search)
    await call.follow('id_search unavailable', 'sys_search urgent_stop')
    await call.follow(['st_fallback confirm', SLIP])
    const url = `/calls/${call.id}`
    expect(await states()).to.deep.equal(['open'])
    expect(await openTasks()).to.deep.equal(['stop_unmatched'])
    await list()
    expect(tanaka.text('main'), 'the caller is not verified').not.to.contain('AC-7')
    expect(tanaka.$('form[action^="/manual-stops"]')).to.have.length(0)
    await tanaka.open(url)
    await call.follow('cb_arrange booked', 'wr_more nothing', 'wr_owed_stop later')
    await call.follow('wr_close next', 'wr_acw pending')
    await list()
    expect(tanaka.text('main')).to.contain('カード不明').and.to.contain('AC-7')
    const { id } = (await stops())[0]
    await tanaka.post(`/manual-stops/${id}/card`, { card: NAMESAKES_CARD })
    expect(tanaka.status, 'not a card of the case').to.equal(422)
    expect(await states()).to.deep.equal(['open'])
  })

  it('an auditor cannot change it, and a stranger’s id is not found', async () => {
    await stopByTelephone()
    const [{ id }] = await stops()
    const ueno = await annai.signIn('ueno')
    await ueno.post(`/manual-stops/${id}/withdrawal`, { reason: 'x' })
    expect(ueno.status).to.equal(403)
    await tanaka.post('/manual-stops/none/withdrawal', { reason: 'x' })
    expect(tanaka.status).to.equal(404)
  })
})
