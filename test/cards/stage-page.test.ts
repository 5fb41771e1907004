import { expect } from 'chai'
import { load } from 'cheerio'
import { HtmlValidate } from 'html-validate'
import { demoPeople } from '../../src/cards/simulator/people.ts'
import { cardForm, open, overview, press } from './stage.ts'
import { STORY, withWorld } from './world.ts'

describe('/stage: the page', () => {
  it('is valid, complete in both languages, and free of inline code, for every customer', () =>
    withWorld(async (world) => {
      const validator = new HtmlValidate({
        extends: ['html-validate:recommended'],
        rules: { 'no-trailing-whitespace': 'off' },
      })
      for (const lang of ['ja', 'en']) {
        for (const { customerRef, nameKanji } of demoPeople) {
          const answer = await fetch(`${world.url}/stage?customer=${customerRef}&lang=${lang}`)
          const html = await answer.text()
          const { results } = await validator.validateString(html)
          const found = results.flatMap(({ messages }) => messages.map((each) => each.message))
          expect(found, `${customerRef} ${lang}`).to.deep.equal([])
          const $ = load(html)
          expect($('html').attr('lang')).to.equal(lang)
          expect($('h1').text()).to.include(nameKanji)
          expect($('script, style, [style], [onclick]')).to.have.length(0)
          expect($('body').text()).not.to.match(/undefined|null|\{\w+\}|_/)
          expect(answer.headers.get('content-security-policy')).to.include("default-src 'none'")
        }
      }
    }))

  it('tells in words whatever happened, and keeps the language', () =>
    withWorld(async (world) => {
      const $ = await open(world, `customer=${STORY.customerRef}&lang=en`)
      const page = await press(world, cardForm($, STORY.a, 'top-ups'))
      expect(page('html').attr('lang')).to.equal('en')
      expect(page('.log li').first().text()).to.include('100,000 yen at au PAY failed with ER323')
      expect(page('[data-result]').text()).to.include('100,000')
    }))

  it('refuses what is not a form of its own, with a sentence', () =>
    withWorld(async (world) => {
      const post = async (place: string, form: Record<string, string>, headers = {}) => {
        const body = new URLSearchParams(form)
        const answer = await fetch(`${world.url}/stage${place}`, { method: 'POST', body, headers })
        return [answer.status, load(await answer.text())('[data-page]').attr('data-page')]
      }
      const mine = `/customers/${STORY.customerRef}`
      const refused = (status: number) => [status, 'stage-refused']
      const card = { cardRef: STORY.a }
      for (const amountYen of ['', '-1', '1e9', '2000000', '10.5', 'many']) {
        expect(await post(`${mine}/top-ups`, { ...card, amountYen }), amountYen).to.deep.equal(
          refused(400),
        )
      }
      expect(await post(`${mine}/wrong-passwords`, { ...card, times: '0' })).to.deep.equal(
        refused(400),
      )
      expect(await post(`${mine}/passwords`, card)).to.deep.equal(refused(400))
      expect(await post(`${mine}/holds`, { cardRef: 'card-0102-a' })).to.deep.equal(refused(404))
      expect(await post(`${mine}/constructor`, card)).to.deep.equal(refused(404))
      expect(await post('/customers/nobody/holds', card)).to.deep.equal(refused(404))
      expect(await post('/clock', { hours: '2026' })).to.deep.equal(refused(400))
      expect(await post('/weather', {})).to.deep.equal(refused(404))
      const elsewhere = { origin: 'http://evil.example' }
      expect(await post(`${mine}/holds`, card, elsewhere)).to.deep.equal(refused(403))
      expect((await overview(world)).holds).to.deep.equal([])
      expect((await fetch(`${world.url}/stage?customer=nobody`)).status).to.equal(404)
    }))
})
