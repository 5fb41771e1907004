import { expect } from 'chai'
import { faultList } from '../../src/cards/simulator/faults.ts'
import { stopsOf, verifiedCall } from '../journeys/ways.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { CALLERS, faults, type PhoneCall } from '../support/phone-call.ts'
import type { Visitor } from '../support/visitor.ts'

const MANY = 100
/** A read is tried twice. */
const ONE_READ = 2
/** One action may fail alone; that the next one gets no answer either says that nobody is there. */
const BEFORE_AWAY = 2

onBothDatabases('a round while the card system is away', (freshUrl) => {
  let annai: Annai
  let tanaka: Visitor
  let call: PhoneCall
  let first: string

  /** Three cards are stopped at once, and Annai dies before it has written down what became of them. */
  beforeEach(async () => {
    annai = await startAnnai(await freshUrl())
    tanaka = await annai.signIn('tanaka')
    call = await verifiedCall(tanaka, CALLERS.takahashi, 'lost_stolen')
    await call.follow('ls_cards picked:3枚すべて', 'ls_circumstances lost')
    await faults(annai, { operation: 'stopCard', kind: 'lost', times: 3 })
    await call.answer('confirm', { last4: '8431,0005,0000' })
    expect(await states()).to.deep.equal(Array(3).fill('unknown unknown'))
    first = (await actions())[0].id
    // Three silences in a row have opened the circuit; nothing is due yet, so this only finds it back.
    await annai.outbox.resolve()
    annai.clock.forward(60_000)
  })
  afterEach(() => annai.close())

  const actions = () => annai.db('card_actions').orderBy('id')
  const states = async () => (await actions()).map(({ state, outcome }) => `${state} ${outcome}`)
  const reopen = (state: 'pending' | 'sent', which: Record<string, string> = {}) =>
    annai
      .db('card_actions')
      .where(which)
      .update({ state, outcome: null, attempts: state === 'pending' ? 0 : 1 })
  const goAway = (kind: 'reset' | 'error_503') =>
    faults(annai, { operation: '*', kind, times: MANY })
  const timesAsked = async () => {
    const told: unknown = await (await fetch(`${annai.stageUrl}/faults`)).json()
    const [left] = faultList.parse(told).faults
    return MANY - (left?.times ?? 0)
  }
  const comeBack = async () => {
    await faults(annai)
    annai.clock.forward(60_000)
    await annai.outbox.resolve()
    expect(await states()).to.deep.equal(Array(3).fill('done ok'))
    expect(await stopsOf(annai, 'customer-0103')).to.equal(3)
    expect((await actions()).map((each) => each.receipt)).not.to.include(null)
  }

  it('asks for one action and another one only, and for all of them when it is back', async () => {
    await goAway('reset')
    await annai.outbox.resolve()
    expect(await timesAsked()).to.equal(BEFORE_AWAY * ONE_READ)
    expect(await states()).to.deep.equal(Array(3).fill('unknown unknown'))
    await comeBack()
    expect((await actions()).map((each) => each.attempts)).to.deep.equal([1, 1, 1])
  })

  it('what was sent is unknown without being asked for, so that no call waits', async () => {
    await reopen('sent')
    await goAway('reset')
    await annai.outbox.resolve()
    expect(await timesAsked()).to.equal(BEFORE_AWAY * ONE_READ)
    expect(await states()).to.deep.equal(Array(3).fill('unknown unknown'))
    await comeBack()
  })

  it('what was never sent is certainly not done, without being tried one by one', async () => {
    await reopen('pending')
    await goAway('error_503')
    await annai.outbox.resolve()
    expect(await states()).to.deep.equal(Array(3).fill('refused unavailable'))
    // The first is sent, asked whether anybody is there; with the second the circuit opens.
    expect(await timesAsked()).to.equal(1 + ONE_READ + 1)
    expect((await actions()).map((each) => each.attempts)).to.deep.equal([1, 1, 0])
    await faults(annai)
    await annai.outbox.resolve()
    expect(await states(), 'nor later').to.deep.equal(Array(3).fill('refused unavailable'))
  })

  it('one operation that fails, with the card system there, keeps no other action waiting', async () => {
    await reopen('pending', { id: first })
    await faults(annai, { operation: 'stopCard', kind: 'error_503', times: 1 })
    await annai.outbox.resolve()
    expect(await states()).to.deep.equal(['refused unavailable', 'done ok', 'done ok'])
  })

  const alone = [
    { title: 'is refused an answer', kind: 'error_400', times: 1 },
    { title: 'gets no answer', kind: 'error_500', times: ONE_READ },
  ]
  for (const { title, ...fault } of alone) {
    it(`an action that ${title} stays as it is, and keeps no other one waiting`, async () => {
      await faults(annai, { operation: 'getOperation', ...fault })
      await annai.outbox.resolve()
      expect(await states()).to.deep.equal(['unknown unknown', 'done ok', 'done ok'])
      await comeBack()
    })

    it(`what was never sent is sent behind an action that ${title}`, async () => {
      await reopen('pending')
      await reopen('sent', { id: first })
      await faults(annai, { operation: 'getOperation', ...fault })
      await annai.outbox.resolve()
      expect(await states()).to.deep.equal(['unknown unknown', 'done ok', 'done ok'])
      await comeBack()
    })
  }

  it('what a call waits for is asked for before what is only to be found out', async () => {
    const ids = (await actions()).map((each) => each.id)
    await reopen('sent', { id: ids[2] })
    await annai.outbox.resolve()
    const told = await annai.db('audit_events').where({ name: 'action_done' }).orderBy('id')
    const order = told.map((event) => ids.findIndex((id) => event.detail.includes(id)))
    expect(order).to.deep.equal([2, 0, 1])
  })
})
