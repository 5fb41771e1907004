import { expect } from 'chai'
import { DEMO_PASSWORD } from '../../src/demo/people.ts'
import { type Annai, MovableClock, startAnnai } from '../support/annai.ts'
import { inBrowser } from '../support/browser.ts'
import { Keyboard } from '../support/keyboard.ts'

const MINUTE = 60_000

inBrowser('a screen that nobody uses', (open) => {
  let annai: Annai
  const wallClock = new MovableClock()

  before(async () => {
    annai = await startAnnai(undefined, { wallClock })
  })
  after(() => annai.close())

  it('is warned of, covered, and there again after the password: the step, the note, what was typed', async () => {
    const tanaka = new Keyboard(await open())
    const { page } = tanaka
    await page.clock.install()
    await tanaka.signIn(annai.url, 'tanaka')
    await page.goto(`${annai.url}/pop?from=`)
    await tanaka.tabTo('main button')
    await tanaka.press('Enter')
    const step = await tanaka.step
    await page.keyboard.press('n')
    await page.keyboard.type('途中のメモ')
    const saved = async () => (await annai.db('call_notes').first())?.body
    await page.locator('[data-note-status]', { hasText: '✓' }).waitFor()
    await page.keyboard.press('Escape')

    // A minute before: any key answers, and does nothing else.
    await Promise.all([page.waitForResponse('**/session/use'), pass(16_000)])
    await pass(14 * MINUTE)
    const soon = page.locator('[data-soon]')
    await soon.waitFor({ state: 'visible' })
    await page.keyboard.press('1')
    await soon.waitFor({ state: 'hidden' })
    expect(await tanaka.step, 'the key chose nothing').to.equal(step)

    await page.keyboard.press('n')
    await page.keyboard.type('。保存前')
    wallClock.forward(15 * MINUTE)
    const cover = page.locator('[data-cover]')
    await pass(2000)
    await cover.waitFor({ state: 'visible' })
    expect(await page.title()).to.contain('ロック')
    expect(await page.evaluate('document.querySelector("main").inert')).to.equal(true)
    await page.keyboard.press('Escape')
    await page.keyboard.type('not the password')
    await page.keyboard.press('Enter')
    await page.locator('[data-cover-error]', { hasText: '解除できません' }).waitFor()
    await page.keyboard.type(DEMO_PASSWORD)
    await page.keyboard.press('Enter')
    await cover.waitFor({ state: 'hidden' })
    await pass(5000)
    expect(await tanaka.step).to.equal(step)
    expect(await page.inputValue('textarea[data-note]')).to.equal('途中のメモ。保存前')
    await page.locator('[data-note-status]', { hasText: '✓' }).waitFor()
    expect(await saved()).to.equal('途中のメモ。保存前')

    // Somebody else signs in beside it: the page beneath is not uncovered for them.
    wallClock.forward(15 * MINUTE)
    await pass(2000)
    await cover.waitFor({ state: 'visible' })
    const beside = await page.context().newPage()
    await beside.goto(`${annai.url}/sign-in`)
    await beside.fill('#login', 'hayashi')
    await beside.fill('#password', DEMO_PASSWORD)
    await Promise.all([beside.waitForURL('**/scripts'), beside.keyboard.press('Enter')])
    await page.evaluate('dispatchEvent(new Event("focus"))')
    await page.locator('main:not([data-page=call])').waitFor()
    expect(await page.content()).not.to.contain('途中のメモ')

    /** For the browser and the server alike. */
    async function pass(milliseconds: number) {
      wallClock.forward(milliseconds)
      await page.clock.runFor(milliseconds)
    }
  })
})
