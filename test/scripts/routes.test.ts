import { expect } from 'chai'
import { load } from 'cheerio'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import type { Visitor } from '../support/visitor.ts'

onBothDatabases('/scripts', (freshUrl) => {
  let annai: Annai
  let hayashi: Visitor
  let url: string

  before(async () => {
    annai = await startAnnai(await freshUrl())
    hayashi = await annai.signIn('hayashi')
    const { id } = await annai.db('script_versions').first()
    url = `/scripts/${id}`
  })
  after(() => annai.close())

  it('lists the versions, each with its page', async () => {
    await hayashi.open('/scripts')
    expect(hayashi.page).to.equal('scripts')
    expect(hayashi.$('ul[data-count]').attr('data-count')).to.equal('1')
    expect(hayashi.$(`a[href="${url}"]`).text()).to.equal('カードのお困りごと')
  })

  it('shows every step in words, with where each answer leads', async () => {
    await hayashi.open(url)
    const release = hayashi.text('#step-lk_release')
    expect(release).to.contain('ただいまロックを解除いたします').and.to.contain('本人確認済み')
    const links = hayashi
      .$('.ways a')
      .toArray()
      .map((link) => hayashi.$(link).attr('href') ?? '')
    expect(links).not.to.be.empty
    for (const link of links) expect(hayashi.$(link), link).to.have.length(1)
  })

  it('the script’s own name opens its current version', async () => {
    await hayashi.open('/scripts/card-trouble')
    expect(hayashi.status).to.equal(200)
    expect(hayashi.page).to.equal('script')
  })

  it('everybody who is signed in may read; what is not there is not found', async () => {
    for (const login of ['tanaka', 'ueno', 'admin']) {
      const reader = await annai.signIn(login)
      expect((await reader.open('/scripts')).status, login).to.equal(200)
    }
    for (const wrong of ['nope', '%00', "'", '00000000-0000-7000-8000-000000000000', '%E0%A4%A'])
      for (const page of ['', '/graph.svg']) {
        await hayashi.open(`/scripts/${wrong}${page}`)
        expect(hayashi.status, wrong).to.be.within(400, 404)
      }
  })
})

describe('a script, studied', () => {
  let annai: Annai
  let hayashi: Visitor
  const url = '/scripts/card-trouble'

  before(async () => {
    annai = await startAnnai()
    hayashi = await annai.signIn('hayashi')
  })
  after(() => annai.close())

  it('says what is proved: every policy holds on every path', async () => {
    await hayashi.open(url)
    const verdicts = hayashi
      .$('[data-count] .tag')
      .toArray()
      .map((tag) => hayashi.$(tag).text())
    expect(verdicts.length).to.be.above(10)
    expect(new Set(verdicts)).to.deep.equal(new Set(['すべての道筋で成り立つ']))
    expect(hayashi.text('main')).to.contain('問題は見つかっていません')
  })

  it('draws the graph in both languages, with every step and without styles that the pages forbid', async () => {
    for (const [lang, words] of [
      ['ja', 'ロックを解除'],
      ['en', 'Greeting'],
    ] as const) {
      await hayashi.open(`${url}/graph.svg?lang=${lang}`)
      expect(hayashi.status).to.equal(200)
      const svg = hayashi.$.html()
      expect(svg)
        .to.contain('viewBox=')
        .and.to.contain(words)
        .and.not.to.match(/style=|<style/)
      const drawn = load(svg)
      for (const step of ['op_greet', 'lk_release', 'end_resolved'])
        expect(drawn(`[id="step-${step}"]`), step).to.have.length(1)
      expect(drawn('[id="step-lk_release"] polygon').attr('fill')).to.match(/^#/)
    }
  })
})
