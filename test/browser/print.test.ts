import { expect } from 'chai'
import type { Page } from 'playwright-core'
import { DEMO_PASSWORD } from '../../src/demo/people.ts'
import { playStory } from '../print/played.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { inBrowser } from '../support/browser.ts'
import { hasPoppler, joined, pagesOf } from './pdf.ts'

inBrowser('the case on paper', (open) => {
  let annai: Annai
  let page: Page
  let id: string

  before(async function () {
    if (!hasPoppler()) {
      if (process.env.CI === 'true') throw new Error('pdftotext is missing: install poppler-utils')
      console.warn('pdftotext is not on this machine: "the case on paper" is skipped')
      return this.skip()
    }
    annai = await startAnnai()
    id = await playStory(annai, await annai.signIn('tanaka'))
    page = await open()
    await page.goto(`${annai.url}/sign-in`)
    await page.fill('[name=login]', 'tanaka')
    await page.fill('[name=password]', DEMO_PASSWORD)
    await page.click('form[action="/session"] [type=submit]')
  })
  after(() => annai?.close())

  const print = async (path: string): Promise<string[]> => {
    await page.goto(`${annai.url}/cases/${id}/${path}`)
    await page.waitForLoadState('networkidle')
    return pagesOf(await page.pdf({ preferCSSPageSize: true, printBackground: true }))
  }
  /** Everything that stands on the screen, line by line, but for the tools that are not printed. */
  const shown = async (): Promise<string[]> => {
    const text = await page.locator('main').innerText()
    const tools = await page.locator('.tools').innerText()
    return text
      .replace(tools, '')
      .split(/[\n\t]+/)
      .map(joined)
      .filter((line) => line !== '')
  }

  for (const [path, pages, words] of [
    ['summary', 2, ['中村拓也', 'ナカムラタクヤ', '簡易書留', '不審な利用', '利用停止', '田中恵']],
    [
      'letter',
      1,
      ['中村拓也様', '簡易書留', 'はさみを入れて裁断', 'お手続き内容のご案内', '田中恵'],
    ],
    ['summary?lang=en', 2, ['中村拓也', 'Networkhold(suspicioususe)', 'registeredmail']],
    ['letter?lang=en', 1, ['Dear中村拓也', 'simplifiedregisteredmail']],
  ] as const) {
    it(`${path}: ${pages} A4 ${pages === 1 ? 'page' : 'pages'}, nothing cut, every glyph there`, async () => {
      const printed = await print(path)
      expect(printed, 'pages').to.have.length(pages)
      const all = joined(printed.join('\n'))
      for (const word of words) expect(all, word).to.contain(joined(word))
      for (const line of await shown()) expect(all, 'cut').to.contain(line)
      expect(all, 'tools').not.to.contain(path.includes('en') ? 'Backtothecase' : '案件へ戻る')
      printed.forEach((text, at) => {
        expect(joined(text), 'page number').to.contain(`${at + 1}/${pages}`)
      })
    })
  }

  it('nothing on the sheet is wider than the sheet', async () => {
    for (const path of ['summary', 'letter', 'summary?lang=en', 'letter?lang=en']) {
      await page.goto(`${annai.url}/cases/${id}/${path}`)
      const [inside, whole] = await page
        .locator('main')
        .evaluate((sheet: { clientWidth: number; scrollWidth: number }) => [
          sheet.clientWidth,
          sheet.scrollWidth,
        ])
      expect(whole, path).to.be.at.most(inside ?? 0)
    }
  })

  it('the Japanese of the paper is written in the font that the assets bring along', async () => {
    await page.goto(`${annai.url}/cases/${id}/summary`)
    const family = await page
      .locator('h1')
      .evaluate((heading: { computedStyleMap(): { get(name: string): unknown } }) =>
        String(heading.computedStyleMap().get('font-family')),
      )
    expect(family).to.contain('Noto Sans JP')
  })
})
