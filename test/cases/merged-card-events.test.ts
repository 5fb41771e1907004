import { expect } from 'chai'
import { CLOSING, verifiedCall } from '../journeys/ways.ts'
import { comesBack, playOrder } from '../print/played.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { CALLERS, stage } from '../support/phone-call.ts'
import type { Visitor } from '../support/visitor.ts'
import { calledBackCase, mergeInto, versionOf } from './putting-in-order.ts'
import { caseOf, caseRow, promiseStates, taskLines } from './taking.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

describe('what the card system tells of a case that was merged', () => {
  let annai: Annai
  let tanaka: Visitor
  beforeEach(async () => {
    annai = await startAnnai()
    tanaka = await annai.signIn('tanaka')
  })
  afterEach(() => annai.close())

  const setStatus = async (id: string, status: string) => {
    await tanaka.post(`/cases/${id}/status`, { status, version: await versionOf(annai, id) })
    expect((await caseRow(annai, id)).status).to.equal(status)
  }

  it('the card came back: the case that goes on and only waited for it is to be seen again', async () => {
    const ordered = await playOrder(annai, tanaka)
    const goesOn = (await calledBackCase(annai, tanaka, '届くのを待つ', CALLERS.namesake)).id
    await mergeInto(annai, tanaka, ordered, goesOn)
    await setStatus(goesOn, 'waiting_delivery')
    annai.clock.forward(5 * DAY)
    await comesBack(annai)
    expect(await taskLines(annai, ordered)).to.deep.equal(['shipment_returned open'])
    expect((await caseRow(annai, goesOn)).status).to.equal('open')
  })

  it('the card arrived: the case that goes on is not resolved while something of it is to be seen to', async () => {
    const ordered = await playOrder(annai, tanaka)
    const goesOn = (await calledBackCase(annai, tanaka, '届くのを待つ', CALLERS.namesake)).id
    const owed = { case_id: goesOn, state: 'open' }
    await annai.db('commitments').where(owed).update({ state: 'kept' })
    await mergeInto(annai, tanaka, ordered, goesOn)
    await setStatus(goesOn, 'waiting_delivery')
    const { owner_id } = await caseRow(annai, goesOn)
    await annai.db('tasks').insert({
      id: '01900000-0000-7000-8000-000000000001',
      case_id: goesOn,
      kind: 'handover_declined',
      subject_ref: 'x',
      once_key: 'handover_declined:x',
      detail: '{}',
      owner_id,
      raised_at: annai.clock.now().toISOString(),
      due_at: annai.clock.now().toISOString(),
      state: 'open',
    })
    annai.clock.forward(9 * DAY)
    await annai.rounds()
    expect(await promiseStates(annai, ordered)).to.include('delivery kept')
    expect((await caseRow(annai, goesOn)).status).to.equal('open')
  })

  it('the network answered: who promised the answer in the other case is told', async () => {
    await stage(annai, 'network', { manner: 'later', customer: 'customer-0109' })
    const call = await verifiedCall(tanaka, CALLERS.watanabe)
    await call.follow('tr_card picked:4444', 'er_code er323', 'er_detail noted')
    await call.follow('ck_attempts network_hold', 'nh_explain hold', 'nh_investigate confirm')
    await call.follow(['cb_arrange booked', { 'field.callback_due': '2026-11-23T15:00' }])
    const { id: callId } = call
    await call.follow(...CLOSING)
    const asked = await caseOf(annai, callId)
    const goesOn = (await calledBackCase(annai, tanaka, '折り返し', CALLERS.watanabe)).id
    await mergeInto(annai, tanaka, asked, goesOn)
    const { card_ref } = await caseRow(annai, asked)
    await annai.db('cases').where({ id: goesOn }).update({ card_ref })
    await annai.db('commitments').where({ kind: 'network_answer' }).update({ case_id: goesOn })
    annai.clock.forward(3 * HOUR)
    await annai.rounds()
    expect(await taskLines(annai, goesOn)).to.deep.equal(['network_answered open'])
  })
})
