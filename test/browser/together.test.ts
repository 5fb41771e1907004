import { expect } from 'chai'
import type { Page } from 'playwright-core'
import { promisedCall } from '../cases/taking.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { inBrowser } from '../support/browser.ts'
import { Keyboard } from '../support/keyboard.ts'
import { PhoneCall } from '../support/phone-call.ts'
import { barriers } from './barriers.ts'

inBrowser('two browsers at once', (open) => {
  let annai: Annai
  let pages: Page[]

  before(async () => {
    annai = await startAnnai()
    const people = [new Keyboard(await open()), new Keyboard(await open())]
    for (const each of people) await each.signIn(annai.url, 'tanaka')
    pages = people.map(({ page }) => page)
  })
  after(() => annai.close())

  const [saved, until] = [
    async () => String((await annai.db('call_notes').first())?.body ?? ''),
    async (page: Page, isSo: () => Promise<boolean>) => {
      for (let n = 0; n < 100 && !(await isSo()); n += 1) await page.waitForTimeout(100)
    },
  ]

  it('edit one note: both texts survive, and the hand that types is not moved', async () => {
    const [one, two] = pages as [Page, Page] // opened above
    const call = await PhoneCall.from(await annai.signIn('tanaka'), '')
    for (const page of pages) await page.goto(`${annai.url}${call.screen.path}`)
    await one.fill('#note', 'お財布を')
    await until(one, async () => (await saved()) === 'お財布を')
    await two.focus('#note')
    await two.keyboard.type('奥様からのお電話')
    await until(two, async () => (await saved()).includes('奥様からのお電話'))
    expect(await saved()).to.contain('お財布を')
    await two.keyboard.type('。折り返し')
    await one.focus('#note')
    await one.keyboard.press('End')
    await one.keyboard.type('駅で落とした')
    await until(
      one,
      async () => /駅で落とした/.test(await saved()) && /。折り返し/.test(await saved()),
    )
    expect(await saved())
      .to.contain('お財布を駅で落とした')
      .and.to.contain('奥様からのお電話。折り返し')
    expect(await one.locator('[data-conflict]').count(), 'nobody is asked').to.equal(0)
    await until(one, async () => (await one.inputValue('#note')) === (await saved()))
    expect(await one.inputValue('#note')).to.equal(await saved())
  })

  it('a call that a supervisor takes over: whoever had it is told, and keeps what they type', async () => {
    const [one] = pages as [Page] // opened above
    await annai.db('calls').update({ state: 'ended' })
    const call = await PhoneCall.from(await annai.signIn('tanaka'), '')
    await one.goto(annai.url + call.screen.path)
    await one.route('**/note', (route) => route.abort())
    await one.focus('#note')
    await one.keyboard.type('まだ保存されていない')
    const mori = await annai.signIn('mori')
    await mori.open(call.screen.path)
    await mori.submit('form[action$="/takeover"]', { reason: '責任者が代わります' })
    const told = one.locator('[data-taken-over]')
    await told.waitFor()
    expect(await told.innerText())
      .to.contain('森 正樹')
      .and.to.contain('責任者が代わります')
    await one.unroute('**/note')
    await one.keyboard.type('言葉')
    await one.waitForResponse((answer) => answer.url().endsWith('/note'))
    await one.locator('[data-note-status].wait').waitFor()
    expect(await one.inputValue('#note')).to.equal('まだ保存されていない言葉')
    expect(await one.evaluate('document.activeElement.id')).to.equal('note')
    expect(await annai.db('call_notes').where({ call_id: call.id })).to.deep.equal([])
  })

  it('on a case: who is there, a draft that stays, and a promise that comes due without taking the focus', async () => {
    const [one, two] = pages as [Page, Page] // opened above
    await annai.db('calls').update({ state: 'ended' })
    const id = await promisedCall(annai, await annai.signIn('suzuki'))
    const tanaka = await annai.db('operators').where({ login: 'tanaka' }).first('id')
    await one.goto(`${annai.url}/cases/${id}`)
    await one.focus('#note-body')
    await one.keyboard.type('奥様にも')
    await annai.db('commitments').update({
      owner_id: tanaka.id,
      due_at: new Date(annai.clock.now().getTime() + 60_000).toISOString(),
    })
    await one.locator('[data-reminders] span').waitFor()
    expect(await one.innerText('[data-reminders]')).to.contain('まもなく期限です')
    expect(await one.evaluate('document.activeElement.id')).to.equal('note-body')
    await until(one, async () => (await annai.db('drafts')).length === 1)
    expect(await barriers(one)).to.deep.equal([])
    await two.goto(`${annai.url}/cases/${id}`)
    expect(await two.inputValue('#note-body')).to.equal('奥様にも')
    await two.locator('[data-reminders] span').waitFor()
    await two.click('[data-reminders] button')
    await two.locator('[data-reminders] span').waitFor({ state: 'detached' })
  })
})
