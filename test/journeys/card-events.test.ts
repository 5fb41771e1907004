import { expect } from 'chai'
import { caseOf, caseRow, promiseStates, taskLines } from '../cases/taking.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { askCardSystem, CALLERS, faults, stage } from '../support/phone-call.ts'
import type { Visitor } from '../support/visitor.ts'
import { SECRET, tell } from '../support/webhooks.ts'
import { CLOSING, callUpToConsent, verifiedCall } from './ways.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const CUSTOMER = 'customer-0110'

const WAYS = ['events alone', 'asking alone'] as const

for (const way of WAYS)
  onBothDatabases(`the way of a new card, told by ${way}`, (freshUrl) => {
    let annai: Annai
    let tanaka: Visitor
    let id: string
    let parcel: { reissueRef: string; shipmentRef: string }

    beforeEach(async () => {
      const settings = way === 'events alone' ? { webhookSecret: SECRET } : {}
      annai = await startAnnai(await freshUrl(), settings)
      tanaka = await annai.signIn('tanaka')
      const call = await callUpToConsent(annai, tanaka)
      await call.follow('st_consent agree', ['st_stop confirm', { last4: '4242' }], 'rc_ask none')
      await call.follow('ri_address match', 'ri_absence none', 'ri_order confirm')
      await call.follow('ri_notice next', 'ri_old_card next', 'pv_advice next', ...CLOSING)
      id = await caseOf(annai, call.id)
      parcel = await parcelOf()
    })
    afterEach(() => annai.close())

    async function parcelOf() {
      const orders = await askCardSystem(annai, 'listReissues', { customerRef: CUSTOMER })
      const { reissueRef = '' } = orders.at(-1) ?? {}
      const { shipmentRef } = await askCardSystem(annai, 'getShipment', { reissueRef })
      return { reissueRef, shipmentRef }
    }
    /** The news reaches Annai. */
    const hear = () =>
      way === 'events alone' ? tell(annai, 'shipment.updated', parcel) : annai.rounds()
    const post = (act: string, more = {}) =>
      stage(annai, `customers/${CUSTOMER}/${act}`, { shipmentRef: parcel.shipmentRef, ...more })
    const left = async () => ({
      status: (await caseRow(annai, id)).status,
      delivery: (await promiseStates(annai, id)).filter((each) => each.startsWith('delivery')),
      tasks: await taskLines(annai, id),
    })
    const arrivals = () => annai.db('audit_events').where({ case_id: id, name: 'card_arrived' })

    it('delivered: the promise is kept and the case resolved, once', async () => {
      annai.clock.forward(9 * DAY)
      await hear()
      const done = { status: 'resolved', delivery: ['delivery kept'], tasks: [] }
      expect(await left()).to.deep.equal(done)
      const { version } = await caseRow(annai, id)
      annai.clock.forward(DAY)
      await hear()
      await hear()
      expect(await left()).to.deep.equal(done)
      expect((await caseRow(annai, id)).version).to.equal(version)
      expect(await arrivals()).to.have.length(1)
      await tanaka.open(`/cases/${id}`)
      expect(tanaka.text('main')).to.contain('配達完了')
    })

    it('held: it stays promised, and somebody tells the customer before it is sent back', async () => {
      annai.clock.forward(5 * DAY)
      await post('absences')
      await hear()
      expect(await left()).to.deep.equal({
        status: 'waiting_delivery',
        delivery: ['delivery open'],
        tasks: ['shipment_held open'],
      })
      const { heldUntil } = await askCardSystem(annai, 'getShipment', parcel)
      const task = await annai.db('tasks').first()
      expect(task.due_at).to.equal(`${heldUntil}T08:00:00.000Z`)
      await tanaka.open(`/cases/${id}`)
      expect(tanaka.text('main')).to.match(/あさぎり郵便局で保管中（.*まで）/)

      await tanaka.post(`/tasks/${task.id}/end`, { reason: '窓口で受け取るとのこと。' })
      annai.clock.forward(DAY)
      await hear()
      expect((await left()).tasks, 'seen to, and not asked of anybody again').to.have.length(1)
      await post('deliveries')
      annai.clock.forward(HOUR)
      await hear()
      expect(await left()).to.deep.include({ status: 'resolved', delivery: ['delivery kept'] })
    })

    it('held and fetched: the task is settled without anybody', async () => {
      annai.clock.forward(5 * DAY)
      await post('absences')
      await hear()
      await post('deliveries')
      annai.clock.forward(HOUR)
      await hear()
      expect(await left()).to.deep.equal({
        status: 'resolved',
        delivery: ['delivery kept'],
        tasks: ['shipment_held done delivered'],
      })
    })

    it('returned, sent again, held and fetched: each is told as long as it is so', async () => {
      annai.clock.forward(5 * DAY)
      await post('returns', { reason: 'storage_expired' })
      await hear()
      expect(await left()).to.deep.equal({
        status: 'open',
        delivery: ['delivery broken'],
        tasks: ['shipment_returned open'],
      })
      await tanaka.open(`/cases/${id}`)
      expect(tanaka.text('main'))
        .to.contain('当社へ返送済み')
        .and.to.contain('カードの返送（保管期限の経過）')

      const call = await verifiedCall(tanaka, CALLERS.namesake, 'delivery', 'found')
      await call.follow('tr_card picked:停止', 'sh_check returned', 'sh_returned confirm')
      expect(call.say, 'the dates of the second way').to.match(/12月3日.*から12月5日/)
      await call.follow('sh_resent next', ...CLOSING)
      annai.clock.forward(HOUR)
      await hear()
      expect(await left()).to.deep.equal({
        status: 'waiting_delivery',
        delivery: ['delivery broken', 'delivery open'],
        tasks: ['shipment_returned done sent_again'],
      })
      annai.clock.forward(2 * DAY)
      await post('absences')
      await hear()
      annai.clock.forward(2 * DAY)
      await post('deliveries')
      await hear()
      expect(await left()).to.deep.equal({
        status: 'resolved',
        delivery: ['delivery broken', 'delivery kept'],
        tasks: ['shipment_returned done sent_again', 'shipment_held done delivered'],
      })
    })

    it('held until it is sent back, with nobody looking in between', async () => {
      await post('fates', { fate: 'absent' })
      annai.clock.forward(20 * DAY)
      await hear()
      const back = {
        status: 'open',
        delivery: ['delivery broken'],
        tasks: ['shipment_returned open'],
      }
      expect(await left()).to.deep.equal(back)
      annai.clock.forward(DAY)
      await hear()
      expect(await left()).to.deep.equal(back)
    })

    it('late: somebody sees to it; it is settled when the card comes', async () => {
      const due_at = annai.clock.now().toISOString()
      await annai.db('commitments').where({ kind: 'delivery' }).update({ due_at })
      annai.clock.forward(DAY)
      await hear()
      await hear()
      expect(await left()).to.deep.equal({
        status: 'waiting_delivery',
        delivery: ['delivery open'],
        tasks: ['shipment_late open'],
      })
      await tanaka.open(`/cases/${id}`)
      expect(tanaka.text('main')).to.contain('を過ぎています')
      annai.clock.forward(9 * DAY)
      await hear()
      expect(await left()).to.deep.equal({
        status: 'resolved',
        delivery: ['delivery kept'],
        tasks: ['shipment_late done delivered'],
      })
    })
  })

onBothDatabases('events of the card system', (freshUrl) => {
  let annai: Annai
  let tanaka: Visitor
  beforeEach(async () => {
    annai = await startAnnai(await freshUrl(), { webhookSecret: SECRET })
    tanaka = await annai.signIn('tanaka')
  })
  afterEach(() => annai.close())

  async function ordered() {
    const call = await callUpToConsent(annai, tanaka)
    await call.follow('st_consent agree', ['st_stop confirm', { last4: '4242' }], 'rc_ask none')
    await call.follow('ri_address match', 'ri_absence none', 'ri_order confirm', 'ri_notice next')
    await call.follow('ri_old_card next', 'pv_advice next', ...CLOSING)
    const { subject_ref: reissueRef } = await annai
      .db('commitments')
      .where({ kind: 'delivery' })
      .first()
    const { shipmentRef } = await askCardSystem(annai, 'getShipment', { reissueRef })
    return { id: await caseOf(annai, call.id), reissueRef, shipmentRef }
  }

  it('come in any order, again and at the same moment as a round: what is so now is what counts', async () => {
    const { id, ...parcel } = await ordered()
    annai.clock.forward(9 * DAY)
    await Promise.all([
      annai.rounds(),
      tell(annai, 'shipment.updated', parcel, 'evt-delivered'),
      tell(annai, 'shipment.updated', parcel, 'evt-dispatched'),
      tell(annai, 'reissue.updated', { reissueRef: parcel.reissueRef }, 'evt-completed'),
      tell(annai, 'shipment.updated', parcel, 'evt-delivered'),
      annai.rounds(),
    ])
    await annai.idle()
    expect(await promiseStates(annai, id)).to.include('delivery kept')
    expect(await taskLines(annai, id)).to.deep.equal([])
    const events = await annai.db('audit_events').where({ case_id: id })
    const count = (name: string) => events.filter((each) => each.name === name).length
    expect(count('card_arrived'), 'once').to.equal(1)
    expect((await annai.db('card_events')).every((each) => each.handled_at !== null)).to.equal(true)
  })

  it('that were written down before a crash are followed after it', async () => {
    const { id, ...parcel } = await ordered()
    annai.clock.forward(9 * DAY)
    await faults(annai, { operation: 'getShipment', kind: 'error_503' })
    const event = await tell(annai, 'shipment.updated', parcel)
    expect((await annai.db('card_events').where({ id: event }).first()).handled_at).to.equal(null)
    expect(await promiseStates(annai, id)).to.include('delivery open')
    await annai.restart()
    await faults(annai)
    await annai.rounds()
    expect((await annai.db('card_events').where({ id: event }).first()).handled_at).to.be.a(
      'string',
    )
    expect(await promiseStates(annai, id)).to.include('delivery kept')
  })

  it('that fail again and again wait no more: they are told as such, and forgotten in time', async () => {
    const { reissueRef, shipmentRef } = await ordered()
    const numbers = async () => Object(await (await fetch(`${annai.url}/readyz`)).json()).webhooks
    await faults(annai, { operation: 'getShipment', kind: 'error_400' })
    const event = await tell(annai, 'shipment.updated', { reissueRef, shipmentRef })
    expect(await numbers()).to.include({ waiting: 1, abandoned: 0 })
    for (let nth = 0; nth < 20; nth += 1) await annai.rounds().catch(() => {})
    expect(await numbers()).to.include({ waiting: 0, abandoned: 1 })
    await faults(annai)
    annai.clock.forward(59 * DAY)
    await annai.rounds()
    expect(await numbers()).to.include({ waiting: 0, abandoned: 1 })
    annai.clock.forward(2 * DAY)
    await annai.rounds()
    expect(await numbers()).to.include({ waiting: 0, abandoned: 0 })
    expect(await annai.db('card_events').where({ id: event })).to.deep.equal([])
  })

  it('say that an operation is over: its result is looked up at once', async () => {
    const call = await callUpToConsent(annai, tanaka)
    await call.follow('st_consent agree')
    await faults(
      annai,
      { operation: 'stopCard', kind: 'lost', times: 1 },
      { operation: 'getOperation', kind: 'error_500' },
    )
    await call.follow(['st_stop confirm', { last4: '4242' }])
    const { id, state } = await annai.db('card_actions').where({ action: 'stop_card' }).first()
    expect(state, 'its answer was lost').to.be.oneOf(['sent', 'unknown'])
    await faults(annai)
    await tell(annai, 'operation.completed', { idempotencyKey: id })
    const stop = await annai.db('card_actions').where({ id }).first()
    expect([stop.state, stop.outcome]).to.deep.equal(['done', 'ok'])
  })

  for (const way of WAYS)
    it(`say that the network has answered, as ${way} would: somebody tells the customer`, async () => {
      const customer = 'customer-0109'
      await stage(annai, 'network', { manner: 'later', customer })
      const call = await verifiedCall(tanaka, CALLERS.watanabe)
      await call.follow('tr_card picked:4444', 'er_code er323', 'er_detail noted')
      await call.follow('ck_attempts network_hold', 'nh_explain hold', 'nh_investigate confirm')
      await call.follow(['cb_arrange booked', { 'field.callback_due': '2026-11-23T15:00' }])
      await call.follow(...CLOSING)
      const id = await caseOf(annai, call.id)
      const { target_ref: holdRef } = await annai.db('card_actions').first()
      const { card_ref: cardRef } = await caseRow(annai, id)
      const hear = () =>
        way === 'events alone' ? tell(annai, 'hold.updated', { holdRef, cardRef }) : annai.rounds()
      await hear()
      expect(await taskLines(annai, id), 'not yet').to.deep.equal([])
      annai.clock.forward(3 * HOUR)
      await hear()
      await hear()
      expect(await taskLines(annai, id)).to.deep.equal(['network_answered open'])
      expect(await promiseStates(annai, id)).to.include('network_answer open')
      expect((await caseRow(annai, id)).status).to.equal('waiting_network')

      const promise = await annai.db('commitments').where({ kind: 'network_answer' }).first()
      await tanaka.post(`/commitments/${promise.id}/end`, {
        version: String((await caseRow(annai, id)).version),
        state: 'kept',
        reason: '',
      })
      annai.clock.forward(HOUR)
      await hear()
      expect(await promiseStates(annai, id)).to.include('network_answer kept')
      expect(await taskLines(annai, id)).to.deep.equal(['network_answered done answered'])
    })
})
