import { expect } from 'chai'
import type { Page } from 'playwright-core'
import { DEMO_PASSWORD } from '../../src/demo/people.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { inBrowser } from '../support/browser.ts'
import { hasPoppler, joined, pagesOf } from './pdf.ts'

inBrowser('the booklet on paper', (open) => {
  let annai: Annai
  let page: Page

  before(async function () {
    if (!hasPoppler()) {
      if (process.env.CI === 'true') throw new Error('pdftotext is missing: install poppler-utils')
      console.warn('pdftotext is not on this machine: "the booklet on paper" is skipped')
      return this.skip()
    }
    annai = await startAnnai()
    page = await open()
    await page.goto(`${annai.url}/sign-in`)
    await page.fill('[name=login]', 'tanaka')
    await page.fill('[name=password]', DEMO_PASSWORD)
    await page.click('form[action="/session"] [type=submit]')
  })
  after(() => annai?.close())

  /** Every line of each box, as the screen shows it. */
  const boxes = async (selector: string): Promise<string[][]> =>
    (await page.locator(selector).allInnerTexts()).map((text) =>
      text
        .split(/[\n\t]+/)
        .map(joined)
        .filter((line) => line !== ''),
    )

  for (const lang of ['ja', 'en'])
    for (const format of ['A4', 'Letter'])
      it(`${lang}, ${format}: no step is cut by a page, the slip is one page, every page is numbered`, async () => {
        await page.goto(`${annai.url}/scripts/card-trouble/booklet?lang=${lang}`)
        await page.waitForLoadState('networkidle')
        const pdf = await page.pdf({ format, printBackground: true })
        const printed = pagesOf(pdf).map(joined)
        const steps = await boxes('article.step')
        expect(steps.length).to.be.greaterThan(100)
        for (const box of [...steps, ...(await boxes('.slip'))]) {
          const whole = printed.some((text) => box.every((line) => text.includes(line)))
          expect(whole, `on one page: ${box.slice(0, 3).join(' ')}`).to.equal(true)
        }
        printed.forEach((text, at) => {
          expect(text).to.contain(`${at + 1}/${printed.length}`)
        })
        const [inside, across] = await page
          .locator('main')
          .evaluate((sheet: { clientWidth: number; scrollWidth: number }) => [
            sheet.clientWidth,
            sheet.scrollWidth,
          ])
        expect(across, 'nothing is wider than the sheet').to.be.at.most(inside ?? 0)
      })
})
