import { expect } from 'chai'
import { attemptsOf } from '../../src/cards/attempts.ts'
import { stopsOf, untilFaultStruck, verifiedCall } from '../journeys/ways.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { CALLERS, faults, type PhoneCall } from '../support/phone-call.ts'
import type { Visitor } from '../support/visitor.ts'

const MINUTE = 60_000

onBothDatabases('a stop whose result does not come', (freshUrl) => {
  let annai: Annai
  let tanaka: Visitor
  let call: PhoneCall

  beforeEach(async () => {
    annai = await startAnnai(await freshUrl())
    tanaka = await annai.signIn('tanaka')
    call = await verifiedCall(tanaka, CALLERS.namesake, 'lost_stolen')
    await call.follow('ls_cards picked:4242', 'ls_circumstances lost')
  })
  afterEach(() => annai.close())

  const stop = () => annai.db('card_actions').where({ action: 'stop_card' }).first()
  const stateOf = async () => {
    const { state, outcome } = await stop()
    return `${state} ${outcome}`
  }
  const tried = async () => {
    const { id } = await stop()
    const attempts = (await attemptsOf(annai.db, [id])).get(id) ?? []
    return attempts.map(({ kind, answer }) => `${kind} ${answer}`)
  }
  /** Confirmed, and the connection breaks before anything was done. */
  const confirmIntoSilence = async () => {
    await faults(annai, { operation: 'stopCard', kind: 'reset', times: 1 })
    await call.answer('confirm', { last4: '4242' })
    expect(await stateOf()).to.equal('unknown unknown')
  }
  const roundAfter = async (milliseconds: number) => {
    annai.clock.forward(milliseconds)
    await annai.outbox.resolve()
  }
  const caseUrl = async () => `/cases/${(await stop()).case_id}`

  it('is asked after by one at a time, however many look', async () => {
    await confirmIntoSilence()
    annai.clock.forward(MINUTE)
    await Promise.all([annai.outbox.resolve(), annai.outbox.resolve(), annai.outbox.resolve()])
    expect(await tried()).to.deep.equal(['send timeout_unknown', 'ask unknown', 'send ok'])
    expect(await stateOf()).to.equal('done ok')
    expect(await stopsOf(annai)).to.equal(1)
  })

  it('stays unknown once it may have been sent, though the card system says that it is away now', async () => {
    await confirmIntoSilence()
    await faults(annai, { operation: 'stopCard', kind: 'error_503', times: 1 })
    await roundAfter(MINUTE)
    expect(await stateOf()).to.equal('unknown unknown')
    await roundAfter(MINUTE)
    expect(await stateOf()).to.equal('done ok')
    expect(await tried()).to.deep.equal([
      'send timeout_unknown',
      'ask unknown',
      'send unavailable',
      'ask unknown',
      'send ok',
    ])
    expect(await stopsOf(annai)).to.equal(1)
  })

  it('tells on the case page of every sending and question, with its time and its answer', async () => {
    await confirmIntoSilence()
    await tanaka.open(await caseUrl())
    expect(tanaka.text('.attempts summary')).to.equal('送信と照会 1回')
    await faults(annai, { operation: 'getOperation', kind: 'error_400', times: 1 })
    await roundAfter(MINUTE)
    await roundAfter(MINUTE)
    await tanaka.open(await caseUrl())
    const lines = tanaka.$('.attempts li').toArray()
    const told = lines.map((each) => tanaka.$(each).text().replace(/\s+/g, ' ').trim())
    expect(told.map((each) => each.split(/[ 　]/).slice(2, 4).join(' '))).to.deep.equal([
      '送信 応答なし（行われたかは不明）',
      '結果の照会 断られた（invalid_request）',
      '結果の照会 受け付けの記録なし',
      '送信 停止した',
    ])
  })

  it('is told beside what the cards have been seen to be since', async () => {
    await faults(
      annai,
      { operation: 'stopCard', kind: 'lost', times: 1 },
      { operation: 'getOperation', kind: 'error_400', times: 1 },
    )
    await call.answer('confirm', { last4: '4242' })
    expect(await stateOf()).to.equal('unknown unknown')
    await call.screen.open(`/calls/${call.id}`)
    expect(call.screen.text('.mini.on dl')).to.contain('停止済み 利用停止：結果を確認中')
    await roundAfter(MINUTE)
    await roundAfter(MINUTE)
    expect(await stateOf()).to.equal('done ok')
    await call.screen.open(`/calls/${call.id}`)
    expect(call.screen.text('.mini.on dl')).not.to.contain('結果を確認中')
  })

  it('is asked after less and less often', async () => {
    await confirmIntoSilence()
    await faults(annai, { operation: 'getOperation', kind: 'error_400' })
    const asks: number[] = []
    for (let second = 0; second < 120; second += 1) {
      const before = (await tried()).length
      await roundAfter(1000)
      if ((await tried()).length > before) asks.push(second)
    }
    const pauses = asks.slice(1).map((at, nth) => at - (asks[nth] ?? 0))
    expect(pauses).to.deep.equal([...pauses].sort((a, b) => a - b))
    expect(asks.length).to.be.within(4, 8)
  })

  /** Fifteen minutes later nobody knows yet. */
  const untilGivenUp = async () => {
    await confirmIntoSilence()
    await faults(annai, { operation: 'getOperation', kind: 'error_400' })
    await roundAfter(14 * MINUTE)
    expect(await annai.db('tasks')).to.have.length(0)
    await roundAfter(2 * MINUTE)
    await roundAfter(MINUTE)
    expect(await annai.db('tasks').pluck('kind')).to.deep.equal(['action_unknown'])
    await call.follow('ls_police next', 'fr_charges none', 'rc_ask none', 'ri_waits wanted')
    await call.follow('pv_advice next', 'wr_more nothing', 'wr_close next', 'wr_acw pending')
  }

  it('becomes a task on the case and on the desk, and no operator can end it or close the case', async () => {
    await untilGivenUp()
    await tanaka.open('/')
    expect(tanaka.text('[data-tasks]')).to.contain('操作の結果が分かりません')
    await tanaka.open(await caseUrl())
    expect(tanaka.text('#tasks')).to.contain('上席')
    const [task] = await annai.db('tasks')
    await tanaka.post(`/tasks/${task.id}/end`, {
      outcome: 'not_done',
      reference: 'A-1',
      reason: '確認',
    })
    expect(tanaka.status).to.equal(422)
    expect(await stateOf()).to.equal('unknown unknown')
    expect(tanaka.text('main')).to.contain('対応が必要なことが残っています')
  })

  it('a supervisor notes that it was done: the action ends with the reference, once', async () => {
    await untilGivenUp()
    const mori = await annai.signIn('mori')
    await mori.open('/')
    expect(mori.text('[data-tasks]'), 'on every supervisor’s desk').to.contain('結果が分かりません')
    await mori.open(await caseUrl())
    await mori.submit('#tasks form', { outcome: 'done', reason: '' })
    expect([mori.status, mori.$('#tasks input[value=done]').attr('checked')]).to.deep.equal([
      422,
      'checked',
    ])
    const said = { outcome: 'done', reference: '担当 佐藤 S-77', reason: '電話で確認した' }
    await mori.submit('#tasks form', said)
    expect(mori.status).to.equal(200)
    expect(await stop()).to.deep.include({
      state: 'done',
      outcome: 'ok',
      receipt: '担当 佐藤 S-77',
      error: 'by_hand',
    })
    expect(mori.text('#tasks')).to.contain('電話で確認した')
    const promise = await annai.db('commitments').where({ kind: 'verify_stop' }).first()
    expect(promise.state).to.equal('kept')
    expect(mori.text('main')).to.contain('担当者の確認による記録')
  })

  it('a supervisor notes that it was not done: the case asks for it to be seen to', async () => {
    await untilGivenUp()
    const mori = await annai.signIn('mori')
    await mori.open(await caseUrl())
    const said = { outcome: 'not_done', reference: 'S-78', reason: '記録がないとのこと' }
    await mori.submit('#tasks form', said)
    expect(await stateOf()).to.equal('refused refused')
    const kinds = await annai.db('tasks').where({ state: 'open' }).pluck('kind')
    expect(kinds).to.deep.equal(['action_not_done'])
    const twice = mori.post(
      `/tasks/${(await annai.db('tasks').where({ state: 'done' }).first()).id}/end`,
      said,
    )
    expect((await twice).status, 'the same word again is the same').to.equal(200)
  })

  /** The card system answers again and does not know the stop: it is sent anew, and the answer takes its time. */
  const sentAnewWhile = async (meanwhile: () => Promise<unknown>) => {
    await untilGivenUp()
    await faults(annai, { operation: 'stopCard', kind: 'delay', delayMs: 2400, times: 1 })
    annai.clock.forward(2 * MINUTE)
    const round = annai.outbox.resolve()
    await untilFaultStruck(annai)
    await meanwhile()
    await round
  }
  const notDone = { outcome: 'not_done', reference: 'S-78', reason: '記録がないとのこと' }

  it('is not noted as not done while it is just being sent', async () => {
    const mori = await annai.signIn('mori')
    await sentAnewWhile(async () => {
      await mori.open(await caseUrl())
      await mori.submit('#tasks form', notDone)
      expect([mori.status, mori.$('#tasks [name=reference]').attr('value')]).to.deep.equal([
        422,
        'S-78',
      ])
      expect(mori.text('#tasks')).to.contain('いまカードシステムに送信または照会しています')
    })
    expect(await stateOf()).to.equal('done ok')
  })

  it('noted as not done by somebody who could not know better, is done once the answer says so', async () => {
    const mori = await annai.signIn('mori')
    await sentAnewWhile(async () => {
      await mori.open(await caseUrl())
      annai.clock.forward(MINUTE)
      await mori.submit('#tasks form', notDone)
      expect(await stateOf()).to.equal('refused refused')
    })
    expect(await stateOf()).to.equal('done ok')
    expect(await stopsOf(annai)).to.equal(1)
    expect(await annai.db('tasks').where({ state: 'open' })).to.deep.equal([])
    await mori.open(await caseUrl())
    expect(mori.text('main')).to.contain('操作の完了：利用停止')
  })

  it('found out later than that, ends the task by itself', async () => {
    await untilGivenUp()
    await faults(annai)
    await roundAfter(2 * MINUTE)
    expect(await stateOf()).to.equal('done ok')
    const [task] = await annai.db('tasks')
    expect(task).to.deep.include({ state: 'done', end_reason: 'found_out', ended_by: null })
    await tanaka.open(await caseUrl())
    expect(tanaka.text('#tasks')).to.contain('結果が分かりました')
  })
})
