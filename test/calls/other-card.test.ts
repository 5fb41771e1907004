import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import { httpCardSystem } from '../../src/cards/http.ts'
import { verifiedCall } from '../journeys/ways.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { askCardSystem, CALLERS, PhoneCall, stage } from '../support/phone-call.ts'
import type { Visitor } from '../support/visitor.ts'

const [A, B] = ['card-0101-a', 'card-0101-b']
const DAY = 24 * 3_600_000

onBothDatabases('a card that was picked, corrected to another one, and back again', (freshUrl) => {
  let annai: Annai
  let tanaka: Visitor
  beforeEach(async () => {
    annai = await startAnnai(await freshUrl())
    tanaka = await annai.signIn('tanaka')
  })
  afterEach(() => annai.close())

  const correct = async (call: PhoneCall, pick: string) => {
    annai.clock.forward(1000)
    await call.correct(`tr_card picked:${pick}`)
  }
  const until = async (call: PhoneCall, step: string) => {
    while (call.step !== step) await call.answer(call.proposed ?? call.choices[0] ?? '')
  }
  /** Both cards are stopped elsewhere and new ones ordered; gives the order of each. */
  async function ordered(between: number): Promise<string[]> {
    const cardSystem = httpCardSystem({ baseUrl: annai.stageUrl })
    const orders: string[] = []
    for (const cardRef of [A, B]) {
      const stop = { cardRef, reason: 'lost' as const, alsoRelated: true }
      const { stopRef } = await cardSystem.change('stopCard', stop, randomUUID())
      const order = { stopRef, newNumber: true, addressConfirmed: true }
      const { reissueRef } = await cardSystem.change('requestReissue', order, randomUUID())
      orders.push(reissueRef)
      annai.clock.forward(between)
    }
    await cardSystem.close()
    return orders
  }

  it('its own lock is released, not that of the other one', async () => {
    const wrong = { times: '5', count: '5', merchant: 'x', merchantName: 'x', amountYen: '1000' }
    await stage(annai, 'customers/customer-0101/wrong-passwords', { cardRef: B, ...wrong })
    const call = await PhoneCall.from(tanaka, CALLERS.nakamura.from)
    const words = { 'field.customer_words': 'x' }
    await call.follow('op_greet next', ['op_reason topup_error', words], 'op_repeat none')
    await call.verify(CALLERS.nakamura)
    await call.follow('tr_card picked:0005')
    const upToTheLock = async () => {
      await call.follow('er_code er323', 'er_detail noted', 'ck_attempts auth_failed')
      await call.follow('pw_history other_card_only', 'pw_linked in_use', 'pw_guide next')
      await call.follow('pw_set later')
    }
    await upToTheLock()
    await call.follow('lk_check auth_lock')
    await correct(call, '1111')
    await until(call, 'lk_check')
    await call.answer(call.proposed ?? '')
    await correct(call, '0005')
    await until(call, 'lk_confirm')
    await call.follow('lk_confirm all_mine', 'lk_release confirm')
    const active = async (cardRef: string) =>
      (await askCardSystem(annai, 'listLocks', { cardRef })).filter(
        ({ state }) => state === 'active',
      )
    expect(await active(A)).to.have.length(0)
    expect(await active(B)).to.have.length(1)
  })

  it('its own parcel is sent again', async () => {
    const orders = await ordered(0)
    annai.clock.forward(5 * DAY)
    const parcels: string[] = []
    for (const reissueRef of orders) {
      const { shipmentRef } = await askCardSystem(annai, 'getShipment', { reissueRef })
      parcels.push(shipmentRef)
      const back = { shipmentRef, reason: 'storage_expired' }
      await stage(annai, 'customers/customer-0101/returns', back)
    }
    const call = await verifiedCall(tanaka, CALLERS.nakamura, 'delivery')
    await call.follow('tr_card picked:0005', 'sh_check returned')
    await correct(call, '1111')
    await call.follow('sh_check returned')
    await correct(call, '0005')
    await call.follow('sh_returned confirm')
    const sent = await annai.db('card_actions').where({ operation: 'requestReshipment' })
    expect(sent.map((each) => each.target_ref)).to.deep.equal(parcels.slice(0, 1))
  })

  it('its own day is read out and promised', async () => {
    const [order = ''] = await ordered(2 * DAY)
    const call = await verifiedCall(tanaka, CALLERS.nakamura, 'delivery')
    await call.follow('tr_card picked:0005', 'sh_check on_way')
    const said = call.say
    await correct(call, '1111')
    await call.follow('sh_check on_way')
    expect(call.say).not.to.equal(said)
    await correct(call, '0005')
    expect(call.say).to.equal(said)
    await call.follow('sh_on_way told')
    const [promise] = await annai.db('commitments').where({ kind: 'delivery', state: 'open' })
    expect(promise.subject_ref).to.equal(order)
  })
})
