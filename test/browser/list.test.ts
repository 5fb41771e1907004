import { expect } from 'chai'
import type { Page } from 'playwright-core'
import { addCases, operatorId } from '../cases/queued.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { inBrowser } from '../support/browser.ts'
import { Keyboard } from '../support/keyboard.ts'

const MINUTE = 60_000

/** Writes down what the desktop is told; the browser tells it all the same. */
const LISTENS = `
  const Real = globalThis.Notification
  globalThis.Notification = class extends Real {
    constructor(title, options) {
      super(title, options)
      localStorage.shown = (localStorage.shown ?? '') + title + ' ' + options.body
    }
  }`

inBrowser(
  'the list of cases in the hand of an operator',
  (open) => {
    let annai: Annai
    before(async () => {
      annai = await startAnnai()
    })
    after(() => annai.close())

    const ticked = (page: Page) =>
      page
        .locator('tbody input[name=case]')
        .evaluateAll((boxes) =>
          boxes.map((each) => (each.matches(':checked') ? 'x' : '-')).join(''),
        )
    const at = (page: Page) => page.locator('tbody th a:focus').textContent()

    it('is gone through, ticked and changed by keys alone, and the desktop tells what comes due', async () => {
      const me = await operatorId(annai, 'tanaka')
      const some = await addCases(annai, [
        { owner: me, due: 10 * MINUTE },
        ...Array.from({ length: 4 }, (_, nth) => ({ owner: me, due: (nth + 2) * 60 * MINUTE })),
      ])
      const numbers = some.map(({ number }) => number)
      const page = await open({ permissions: ['notifications'] })
      await page.addInitScript(LISTENS)
      const keys = new Keyboard(page)
      await keys.signIn(annai.url, 'tanaka')
      await page.click('details.menu > summary')
      await page.click('[data-notify]')
      await page.locator('[data-notify]', { hasText: '期限と引き継ぎの通知をやめる' }).waitFor()
      await page.goto(`${annai.url}/cases?view=mine`)

      for (const key of ['j', 'j', 'j', 'k']) await page.keyboard.press(key)
      expect(await at(page)).to.equal(numbers[1])
      await page.keyboard.press('x')
      for (const key of ['ArrowDown', 'j']) await page.keyboard.press(key)
      await page.keyboard.press('Shift+X')
      expect(await ticked(page), 'all between').to.equal('-xxx-')
      expect(await page.innerText('[data-ticked]')).to.equal('✓ 3')
      await page.keyboard.press('k')
      await page.keyboard.press('x')
      expect(await ticked(page)).to.equal('-x-x-')
      await page.focus('#bulk-tag')
      await page.keyboard.type('jxk')
      expect([await page.inputValue('#bulk-tag'), await ticked(page)]).to.deep.equal([
        'jxk',
        '-x-x-',
      ])
      await page.check('input[name=kind][value=tag]')
      await keys.going(() => page.click('[data-bulk] .btn.main'))
      expect(await page.getAttribute('[data-done]', 'data-done')).to.equal('2')

      await page.locator('[data-reminders] span').waitFor()
      const shown = String(await page.evaluate('localStorage.shown'))
      expect(shown).to.contain('お約束の期限').and.to.contain(`案件 ${numbers[0]}`)
      expect(shown.match(/案件/g), 'once, and nothing else').to.have.length(1)
      const [waiting] = await addCases(annai, [{ owner: null }])
      await page.goto(`${annai.url}/cases?view=unowned`)
      await keys.press('n')
      expect(await page.getAttribute('main', 'data-case')).to.equal(waiting?.number)
    })
  },
  { needs: 'desktop' },
)
