import { expect } from 'chai'
import { CLOSING, verifiedCall } from '../journeys/ways.ts'
import { comesBack, orderElsewhere, playOrder } from '../print/played.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { CALLERS, faults } from '../support/phone-call.ts'
import type { Visitor } from '../support/visitor.ts'
import { caseRow, promiseStates, taskLines } from './taking.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

onBothDatabases('a card that goes another way than was thought', (freshUrl) => {
  let annai: Annai
  let tanaka: Visitor
  beforeEach(async () => {
    annai = await startAnnai(await freshUrl())
    tanaka = await annai.signIn('tanaka')
  })
  afterEach(() => annai.close())

  const ordered = () => playOrder(annai, tanaka)
  const roundAfter = async (milliseconds: number) => {
    annai.clock.forward(milliseconds)
    await annai.rounds().catch((error: unknown) => expect(String(error)).to.contain('followed'))
  }

  it('one question that is refused says nothing of a card that came back', async () => {
    const id = await ordered()
    annai.clock.forward(5 * DAY)
    await comesBack(annai)
    expect(await taskLines(annai, id)).to.deep.equal(['shipment_returned open'])
    await faults(annai, { operation: 'getShipment', kind: 'error_400', times: 1 })
    await roundAfter(2 * HOUR)
    await tanaka.open(`/cases/${id}`)
    expect(tanaka.text('.facts')).to.contain('返送')
    await roundAfter(2 * HOUR)
    expect(await taskLines(annai, id)).to.deep.equal(['shipment_returned open'])
    expect(await promiseStates(annai, id)).to.include('delivery broken')
  })

  it('nor that the card system does not know its order any more', async () => {
    const id = await ordered()
    annai.clock.forward(5 * DAY)
    await comesBack(annai)
    const forgotten = 'order-that-is-gone'
    const once_key = `shipment_returned:${forgotten}`
    await annai.db('tasks').update({ subject_ref: forgotten, once_key })
    await annai.db('commitments').update({ subject_ref: forgotten })
    await annai.db('card_sightings').update({ ref: forgotten })
    await roundAfter(2 * HOUR)
    expect(await taskLines(annai, id)).to.deep.equal(['shipment_returned open'])
  })

  it('comes back a second time: it is not told as sent again, and nothing new is promised', async () => {
    const id = await ordered()
    annai.clock.forward(5 * DAY)
    await comesBack(annai)
    const call = await verifiedCall(tanaka, CALLERS.namesake, 'delivery', 'found')
    await call.follow('tr_card picked:停止', 'sh_check returned', 'sh_returned confirm')
    await call.follow('sh_resent next', ...CLOSING)
    expect(await promiseStates(annai, id)).to.include('delivery open')
    annai.clock.forward(5 * DAY)
    await comesBack(annai)
    const again = await verifiedCall(tanaka, CALLERS.namesake, 'delivery', 'found')
    await again.follow('tr_card picked:停止', 'sh_check returned')
    expect(again.choices).to.include('confirm')
    await again.answer('confirm')
    expect(again.step).not.to.equal('sh_resent')
    const tried = await annai.db('card_actions').where({ action: 'request_reshipment' })
    expect(tried.map((each) => `${each.state} ${each.error}`)).to.deep.equal([
      'done null',
      'refused second_return',
    ])
    expect(await promiseStates(annai, id)).not.to.include('delivery open')
    expect(await taskLines(annai, id)).to.include('shipment_returned open')
  })

  it('another one was ordered elsewhere: what is promised now is about that one', async () => {
    const id = await ordered()
    annai.clock.forward(9 * DAY)
    await annai.rounds()
    expect((await caseRow(annai, id)).status).to.equal('resolved')
    const next = await orderElsewhere(annai)
    annai.clock.forward(DAY)
    const call = await verifiedCall(tanaka, CALLERS.namesake, 'delivery', 'found')
    await call.answer(call.choices.find((each) => each.startsWith('picked:')) ?? '')
    await call.follow('sh_check on_way', 'sh_on_way told', ...CLOSING)
    const open = await annai.db('commitments').where({ case_id: id, state: 'open' })
    expect(open.map((each) => [each.kind, each.subject_ref])).to.deep.equal([['delivery', next]])
    await roundAfter(2 * HOUR)
    expect(await promiseStates(annai, id)).to.include('delivery open')
    expect((await caseRow(annai, id)).status).to.equal('waiting_delivery')
    await tanaka.open(`/cases/${id}`)
    const facts = tanaka
      .$('.facts')
      .toArray()
      .map((each) => tanaka.$(each).text())
    expect(facts.join(), 'the one that is awaited').to.contain('発送準備中')
    expect(facts.join()).not.to.contain('配達完了')
    await roundAfter(9 * DAY)
    expect(await promiseStates(annai, id)).not.to.include('delivery open')
  })
})
