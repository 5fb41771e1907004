import { expect } from 'chai'
import { caseOf } from '../cases/taking.ts'
import { CLOSING, stopsOf, verifiedCall } from '../journeys/ways.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { askCardSystem, CALLERS, faults, PhoneCall } from '../support/phone-call.ts'
import type { Visitor } from '../support/visitor.ts'

const ADDRESS = '〒000-0199 埼玉県新緑市本町1-2-3 ハイム新緑 101'
const OTHER_ADDRESS = '〒000-0199 埼玉県新緑市本町9-8-7'
const STOP = { last4: '1111' }

onBothDatabases('the same action from another screen', (freshUrl) => {
  let annai: Annai
  let suzuki: Visitor
  let tanaka: Visitor

  beforeEach(async () => {
    annai = await startAnnai(await freshUrl())
    suzuki = await annai.signIn('suzuki')
    tanaka = await annai.signIn('tanaka')
  })
  afterEach(() => annai.close())

  const upToTheStop = async (operator: Visitor, earlier?: 'found') => {
    const call = await verifiedCall(operator, CALLERS.nakamura, 'lost_stolen', earlier)
    return call.follow('ls_cards picked:1111', 'ls_circumstances lost')
  }
  const stops = () => annai.db('card_actions').where({ action: 'stop_card' })
  const effects = () => stopsOf(annai, 'customer-0101')
  const unanswered = () => {
    const lost = { state: 'sent', outcome: null, receipt: null, result: null, ended_at: null }
    return annai.db('card_actions').update(lost)
  }
  const answerComes = async () => {
    annai.clock.forward(60_000)
    await annai.rounds()
  }
  const anew = (call: PhoneCall) => call.screen.open(`/calls/${call.id}`)

  it('of another operator, call and case: shown with who and when, and gone on from', async () => {
    const first = await upToTheStop(suzuki)
    const second = await upToTheStop(tanaka)
    expect(second.choices, 'nothing stands yet').to.deep.equal(['confirm', 'found'])
    await first.follow(['ls_stop confirm', STOP])
    await unanswered()
    await anew(second)
    expect(second.choices).to.deep.equal(['as_it_stands', 'found'])
    expect(tanaka.text('.step')).to.match(
      /同じ操作がすでにあります.*…1111.*確認中.*11\/23 09:30.*鈴木/,
    )
    expect(tanaka.$('[name=last4]'), 'nothing final is done').to.have.length(0)
    await second.answer('as_it_stands')
    expect([second.step, second.choices]).to.deep.equal(['ls_stop', []])
    expect(tanaka.text('[data-awaited]')).to.contain('言ってはいけないこと')
    await answerComes()
    await anew(second)
    expect(second.step).to.equal('ls_police')
    expect(tanaka.text('.known'), 'this call tells of it as well').to.contain('停止した')
    expect([(await stops()).length, await effects()]).to.deep.equal([1, 1])
  })

  it('another call on the same case, while the card system has not even begun', async () => {
    const first = await upToTheStop(suzuki)
    await faults(annai, { operation: 'stopCard', kind: 'hang', times: 1 })
    await first.answer('confirm', STOP)
    expect([first.step, first.choices]).to.deep.equal(['ls_stop', []])
    const caseId = await caseOf(annai, first.id)
    const second = await PhoneCall.from(tanaka, CALLERS.nakamura.from, { caseId })
    await second.follow('op_greet next', 'op_reason lost_stolen')
    await second.verify(CALLERS.nakamura)
    await second.follow('ls_cards picked:1111', 'ls_circumstances lost')
    expect(second.choices).to.deep.equal(['as_it_stands', 'found'])
    expect(await caseOf(annai, second.id)).to.equal(caseId)
    await second.answer('as_it_stands')
    await annai.idle()
    await answerComes()
    for (const call of [first, second]) {
      await anew(call)
      expect(call.step).to.equal('ls_police')
    }
    expect([(await stops()).length, await effects()]).to.deep.equal([1, 1])
  })

  it('both at once: one action, one effect, and both calls go on', async () => {
    const calls = [await upToTheStop(suzuki), await upToTheStop(tanaka)]
    await Promise.all(calls.map((call) => call.answer('confirm', STOP)))
    await annai.idle()
    for (const call of calls) {
      await anew(call)
      if (call.step === 'ls_stop') await answerComes()
      await anew(call)
      expect(call.step).to.equal('ls_police')
    }
    expect([(await stops()).length, await effects()]).to.deep.equal([1, 1])
  })

  it('pressed twice, in two tabs, or forged: nothing is started', async () => {
    const first = await upToTheStop(suzuki)
    const second = await upToTheStop(tanaka)
    const forged = tanaka.filled('form#answers', {}, { name: 'outcome', value: 'as_it_stands' })
    await tanaka.post(`/calls/${second.id}/answers`, forged)
    expect([tanaka.status, tanaka.step, (await stops()).length]).to.deep.equal([422, 'ls_stop', 0])
    await first.follow(['ls_stop confirm', STOP])
    await unanswered()
    await anew(second)
    const tab = await annai.signIn('tanaka')
    await tab.open(`/calls/${second.id}`)
    const form = tanaka.filled('form#answers', {}, { name: 'outcome', value: 'as_it_stands' })
    const press = (by: Visitor) => by.post(`/calls/${second.id}/answers`, form)
    await Promise.all([press(tanaka), press(tab)])
    expect([tanaka.status, tab.status]).to.deep.equal([200, 200])
    const confirmed = annai.db('call_entries').where({ kind: 'confirmed', call_id: second.id })
    expect(await confirmed).to.have.length(1)
    await answerComes()
    expect([(await stops()).length, await effects()]).to.deep.equal([1, 1])
  })

  it('what was refused may be tried again, with the digits', async () => {
    const first = await upToTheStop(suzuki)
    const second = await upToTheStop(tanaka)
    await faults(annai, { operation: 'stopCard', kind: 'error_503' })
    await first.answer('confirm', STOP)
    expect(first.step).to.equal('ls_fallback')
    await faults(annai)
    await anew(second)
    expect(second.choices).to.deep.equal(['confirm', 'found'])
    await second.follow(['ls_stop confirm', STOP])
    expect([second.step, await effects()]).to.deep.equal(['ls_police', 1])
  })

  it('an address that somebody has asked for already is one request; another address is another', async () => {
    const upToTheAddress = async (by: Visitor) => {
      const call = await verifiedCall(by, CALLERS.kato, 'delivery')
      return call.follow('tr_card picked:停止', 'sh_check returned', 'sh_returned moved')
    }
    const request = async (by: Visitor, address: string) => {
      const call = await upToTheAddress(by)
      await call.follow(['sh_moved confirm', { 'field.new_address': address }], 'sh_review next')
      await call.follow(...CLOSING)
    }
    await request(suzuki, ADDRESS)
    await request(tanaka, ADDRESS)
    const requests = () =>
      annai.db('card_actions').where({ action: 'request_address_change' }).orderBy('id')
    expect(await requests()).to.have.length(1)
    await request(tanaka, OTHER_ADDRESS)
    expect(await requests()).to.have.length(2)
    const mori = await annai.signIn('mori')
    const waiting = await annai.db('approvals').orderBy('id')
    for (const { id } of [...waiting, ...waiting])
      await mori.post(`/approvals/${id}/decision`, { decision: 'approved', reason: '書類を確認' })
    const { customer } = await askCardSystem(annai, 'getCustomerOverview', {
      customerRef: 'customer-0107',
    })
    expect(JSON.stringify(customer.address)).to.contain('9-8-7')
    expect((await requests()).map((each) => [each.state, each.attempts])).to.deep.equal([
      ['refused', 0],
      ['done', 1],
    ])
    await request(tanaka, ADDRESS)
    const last = (await requests()).at(-1)
    expect([last.id === waiting[0].action_id, last.state], 'back to the first').to.deep.equal([
      false,
      'waiting',
    ])
  })
})

onBothDatabases('a result that comes after the call is over', (freshUrl) => {
  it('is told alike by the call, the case and the print, and the promise is kept', async () => {
    const annai = await startAnnai(await freshUrl())
    try {
      const tanaka = await annai.signIn('tanaka')
      const call = await verifiedCall(tanaka, CALLERS.takahashi, 'lost_stolen')
      await call.follow('ls_cards picked:8431', 'ls_circumstances stolen')
      await faults(annai, { operation: 'stopCard', kind: 'lost', times: 1 })
      await call.answer('confirm', { last4: '8431' })
      const caseId = await caseOf(annai, call.id)
      const { id } = call
      await call.answer('!hung_up')
      while (!call.step.startsWith('end')) await call.answer(call.choices.at(-1) ?? '')
      const pages = [`/calls/${id}`, `/cases/${caseId}`, `/cases/${caseId}/summary`]
      for (const path of pages) {
        await tanaka.open(path)
        expect(tanaka.text('main'), path)
          .to.contain('結果を確認中')
          .and.contain('言ってはいけないこと')
      }
      annai.clock.forward(60_000)
      await annai.rounds()
      const told = ['.known', '.facts.big, tbody', 'main']
      for (const [nth, path] of pages.entries()) {
        await tanaka.open(path)
        expect(tanaka.text(told[nth] ?? ''), path)
          .to.contain('停止した')
          .and.not.contain('確認中')
        expect(tanaka.text('main'), path).not.to.contain('言ってはいけないこと')
      }
      const promise = await annai.db('commitments').where({ kind: 'verify_stop' }).first()
      expect(promise.state).to.equal('kept')
      await tanaka.open(`/cases/${caseId}`)
      expect(tanaka.text('main')).to.contain('操作の完了：利用停止').and.contain('お約束を果たした')
      expect(tanaka.text('main'), 'the path stays as it was').to.contain('その後：停止した')
    } finally {
      await annai.close()
    }
  })

  it('of several cards: the promise is kept once the last of them is known', async () => {
    const annai = await startAnnai(await freshUrl())
    try {
      const call = await upToThreeStops(await annai.signIn('tanaka'))
      await faults(annai, { operation: 'stopCard', kind: 'reset', times: 3 })
      await call.answer('confirm', { last4: last4Shown(call).join() })
      const states = () => annai.db('card_actions').orderBy('state').pluck('state')
      const promise = async () =>
        (await annai.db('commitments').where({ kind: 'verify_stop' }).first()).state
      expect(await states()).to.deep.equal(['unknown', 'unknown', 'unknown'])
      await faults(annai, { operation: 'getOperation', kind: 'error_400', times: 1 })
      annai.clock.forward(60_000)
      await annai.rounds()
      expect(await states()).to.deep.equal(['done', 'done', 'unknown'])
      expect(await promise()).to.equal('open')
      annai.clock.forward(60_000)
      await annai.rounds()
      expect(await promise()).to.equal('kept')
    } finally {
      await annai.close()
    }
  })

  it('of several cards, one of which is not done: the promise stands', async () => {
    const annai = await startAnnai(await freshUrl())
    try {
      const call = await upToThreeStops(await annai.signIn('tanaka'))
      await faults(annai, { operation: 'stopCard', kind: 'reset', times: 3 })
      await call.answer('confirm', { last4: last4Shown(call).join() })
      const refused = [
        { operation: 'getOperation', kind: 'error_400', times: 2 },
        { operation: 'stopCard', kind: 'error_400', times: 1 },
      ] as const
      await faults(annai, ...refused)
      for (let rounds = 0; rounds < 2; rounds += 1) {
        annai.clock.forward(60_000)
        await annai.rounds()
      }
      const states = await annai.db('card_actions').orderBy('state').pluck('state')
      expect(states).to.deep.equal(['done', 'done', 'refused'])
      const { state } = await annai.db('commitments').where({ kind: 'verify_stop' }).first()
      expect(state).to.equal('open')
      expect(await annai.db('tasks').where({ state: 'open' }).pluck('kind')).to.deep.equal([
        'action_not_done',
      ])
    } finally {
      await annai.close()
    }
  })

  it('of several cards, the last of which is refused while others are unknown: somebody has to see to it', async () => {
    const annai = await startAnnai(await freshUrl())
    try {
      const call = await upToThreeStops(await annai.signIn('tanaka'))
      const slowly = { operation: 'stopCard', kind: 'error_400', delayMs: 600, times: 1 } as const
      await faults(annai, { operation: 'stopCard', kind: 'reset', times: 2 }, slowly)
      await call.answer('confirm', { last4: last4Shown(call).join() })
      const states = () => annai.db('card_actions').orderBy('state').pluck('state')
      expect(await states()).to.deep.equal(['refused', 'unknown', 'unknown'])
      annai.clock.forward(60_000)
      await annai.rounds()
      expect(await states()).to.deep.equal(['done', 'done', 'refused'])
      const open = await annai.db('tasks').where({ state: 'open' }).pluck('kind')
      expect(open).to.deep.equal(['action_not_done'])
      const { state } = await annai.db('commitments').where({ kind: 'verify_stop' }).first()
      expect(state).to.equal('open')
    } finally {
      await annai.close()
    }
  })

  it('one of which another case has started: each case keeps its promise when all that it relies on is done', async () => {
    const annai = await startAnnai(await freshUrl())
    try {
      const [tanaka, suzuki] = [await annai.signIn('tanaka'), await annai.signIn('suzuki')]
      const first = await verifiedCall(tanaka, CALLERS.takahashi, 'lost_stolen')
      await first.follow('ls_cards picked:8431', 'ls_circumstances stolen')
      await faults(
        annai,
        { operation: 'stopCard', kind: 'reset' },
        { operation: 'getOperation', kind: 'error_400' },
      )
      await first.answer('confirm', { last4: '8431' })
      const second = await upToThreeStops(suzuki)
      await second.answer('confirm', { last4: last4Shown(second).join() })
      const cases = [await caseOf(annai, first.id), await caseOf(annai, second.id)]
      expect(new Set(cases)).to.have.length(2)
      for (const call of [first, second]) {
        await call.answer('!hung_up')
        while (!call.step.startsWith('end')) await call.answer(call.choices.at(-1) ?? '')
      }
      const promises = () =>
        Promise.all(
          cases.map(async (case_id) => {
            const kept = annai.db('commitments').where({ case_id, kind: 'verify_stop' })
            return (await kept.first()).state
          }),
        )
      const [earliest] = await annai.db('card_actions').orderBy('id')
      const later = { next_try_at: annai.clock.now().toISOString().replace('2026', '2027') }
      await annai.db('card_actions').where({ id: earliest.id }).update(later)
      await faults(annai)
      const round = async () => {
        annai.clock.forward(60_000)
        await annai.rounds()
      }
      await round()
      expect(await promises(), 'the stop of the first case is not known').to.deep.equal([
        'open',
        'open',
      ])
      await annai.db('card_actions').where({ id: earliest.id }).update({ next_try_at: null })
      await round()
      expect(await promises()).to.deep.equal(['kept', 'kept'])
    } finally {
      await annai.close()
    }
  })
})

/** The last 4 digits of the cards to be stopped, in the order in which the step names them. */
const last4Shown = (call: PhoneCall): string[] =>
  [...call.screen.text('form#answers').matchAll(/…(\d{4})/g)].map((each) => each[1] ?? '')

/** Up to the confirmation that all three cards are stopped. */
async function upToThreeStops(operator: Visitor): Promise<PhoneCall> {
  const call = await verifiedCall(operator, CALLERS.takahashi, 'lost_stolen')
  return call.follow('ls_cards picked:3枚すべて', 'ls_circumstances stolen')
}
