import { join } from 'node:path'
import { expect } from 'chai'
import { recordConfirmation } from '../../src/calls/acting.ts'
import { loadContext } from '../../src/calls/context.ts'
import { actionsByIds } from '../../src/cards/actions.ts'
import { beginAttempt } from '../../src/cards/attempts.ts'
import type { CardAction } from '../../src/cards/card-action.ts'
import { httpCardSystem } from '../../src/cards/http.ts'
import { newLease } from '../../src/cards/lease.ts'
import { root } from '../../src/config.ts'
import { operatorById } from '../../src/operators/operators.ts'
import { openLibrary } from '../../src/scripts/library.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { CALLERS, faults, type PhoneCall, stage } from '../support/phone-call.ts'
import { type Program, program } from '../support/program.ts'
import { Visitor } from '../support/visitor.ts'
import { writeBehind } from '../support/write-behind.ts'
import { callUpToConsent, NAMESAKES_CARD, stopsOf, untilFaultStruck, verifiedCall } from './ways.ts'

const NOTE = '海外サイトでの入力に心当たりはないとのこと。\n二行目'
onBothDatabases('killed between the confirmation of a stop and its answer', (freshUrl) => {
  let annai: Annai
  let tanaka: Visitor
  let call: PhoneCall
  let path: string[]

  beforeEach(async () => {
    annai = await startAnnai(await freshUrl())
    tanaka = await annai.signIn('tanaka')
    call = await callUpToConsent(annai, tanaka)
    await call.follow('st_consent agree')
    await tanaka.submit('form[action$="/note"]', { body: NOTE })
    path = call.path
  })
  afterEach(() => annai.close())

  /** What the route does up to its commit; nothing is sent. */
  const confirmOnly = async (): Promise<CardAction> => {
    const form = tanaka.filled('form#answers')
    const submission = {
      id: form.get('submission') ?? '',
      ...{ matter: 1, step: 'st_stop', visit: 1, entries: Number(form.get('entries')) },
      ...{ outcome: 'confirm', picks: [], reason: '', last4: ['4242'], fields: {} },
    }
    const content = join(root, 'src', 'scripts', 'content')
    const library = await openLibrary(annai.db, content, annai.clock.now())
    const context = await loadContext({ db: annai.db, library }, call.id)
    const row = await annai.db('operators').where({ login: 'tanaka' }).first()
    const operator = await operatorById(annai.db, row.id)
    if (!context || !operator) throw new Error('no call')
    const [action] = await recordConfirmation(annai, context, operator, submission, {})
    if (!action) throw new Error('nothing was written down')
    return action
  }
  const beginSending = (id: string) =>
    beginAttempt(annai.db, id, 'send', { lease: newLease(), at: annai.clock.now(), fresh: true })
  const standsAsItWas = async (state: string) => {
    await tanaka.open(`/calls/${call.id}`)
    expect(tanaka.step).to.equal('st_stop')
    expect(call.path).to.deep.equal(path)
    expect(tanaka.$('#note').text()).to.equal(NOTE)
    expect(tanaka.text('.step')).to.contain(state)
    expect(call.choices, 'neither again nor not at all').to.deep.equal([])
    await call.answer('not_now')
    expect(tanaka.status).to.equal(422)
  }
  const isStoppedOnce = async () => {
    await tanaka.open(`/calls/${call.id}`)
    expect(tanaka.step, 'the call goes on from the outcome').to.equal('rc_ask')
    expect(tanaka.$('#note').text()).to.equal(NOTE)
    const made = await annai.db('card_actions').where({ action: 'stop_card' })
    expect(made.map((each) => each.state)).to.deep.equal(['done'])
    expect(await stopsOf(annai)).to.equal(1)
  }

  it('found out while somebody writes to the call: both are recorded, and the call goes on', async () => {
    await confirmOnly()
    annai.clock.forward(60_000)
    await writeBehind(annai, call.id, { kind: 'held', byWhom: 'operator' }, () =>
      annai.outbox.resolve(),
    )
    await isStoppedOnce()
    expect(await annai.db('call_entries').where({ kind: 'held' })).to.have.length(1)
  })

  it('never sent: it is sent once', async () => {
    await confirmOnly()
    await annai.restart()
    await standsAsItWas('送信待ち')
    await annai.outbox.resolve()
    expect(await stopsOf(annai), 'it may still be on its way').to.equal(0)
    annai.clock.forward(60_000)
    await annai.outbox.resolve()
    await annai.outbox.resolve()
    await isStoppedOnce()
  })

  it('sent and done, the answer not written down: it is looked up by its key', async () => {
    const action = await confirmOnly()
    await beginSending(action.id)
    const cards = httpCardSystem({ baseUrl: annai.stageUrl })
    const stop = {
      cardRef: NAMESAKES_CARD,
      reason: 'suspected_fraud',
      alsoRelated: true,
    } as const
    const { stopRef } = await cards.change('stopCard', stop, action.id)
    await cards.close()
    await annai.restart()
    await standsAsItWas('結果を確認中')
    annai.clock.forward(60_000)
    await annai.outbox.resolve()
    await isStoppedOnce()
    const [ended] = await actionsByIds(annai.db, [action.id])
    expect(ended).to.deep.include({ receipt: stopRef, attempts: 1 })
  })

  it('sent, and the card system is away now: the call goes on, and the stop is found out later', async () => {
    const action = await confirmOnly()
    await beginSending(action.id)
    await annai.restart()
    await stage(annai, 'system', { state: 'off', customer: 'customer-0110' })
    annai.clock.forward(60_000)
    await annai.outbox.resolve()
    await tanaka.open(`/calls/${call.id}`)
    expect(tanaka.step).to.equal('rc_ask')
    expect(tanaka.text('.known')).to.contain('確認中')
    const promise = () => annai.db('commitments').where({ kind: 'verify_stop' }).first()
    expect(await promise()).to.deep.include({ state: 'open' })
    await stage(annai, 'system', { state: 'on', customer: 'customer-0110' })
    annai.clock.forward(60_000)
    await annai.outbox.resolve()
    await isStoppedOnce()
    expect(await promise()).to.deep.include({ state: 'kept' })
  })
})

describe('kill -9 of the real program', () => {
  let annai: Program
  let tanaka: Visitor
  let call: PhoneCall

  before(async () => {
    annai = program()
    await annai.start()
    tanaka = new Visitor(() => annai.url)
    await tanaka.signIn('tanaka')
  })
  after(() => annai.close())

  const dieAndRise = async () => {
    await annai.kill()
    await annai.start()
    await tanaka.open(`/calls/${call.id}`)
  }

  it('in the middle of a request: the same step or the next, the same answers, the note as last saved', async () => {
    call = await verifiedCall(tanaka, CALLERS.nakamura)
    await call.follow('tr_card picked:0005', 'er_code er323', 'er_detail noted')
    await tanaka.submit('form[action$="/note"]', { body: NOTE })
    const { path, proposed } = call
    expect(proposed).to.equal('auth_failed')
    const form = tanaka.filled('form#answers', {}, { name: 'outcome', value: 'auth_failed' })
    const click = tanaka.post(`/calls/${call.id}/answers`, form).catch(() => null)
    await dieAndRise()
    await click
    await tanaka.open(`/calls/${call.id}`)
    expect(tanaka.status, 'still signed in').to.equal(200)
    expect(call.step).to.be.oneOf(['ck_attempts', 'pw_history'])
    expect(call.path.slice(0, path.length)).to.deep.equal(path)
    expect(tanaka.$('#note').text()).to.equal(NOTE)
    await tanaka.post(`/calls/${call.id}/answers`, form)
    expect([tanaka.status, call.step], 'the same click again').to.deep.equal([200, 'pw_history'])
    expect(call.path).to.deep.equal([...path, 'ck_attempts'])
  })

  it('while the stop is being sent: one stop, and the call goes on from it', async () => {
    call = await callUpToConsent(annai, tanaka)
    await call.follow('st_consent agree')
    await faults(annai, { operation: 'stopCard', kind: 'delay', delayMs: 60_000, times: 1 })
    const { path } = call
    const click = call.answer('confirm', { last4: '4242' }).catch(() => null)
    await untilFaultStruck(annai)
    await dieAndRise()
    await click
    expect([call.step, call.path]).to.deep.equal(['st_stop', path])
    // The round at the next start finds it out: by then it is too old to be still on its way.
    await stage(annai, 'clock', { hours: '1', customer: 'customer-0110' })
    await dieAndRise()
    for (let round = 0; round < 200 && call.step === 'st_stop'; round += 1)
      await tanaka.open(`/calls/${call.id}`)
    expect(call.step).to.equal('rc_ask')
    expect(await stopsOf(annai)).to.equal(1)
  })
})
