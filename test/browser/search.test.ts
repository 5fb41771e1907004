import { expect } from 'chai'
import { type Annai, startAnnai } from '../support/annai.ts'
import { inBrowser } from '../support/browser.ts'
import { Keyboard } from '../support/keyboard.ts'

inBrowser('the search box', (open) => {
  let annai: Annai
  let tanaka: Keyboard

  before(async () => {
    annai = await startAnnai()
    tanaka = new Keyboard(await open())
    await tanaka.signIn(annai.url, 'tanaka')
  })
  after(() => annai.close())

  const focused = () => tanaka.page.locator(':focus').evaluate((element) => element.outerHTML)

  it('is reached by a key from every page, and the first hit by the next one', async () => {
    for (const path of ['/', '/customers', '/cases', '/scripts', '/search?q=x']) {
      await tanaka.page.goto(`${annai.url}${path}`)
      await tanaka.page.keyboard.press('Slash')
      expect(await focused(), path).to.contain('id="find"')
    }
    await tanaka.page.keyboard.type('拓也')
    await tanaka.press('Enter')
    await tanaka.page.waitForSelector('h1:has-text("拓也")')
    await tanaka.page.keyboard.press('Tab')
    expect(await focused()).to.contain('href="/customers/')
  })
})
