import { expect } from 'chai'
import { verifiedCall } from '../journeys/ways.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { CALLERS } from '../support/phone-call.ts'
import type { Visitor } from '../support/visitor.ts'

const HOUR = 3_600_000
const LIMIT = 8

onBothDatabases('going through the customers', (freshUrl) => {
  let annai: Annai
  let ids: string[]

  before(async () => {
    annai = await startAnnai(await freshUrl(), { peopleAnHour: LIMIT })
    ids = await annai.db('customers').orderBy('id').pluck('id')
    expect(ids.length).to.be.above(LIMIT)
  })
  after(() => annai.close())
  beforeEach(() => annai.clock.forward(HOUR + 1000))

  const status = async (by: Visitor, path: string) => (await by.fetch(encodeURI(path))).status
  const alerts = (kind: string) => annai.db('verification_alerts').where({ kind })

  it('comes to an end, and is told to the supervisors at half of it', async () => {
    const tanaka = await annai.signIn('tanaka')
    for (const [nth, id] of ids.slice(0, LIMIT).entries()) {
      await tanaka.open(`/customers/${id}`)
      expect(tanaka.status, `${nth + 1}`).to.equal(200)
      expect(await alerts('people')).to.have.length(nth > LIMIT / 2 ? 1 : 0)
    }
    const [next = '', after = ''] = ids.slice(LIMIT)
    await tanaka.open(`/customers/${next}`)
    expect(tanaka.status).to.equal(429)
    expect(tanaka.text('main')).to.include('しばらく新しく表示できません')
    for (const path of [next, next, after, after])
      expect(await status(tanaka, `/customers/${path}`)).to.equal(429)
    expect(await status(tanaka, `/customers/${ids[0]}`), 'seen before').to.equal(200)
    const itself = { headers: { 'annai-refresh': '1' } }
    expect((await tanaka.fetch(`/customers/${next}`, itself)).status, 'drawn anew').to.equal(429)
    // A call goes on, with whomever, and so does everybody else.
    const call = await verifiedCall(tanaka, CALLERS.namesake)
    expect(await status(tanaka, `/calls/${call.id}`)).to.equal(200)
    const mori = await annai.signIn('mori')
    expect(await status(mori, `/customers/${next}`)).to.equal(200)
    await mori.open('/')
    expect(mori.text('[data-alert]')).to.include('田中 恵さんが、1時間に5名のお客様を開きました')
    await mori.submit('[data-alert] form', { note: '研修の準備' })
    expect(mori.$('[data-alert]')).to.have.length(0)
    const told = await annai.db('audit_events').where({ name: 'many_looked_at' })
    expect(told.map(({ detail }) => JSON.parse(detail))).to.deep.equal([{ tries: 5 }])
    annai.clock.forward(HOUR + 1000)
    expect(await status(tanaka, `/customers/${next}`), 'an hour later').to.equal(200)
  })

  it('holds for searches of every page that looks for people, together', async () => {
    const kimura = await annai.signIn('kimura')
    const pages = ['/customers?q=な', '/search?q=あ', '/cases?text=か', '/pop?from=09000000101']
    for (const page of [...pages, ...pages]) expect(await status(kimura, page), page).to.equal(200)
    for (const page of pages) expect(await status(kimura, page), page).to.equal(429)
    await kimura.post('/paper-calls/customer', { search: '中村 1990-06-14' })
    expect(kimura.status).to.equal(429)
    for (const page of ['/search?q=ER323&kind=codes', '/customers', '/cases', '/'])
      expect(await status(kimura, page), page).to.equal(200)
    expect(await alerts('searches')).to.have.length(1)
  })

  it('lets no more through when they come at once, at two instances', async () => {
    const ueno = await annai.signIn('ueno')
    const second = await annai.second()
    const ask = async (id: string, nth: number) => {
      const { url } = nth % 2 === 0 ? annai : second
      return (await fetch(`${url}/customers/${id}`, { headers: { cookie: ueno.cookie } })).status
    }
    const known = await Promise.all(ids.map((id) => ask(id, 0)))
    expect(known.filter((each) => each === 200)).to.have.length(LIMIT)
    expect((await Promise.all(ids.map(ask))).filter((each) => each === 200)).to.have.length(LIMIT)
    await second.close()
  })
})
