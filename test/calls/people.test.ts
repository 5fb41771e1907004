import { setImmediate } from 'node:timers/promises'
import { expect } from 'chai'
import { caseOf, promisedCall } from '../cases/taking.ts'
import { verifiedCall } from '../journeys/ways.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { CALLERS, PhoneCall } from '../support/phone-call.ts'
import { Stream } from '../support/stream.ts'
import type { Visitor } from '../support/visitor.ts'

const MINUTE = 60_000

onBothDatabases('who else has the same thing open', (freshUrl) => {
  let annai: Annai
  let tanaka: Visitor
  let suzuki: Visitor
  let id: string
  let customer: string
  const streams: Stream[] = []

  before(async () => {
    annai = await startAnnai(await freshUrl())
    tanaka = await annai.signIn('tanaka')
    suzuki = await annai.signIn('suzuki')
    id = await promisedCall(annai, tanaka)
    customer = (await annai.db('cases').where({ id }).first()).customer_id
  })
  afterEach(async () => {
    await Promise.all(streams.splice(0).map((each) => each.close()))
    while ((await annai.db('presences').whereNull('left_at')).length > 0) await setImmediate()
    await annai.db('presences').delete()
  })
  after(() => annai.close())

  /** A page that is open, and stays so. */
  const opens = async (visitor: Visitor, path: string, at: Pick<Annai, 'url'> = annai) => {
    const before = (await annai.db('presences')).length
    await visitor.open(path)
    const stream = await Stream.of(at, visitor)
    streams.push(stream)
    while ((await annai.db('presences')).length === before) await setImmediate()
    return stream
  }
  const seenBy = async (visitor: Visitor, path: string) => {
    const answer = await fetch(new URL(`${path}/people`, annai.url), {
      headers: { cookie: visitor.cookie, 'accept-language': 'ja' },
    })
    return answer.ok ? ((await answer.json()) as { lines: string[] }).lines : answer.status // our own answer
  }

  it('is told live, with the name and since when, and never of oneself', async () => {
    const stream = await opens(tanaka, `/cases/${id}`)
    expect(await seenBy(tanaka, `/cases/${id}`)).to.deep.equal([])
    const other = await opens(suzuki, `/cases/${id}`)
    expect(await stream.people()).to.equal('people')
    expect(await other.people(), 'to who came later at once').to.equal('people')
    const [line = '', ...more] = (await seenBy(tanaka, `/cases/${id}`)) as string[] // it may see the case
    expect(line).to.match(/^鈴木 一郎 さんが開いています（\d\d:\d\d から）$/)
    expect(more).to.deep.equal([])
    await tanaka.open(`/cases/${id}`)
    expect(tanaka.text('[data-people]'), 'without scripts at the next load').to.equal(line)
    await other.close()
    expect(await stream.people(), 'and when the other leaves').to.equal('people')
    expect(await seenBy(tanaka, `/cases/${id}`)).to.deep.equal([])
  })

  it('by the customer too, and from another instance', async () => {
    const other = await annai.second()
    try {
      const stream = await opens(tanaka, `/customers/${customer}`)
      await opens(suzuki, `/cases/${id}`, other)
      expect(await stream.people()).to.equal('people')
      expect(await seenBy(tanaka, `/customers/${customer}`)).to.have.length(1)
      expect(await seenBy(tanaka, `/cases/${id}`)).to.have.length(1)
    } finally {
      await Promise.all(streams.splice(0).map((each) => each.close()))
      await other.close()
    }
  })

  it('who has it open in a call, and once however many pages they have', async () => {
    const call = await verifiedCall(suzuki, CALLERS.nakamura, 'topup_error', 'found')
    const own = await caseOf(annai, call.id)
    await opens(suzuki, `/calls/${call.id}`)
    await opens(suzuki, `/calls/${call.id}`)
    const lines = await seenBy(tanaka, `/cases/${own}`)
    expect(lines).to.have.length(1)
    expect(lines).to.match(/通話の画面/)
    await annai.db('calls').where({ id: call.id }).update({ state: 'ended' })
  })

  it('a program that died takes its pages along, and who loads a page anew has stayed', async () => {
    await opens(suzuki, `/cases/${id}`)
    await annai.db('presences').update({ since: '2026-11-23T00:00:00.000Z' })
    await opens(suzuki, `/cases/${id}`)
    expect(new Set((await annai.db('presences')).map((each) => each.since)).size).to.equal(1)
    annai.clock.forward(50_000)
    await annai.live.beat()
    annai.clock.forward(50_000)
    expect(await seenBy(tanaka, `/cases/${id}`), 'it has given a sign').to.have.length(1)
    annai.clock.forward(MINUTE)
    expect(await seenBy(tanaka, `/cases/${id}`)).to.deep.equal([])
    annai.clock.forward(5 * MINUTE)
    await annai.rounds()
    expect(await annai.db('presences')).to.deep.equal([])
  })

  it('nothing to who may not see it', async () => {
    const hayashi = await annai.signIn('hayashi')
    const kimura = await annai.signIn('kimura')
    const call = await PhoneCall.from(kimura, '')
    for (const path of [`/cases/${id}`, `/customers/${customer}`])
      expect([await seenBy(hayashi, path), await seenBy(kimura, path)]).to.deep.equal([403, 403])
    await kimura.open(`/customers/${customer}`)
    expect(kimura.$('[data-people]')).to.have.length(0)
    expect(await seenBy(kimura, '/cases/nothing')).to.equal(404)
    expect(await seenBy(kimura, `/calls/${call.id || 'none'}`)).to.equal(404)
  })
})
