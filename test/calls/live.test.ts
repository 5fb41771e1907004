import { expect } from 'chai'
import { caseOf } from '../cases/taking.ts'
import { verifiedCall } from '../journeys/ways.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { CALLERS, faults, PhoneCall } from '../support/phone-call.ts'
import { Stream } from '../support/stream.ts'
import type { Visitor } from '../support/visitor.ts'

onBothDatabases('open pages are told that something changed', (freshUrl) => {
  let annai: Annai
  let tanaka: Visitor
  let suzuki: Visitor
  const streams: Stream[] = []

  before(async () => {
    annai = await startAnnai(await freshUrl())
    tanaka = await annai.signIn('tanaka')
    suzuki = await annai.signIn('suzuki')
  })
  afterEach(async () => {
    await Promise.all(streams.splice(0).map((each) => each.close()))
    await faults(annai)
  })
  after(() => annai.close())

  const stream = async (visitor: Visitor, since?: string, at: Pick<Annai, 'url'> = annai) => {
    const opened = await Stream.of(at, visitor, since)
    streams.push(opened)
    return opened
  }
  const streamAt = async (visitor: Visitor, path: string) => {
    const opened = await Stream.at(annai, visitor, path)
    streams.push(opened)
    return opened
  }
  /** A call whose stop was sent, and whose answer is lost on the way. */
  const stopWithoutAnswer = async (operator: Visitor) => {
    const call = await verifiedCall(operator, CALLERS.takahashi, 'lost_stolen')
    await call.follow('ls_cards picked:8431', 'ls_circumstances stolen')
    await faults(annai, { operation: 'stopCard', kind: 'lost', times: 1 })
    await call.answer('confirm', { last4: '8431' })
    return call
  }
  /** A call that has a case. */
  const callWithCase = async (operator: Visitor) => {
    const call = await verifiedCall(operator, CALLERS.nakamura, 'lost_stolen')
    return call.follow('ls_cards picked:1111', 'ls_circumstances lost')
  }
  const later = async () => {
    annai.clock.forward(60_000)
    await annai.rounds()
  }

  it('as an event stream that nobody keeps, packs or reads anything out of', async () => {
    await PhoneCall.from(tanaka, '')
    const opened = await stream(tanaka)
    expect(opened.status).to.equal(200)
    expect(opened.headers.get('content-type')).to.contain('text/event-stream')
    expect(opened.headers.get('cache-control')).to.contain('no-store')
    expect(opened.headers.get('content-encoding')).to.equal(null)
    await opened.read()
    expect(opened.text).to.match(/^retry: \d+\n\n$/)
  })

  it('a late result: the page of the call and that of its case', async () => {
    const call = await stopWithoutAnswer(tanaka)
    await tanaka.open(`/calls/${call.id}`)
    const ofCall = await stream(tanaka)
    await suzuki.open(`/cases/${await caseOf(annai, call.id)}`)
    const ofCase = await stream(suzuki)
    await later()
    expect([await ofCall.next(), await ofCase.next()]).to.deep.equal(['changed', 'changed'])
    expect(ofCall.text + ofCase.text, 'nothing of what it is').not.to.match(/stop|8431|done/)
  })

  it('what happened between the drawing of the page and the opening of its stream', async () => {
    const call = await PhoneCall.from(tanaka, '')
    const drawn = tanaka.$('main').attr('data-revision')
    await call.follow('op_greet next')
    expect(await (await stream(tanaka, drawn)).next()).to.equal('changed')
  })

  it('not what the page shows already', async () => {
    const call = await PhoneCall.from(tanaka, '')
    await call.follow('op_greet next')
    const opened = await stream(tanaka)
    await call.follow('op_reason other')
    await opened.next()
    expect(opened.text.match(/event/g), 'one change, one event').to.have.length(1)
  })

  it('what another instance on the same database has done', async () => {
    const other = await annai.second()
    try {
      const call = await PhoneCall.from(tanaka, '')
      const opened = await stream(tanaka, undefined, other)
      await call.follow('op_greet next')
      expect(await opened.next()).to.equal('changed')
    } finally {
      await other.close()
    }
  })

  it('a browser that comes back goes on from the last it was told', async () => {
    const call = await PhoneCall.from(tanaka, '')
    const opened = await stream(tanaka)
    await call.follow('op_greet next')
    await opened.next()
    const id = /^id: (.+)$/m.exec(opened.text)?.[1]
    await tanaka.open(`/calls/${call.id}`)
    expect(tanaka.$('main').attr('data-revision')).to.equal(id)
  })

  it('who may not see the page gets no stream', async () => {
    const call = await callWithCase(tanaka)
    const caseId = await caseOf(annai, call.id)
    await PhoneCall.from(suzuki, CALLERS.nakamura.from)
    const refused = [
      await streamAt(suzuki, `/calls/${call.id}/live`),
      await streamAt(suzuki, `/cases/${caseId}/live`),
      await streamAt(await annai.signIn('hayashi'), `/cases/${caseId}/live`),
    ]
    expect(refused.map((each) => each.status)).to.deep.equal([403, 403, 403])
    await suzuki.open(`/cases/${caseId}`)
    expect(suzuki.$('main').attr('data-revision'), 'nor a mark to ask with').to.equal(undefined)
    expect((await streamAt(suzuki, '/calls/nothing/live')).status).to.equal(404)
    expect((await streamAt(suzuki, `/cases/${call.id}/live`)).status).to.equal(404)
  })

  it('ends with the session, and when the page may not be seen any more', async () => {
    const ueno = await annai.signIn('ueno')
    const mori = await annai.signIn('mori')
    const call = await callWithCase(tanaka)
    const caseId = await caseOf(annai, call.id)
    await ueno.open(`/cases/${caseId}`)
    await mori.open(`/cases/${caseId}`)
    const [ofUeno, ofMori] = [await stream(ueno), await stream(mori)]
    await annai.live.beat()
    await ueno.post('/session/end', {})
    await PhoneCall.from(mori, '')
    await annai.live.beat()
    expect([await ofUeno.next(), await ofMori.next()]).to.deep.equal(['end', 'end'])
    expect([await ofUeno.next(), await ofMori.next()]).to.deep.equal([null, null])
  })

  it('one session holds a few streams: the oldest makes room', async () => {
    const visitor = await annai.signIn('tanaka')
    await PhoneCall.from(visitor, '')
    const first = await stream(visitor)
    for (let more = 0; more < 6; more += 1) await stream(visitor)
    expect(await first.next()).to.equal('end')
    expect(first.text).to.contain('data: many')
  })

  it('opening it reads nothing; a page drawn anew by itself is one view, on the record once', async () => {
    const call = await callWithCase(tanaka)
    const caseId = await caseOf(annai, call.id)
    const kimura = await annai.signIn('kimura')
    const views = async () => {
      const events = await annai
        .db('audit_events')
        .whereIn('name', ['case_viewed', 'call_viewed'])
        .orderBy('id')
      return events
        .filter((each) => each.case_id === caseId || each.call_id === call.id)
        .map((each) => [each.name, JSON.parse(each.detail).refresh ?? false].join(' '))
    }
    const anew = { headers: { 'annai-refresh': '1' } }
    await kimura.open(`/cases/${caseId}`)
    await stream(kimura)
    for (let times = 0; times < 3; times += 1) await kimura.request(`/cases/${caseId}`, anew)
    expect(await views()).to.deep.equal(['case_viewed false'])
    annai.clock.forward(11 * 60_000)
    for (let times = 0; times < 3; times += 1) await kimura.request(`/cases/${caseId}`, anew)
    expect(await views()).to.deep.equal(['case_viewed false', 'case_viewed true'])
    await kimura.request(`/calls/${call.id}`, anew)
    expect((await views()).at(-1), 'nobody reads without a record').to.equal('call_viewed true')
  })
})
