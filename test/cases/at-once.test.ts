import { expect } from 'chai'
import { giveCase } from '../../src/cases/case-turns.ts'
import { lockCases } from '../../src/cases/cases.ts'
import { CLOSING, callUpToConsent, verifiedCall } from '../journeys/ways.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { CALLERS, faults } from '../support/phone-call.ts'
import type { Visitor } from '../support/visitor.ts'
import { untilSomebodyWaits } from '../support/write-behind.ts'
import { caseOf, caseRow, promisedCall, promiseStates } from './taking.ts'

const DAY = 24 * 3_600_000

onBothDatabases('a case is given away while something else is written to it', (freshUrl) => {
  let annai: Annai
  let tanaka: Visitor
  beforeEach(async () => {
    annai = await startAnnai(await freshUrl())
    tanaka = await annai.signIn('tanaka')
  })
  afterEach(() => annai.close())

  /** The other one waits behind the change of the case; only then its promises follow the case. */
  const givenMeanwhile = async (id: string, doing: () => Promise<unknown>) => {
    const { version } = await caseRow(annai, id)
    const suzuki = await annai.db('operators').where({ login: 'suzuki' }).first()
    const hand = { operatorId: suzuki.id, at: annai.clock.now() }
    let done: Promise<unknown> | undefined
    await annai.db.transaction(async (trx) => {
      await lockCases(trx, [id])
      done = doing()
      done.catch(() => {})
      await untilSomebodyWaits(annai.db)
      await giveCase(trx, id, version, { ownerId: suzuki.id }, hand)
    })
    await done
    expect((await caseRow(annai, id)).owner_id).to.equal(suzuki.id)
  }

  it('a promise that a person ends', async () => {
    const id = await promisedCall(annai, tanaka)
    const promise = await annai.db('commitments').where({ case_id: id }).first()
    const kept = { state: 'kept', reason: '連絡済み' }
    await givenMeanwhile(id, () => tanaka.post(`/commitments/${promise.id}/end`, kept))
    expect(tanaka.status).to.equal(200)
    expect(await promiseStates(annai, id)).to.deep.equal(['tell_lock kept'])
  })

  it('a stop that the card system answers late', async () => {
    const call = await callUpToConsent(annai, tanaka)
    await faults(annai, { operation: 'stopCard', kind: 'lost', times: 1 })
    await call.follow('st_consent agree', ['st_stop confirm', { last4: '4242' }])
    const id = await caseOf(annai, call.id)
    await annai.db('cases').where({ id }).update({ status: 'waiting_customer' })
    annai.clock.forward(60_000)
    await givenMeanwhile(id, () => annai.outbox.resolve())
    expect(await promiseStates(annai, id)).to.include('verify_stop kept')
  })

  it('a card that arrives', async () => {
    const call = await callUpToConsent(annai, tanaka)
    await call.follow('st_consent agree', ['st_stop confirm', { last4: '4242' }], 'rc_ask none')
    await call.follow('ri_address match', 'ri_absence none', 'ri_order confirm', 'ri_notice next')
    await call.follow('ri_old_card next', 'pv_advice next', ...CLOSING)
    const id = await caseOf(annai, call.id)
    annai.clock.forward(9 * DAY)
    await givenMeanwhile(id, () => annai.rounds())
    expect(await promiseStates(annai, id)).to.include('delivery kept')
    expect((await caseRow(annai, id)).status).to.equal('resolved')
  })

  it('an answer that replaces a promise and ends the call', async () => {
    const until = (due: string) =>
      ['wr_acw transferred', { 'field.follow_up': `2026-11-24T${due}` }] as const
    const first = await verifiedCall(tanaka, CALLERS.nakamura, 'other')
    await first.follow('es_transfer connected', until('10:00'))
    const call = await verifiedCall(tanaka, CALLERS.nakamura, 'other', 'found')
    await call.follow('es_transfer connected')
    const id = await caseOf(annai, call.id)
    await givenMeanwhile(id, () => call.follow(until('15:00')))
    expect(await promiseStates(annai, id)).to.deep.equal(['follow_up withdrawn', 'follow_up open'])
  })
})
