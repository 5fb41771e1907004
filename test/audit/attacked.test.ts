import { once } from 'node:events'
import { connect } from 'node:net'
import { expect } from 'chai'
import { recordEvent } from '../../src/audit/events.ts'
import { type Origin, withOrigin } from '../../src/audit/origin.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import type { Visitor } from '../support/visitor.ts'

interface Row {
  readonly id: string
  readonly name: string
  readonly detail: string
}

/** What somebody does who knows how the log is written, and wants to leave nothing in it. */
describe('whoever wants to leave no trace', () => {
  let annai: Annai
  let tanaka: Visitor
  let seen: ReadonlySet<string> = new Set()

  before(async () => {
    annai = await startAnnai()
    tanaka = await annai.signIn('tanaka')
    await told()
  })
  after(() => annai.close())

  async function told(): Promise<string[]> {
    await annai.idle()
    const rows: Row[] = await annai.db('audit_events').orderBy('id')
    const news = rows.filter(({ id }) => !seen.has(id))
    seen = new Set(rows.map(({ id }) => id))
    return news.map(({ name, detail }) => `${name} ${JSON.parse(detail).reason ?? ''}`.trim())
  }

  it('is recorded also as a picture, a style or a script', async () => {
    for (const dest of ['image', 'style', 'script', 'font']) {
      const headers = { 'sec-fetch-dest': dest }
      await tanaka.request('/calls', { headers })
      expect(await told(), dest).to.eql(['page_viewed'])
      await tanaka.request('/teams', { headers })
      expect(await told(), dest).to.eql(['refused forbidden'])
    }
  })

  it('is recorded though the page says that it draws itself anew, for each list that is another one', async () => {
    const headers = { 'annai-refresh': '1' }
    for (const view of ['mine', 'unowned', 'all', 'all'])
      await tanaka.request(`/cases?view=${view}`, { headers })
    expect(await told()).to.eql(['page_viewed', 'page_viewed', 'page_viewed'])
  })

  it('is recorded though they hang up before the answer has come', async () => {
    const { hostname, port } = new URL(annai.url)
    const socket = connect(Number(port), hostname)
    await once(socket, 'connect')
    socket.write(`GET /paper-calls HTTP/1.1\r\nHost: x\r\nCookie: ${tanaka.cookie}\r\n\r\n`, () =>
      socket.destroy(),
    )
    await once(socket, 'close')
    // The next answers come after whatever the program still did for that one.
    for (const path of ['/calls', '/manual-stops']) await tanaka.open(path)
    expect(await told()).to.have.length(3)
  })

  it('is recorded when looking for ids that may be there', async () => {
    for (const room of ['customers', 'cases', 'calls'])
      await tanaka.open(`/${room}/019aa000-0000-7000-8000-00000000abcd`)
    expect(await told()).to.eql(Array(3).fill('refused notFound'))
    await tanaka.open('/no-such-page')
    expect(await told()).to.eql([])
  })

  it('is recorded when what they did was undone: its event went with it', async () => {
    const origin: Origin = { address: null, session: null, recorded: 0, refused: false }
    const event = { name: 'note_added' as const, at: annai.clock.now(), operatorId: null }
    const deed = (isUndone: boolean) =>
      annai.db.transaction(async (trx) => {
        await recordEvent(trx, event)
        if (isUndone) throw new Error('undone')
      })
    await withOrigin(origin, () => deed(true).catch(() => null))
    expect(origin.recorded).to.equal(0)
    await withOrigin(origin, () => deed(false))
    expect(origin.recorded).to.equal(1)
  })
})
