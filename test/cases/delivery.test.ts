import { expect } from 'chai'
import { CLOSING, verifiedCall } from '../journeys/ways.ts'
import { playOrder } from '../print/played.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { askCardSystem, CALLERS, faults, stage } from '../support/phone-call.ts'
import type { Visitor } from '../support/visitor.ts'
import { caseOf, caseRow, promiseStates, taskLines } from './taking.ts'

const DAY = 24 * 3_600_000

onBothDatabases('a card on its way', (freshUrl) => {
  let annai: Annai
  let tanaka: Visitor
  beforeEach(async () => {
    annai = await startAnnai(await freshUrl())
    tanaka = await annai.signIn('tanaka')
  })
  afterEach(() => annai.close())

  const ordered = () => playOrder(annai, tanaka)
  async function parcelOf(customerRef: string): Promise<string> {
    const orders = await askCardSystem(annai, 'listReissues', {
      customerRef,
    })
    const { reissueRef = '' } = orders.at(-1) ?? {}
    const parcel = await askCardSystem(annai, 'getShipment', {
      reissueRef,
    })
    return parcel.shipmentRef
  }

  it('ends its promise when it is delivered, and the case with it', async () => {
    const id = await ordered()
    await annai.rounds()
    expect(await promiseStates(annai, id)).to.include('delivery open')
    await tanaka.open(`/cases/${id}`)
    expect(tanaka.text('main'), 'when it comes').to.match(/新しいカード.*(11|12)月\d+日/)
    annai.clock.forward(9 * DAY)
    await annai.rounds()
    await annai.rounds()
    expect(await promiseStates(annai, id)).to.include('delivery kept')
    expect((await caseRow(annai, id)).status).to.equal('resolved')
    const events = await annai.db('audit_events').where({ case_id: id, name: 'card_arrived' })
    expect(events, 'told once').to.have.length(1)
    await tanaka.open(`/cases/${id}`)
    expect(tanaka.text('main')).to.contain('配達完了').and.to.contain('自動')
  })

  it('stays promised while the card system is away', async () => {
    const id = await ordered()
    annai.clock.forward(9 * DAY)
    await stage(annai, 'system', { state: 'off', customer: 'customer-0110' })
    await annai.rounds()
    expect(await promiseStates(annai, id)).to.include('delivery open')
    expect((await caseRow(annai, id)).status).to.equal('waiting_delivery')
    expect(await taskLines(annai, id), 'nobody knows').to.deep.equal([])
    await tanaka.open('/')
    expect(tanaka.text('.promise')).to.contain('期限超過')
  })

  it('does not resolve a case that another promise still keeps open', async () => {
    const id = await ordered()
    const { owner_id } = await caseRow(annai, id)
    await annai.db('commitments').insert({
      id: '00000000-0000-7000-8000-000000000001',
      case_id: id,
      kind: 'call_back',
      wording: '折り返し',
      due_at: annai.clock.now().toISOString(),
      owner_id,
      made_by: owner_id,
      made_at: annai.clock.now().toISOString(),
      state: 'open',
    })
    annai.clock.forward(9 * DAY)
    await annai.rounds()
    expect(await promiseStates(annai, id)).to.include.members(['delivery kept', 'call_back open'])
    expect((await caseRow(annai, id)).status).to.equal('open')
  })

  it('that was sent again is followed too, though its order was made elsewhere', async () => {
    const shipmentRef = await parcelOf('customer-0106')
    const back = { shipmentRef, reason: 'storage_expired' }
    await stage(annai, 'customers/customer-0106/returns', back)
    const call = await verifiedCall(tanaka, CALLERS.kobayashi, 'delivery')
    await call.follow('tr_card picked:停止', 'sh_check returned', 'sh_returned confirm')
    await call.follow('sh_resent next', ...CLOSING)
    const id = await caseOf(annai, call.id)
    await annai.rounds()
    expect(await promiseStates(annai, id)).to.deep.equal(['delivery open'])
    annai.clock.forward(9 * DAY)
    await annai.rounds()
    expect(await promiseStates(annai, id)).to.deep.equal(['delivery kept'])
  })

  it('that was ordered elsewhere is followed as soon as a call has looked at it', async () => {
    const call = await verifiedCall(tanaka, CALLERS.kobayashi, 'delivery')
    await call.follow('tr_card picked:停止', 'sh_check absent', 'sh_absent next', ...CLOSING)
    const id = await caseOf(annai, call.id)
    const promise = await annai.db('commitments').where({ case_id: id, kind: 'delivery' }).first()
    expect(promise.wording, 'its days are over').to.match(/^新しいカードを、.+までに簡易書留で/)
    await annai.rounds()
    expect(await taskLines(annai, id)).to.deep.equal(['shipment_held open'])
    annai.clock.forward(9 * DAY)
    await annai.rounds()
    expect(await promiseStates(annai, id)).to.deep.equal(['delivery broken'])
    expect(await taskLines(annai, id)).to.deep.equal([
      'shipment_held done moved_on',
      'shipment_returned open',
    ])
  })

  it('is one of many: at most 50 are asked after in a round, each once an hour, none while nobody answers', async () => {
    const id = await ordered()
    const { owner_id } = await caseRow(annai, id)
    const made_at = annai.clock.now().toISOString()
    const due_at = new Date(annai.clock.now().getTime() + 7 * DAY).toISOString()
    const who = { case_id: id, owner_id, made_by: owner_id, made_at, due_at, state: 'open' }
    const more = Array.from(
      { length: 69 },
      (_, nth) => `00000000-0000-7000-8000-0000000000${nth + 10}`,
    )
    for (const each of more)
      await annai
        .db('commitments')
        .insert({ ...who, id: each, kind: 'delivery', wording: '', subject_ref: each })
    const asked = async () => (await annai.db('card_sightings').where({ kind: 'shipment' })).length

    await faults(annai, { operation: 'getShipment', kind: 'error_503', times: 20 })
    await annai.rounds()
    expect(await asked()).to.equal(0)
    const { faults: left } = Object(await (await fetch(`${annai.stageUrl}/faults`)).json())
    expect(left[0].times, 'asked once, with the one retry that a look-up has').to.equal(18)
    await faults(annai)
    await annai.rounds()
    expect(await asked()).to.equal(50)
    await annai.rounds()
    expect(await asked()).to.equal(70)
    annai.clock.forward(DAY / 48)
    await annai.rounds()
    const since = () => annai.db('card_sightings').where('asked_at', '>', made_at)
    expect(await since(), 'half an hour later').to.have.length(0)
    annai.clock.forward(DAY / 48)
    await annai.rounds()
    expect(await since(), 'an hour later').to.have.length(50)
  })
})
