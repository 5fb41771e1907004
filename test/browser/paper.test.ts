import { expect } from 'chai'
import type { Page } from 'playwright-core'
import { DEMO_PASSWORD } from '../../src/demo/people.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { inBrowser } from '../support/browser.ts'
import { EMERGENCY, onSlip, SLIP, STOP } from '../support/slip.ts'
import { barriers } from './barriers.ts'

inBrowser('the form for slips', (open) => {
  let annai: Annai
  let page: Page

  before(async () => {
    annai = await startAnnai()
    page = await open()
    await page.goto(`${annai.url}/sign-in`)
    await page.fill('[name=login]', 'tanaka')
    await page.fill('[name=password]', DEMO_PASSWORD)
    await page.keyboard.press('Enter')
    await page.waitForURL((url) => url.pathname === '/')
  })
  after(() => annai.close())

  /** Opens the form, fills the slip in, and gives the id of the form. */
  const fill = async () => {
    await page.goto(`${annai.url}/paper-calls`)
    const { reason = '', cause = '', ...words } = { ...SLIP, ...STOP, last4: '8431' }
    for (const [name, value] of Object.entries({ ...words, path: onSlip(...EMERGENCY) }))
      await page.fill(`[name=${name}]`, value)
    await page.selectOption('[name=reason]', reason)
    await page.selectOption('[name=cause]', cause)
    await page.check('[name=customer][value=none]')
    return page.inputValue('[name=submission]')
  }
  const save = async () => {
    await Promise.all([
      page.waitForNavigation(),
      page.locator('form#paper .btn.main').press('Enter'),
    ])
  }

  it('asks by keyboard whether a slip is another call, and keeps nobody out when it was used before', async () => {
    const form = await fill()
    await save()
    expect(new URL(page.url()).pathname).to.match(/^\/calls\//)
    await fill()
    await page.evaluate(`document.querySelector('[name=submission]').value = '${form}'`)
    await page.fill('[name=from]', '8:10')
    await save()
    expect(await page.locator('.notice[role=alert] a[href^="/calls/"]').count()).to.equal(1)
    expect(await barriers(page)).to.deep.equal([])
    await save()
    await page.locator('ul[data-errors] a').press('Enter')
    expect(await page.locator('[name=another]:focus').count()).to.equal(1)
    expect(await barriers(page)).to.deep.equal([])
    await page.keyboard.press('Space')
    await save()
    expect(new URL(page.url()).pathname).to.match(/^\/calls\//)
    expect(await annai.db('calls')).to.have.length(2)
  })
})
