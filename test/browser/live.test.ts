import { expect } from 'chai'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { caseOf } from '../cases/taking.ts'
import { verifiedCall } from '../journeys/ways.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { inBrowser } from '../support/browser.ts'
import { Keyboard } from '../support/keyboard.ts'
import { CALLERS, type PhoneCall } from '../support/phone-call.ts'
import type { Visitor } from '../support/visitor.ts'
import { barriers } from './barriers.ts'

const RESULT = '結果が届きました'

inBrowser('a result that comes late', (open) => {
  let annai: Annai
  let suzuki: Visitor
  let tanaka: Visitor

  beforeEach(async () => {
    annai = await startAnnai()
    suzuki = await annai.signIn('suzuki')
    tanaka = await annai.signIn('tanaka')
  })
  afterEach(() => annai.close())

  const upToTheStop = async (operator: Visitor) => {
    const call = await verifiedCall(operator, CALLERS.nakamura, 'lost_stolen')
    return call.follow('ls_cards picked:1111', 'ls_circumstances lost')
  }
  /** A stop was sent and its answer has not come; the second call waits for the same one. */
  const waitingCall = async (): Promise<PhoneCall> => {
    const first = await upToTheStop(suzuki)
    const second = await upToTheStop(tanaka)
    await first.follow(['ls_stop confirm', { last4: '1111' }])
    const lost = { state: 'sent', outcome: null, receipt: null, result: null, ended_at: null }
    await annai.db('card_actions').update(lost)
    await second.screen.open(`/calls/${second.id}`)
    await second.answer('as_it_stands')
    expect(second.step).to.equal('ls_stop')
    return second
  }
  const answerComes = async () => {
    annai.clock.forward(60_000)
    await annai.rounds()
  }
  const opened = async (path: string, options?: BrowserContextOptions): Promise<Page> => {
    const { page } = new Keyboard(await open(options))
    await new Keyboard(page).signIn(annai.url, 'tanaka')
    await page.goto(annai.url + path)
    await page.evaluate('globalThis.isStill = "the same page"')
    return page
  }
  const isStillThere = async (page: Page) =>
    expect(await page.evaluate('globalThis.isStill')).to.equal('the same page')
  const noteIs = async (page: Page, words: string) => {
    expect(await page.inputValue('#note')).to.equal(words)
    expect(await page.evaluate('document.activeElement.id'), 'the focus').to.equal('note')
  }

  it('appears on the open call while a note is typed, and nothing typed is lost', async () => {
    const call = await waitingCall()
    const page = await opened(`/calls/${call.id}`)
    expect(await page.innerText('[data-awaited]')).to.contain('言ってはいけないこと')
    await page.keyboard.press('n')
    await page.keyboard.type('財布を駅で')
    await answerComes()
    await page.keyboard.type('落とした')
    await page.waitForSelector('main[data-step=ls_police]')
    await page.keyboard.type('とのこと')
    await noteIs(page, '財布を駅で落としたとのこと')
    expect(await page.innerText('[data-news]')).to.contain(RESULT)
    expect(await page.locator('[data-awaited]').count()).to.equal(0)
    expect(await page.innerText('.trail')).to.contain('停止した')
    await isStillThere(page)
    await page.keyboard.press('Escape')
    const [key, before] = [await page.getAttribute('#answers button', 'data-key'), page.url()]
    await Promise.all([page.waitForNavigation(), page.keyboard.press(key ?? '1')])
    expect(page.url(), 'the keys work on the new step').to.equal(before)
    expect(await page.getAttribute('main', 'data-step')).not.to.equal('ls_police')
  })

  it('appears without streams as well', async () => {
    const call = await waitingCall()
    const { page } = new Keyboard(await open())
    await page.addInitScript({ content: 'delete globalThis.EventSource' })
    await new Keyboard(page).signIn(annai.url, 'tanaka')
    await page.goto(`${annai.url}/calls/${call.id}`)
    await page.focus('#note')
    await page.keyboard.type('駅で')
    await answerComes()
    await page.waitForSelector('main[data-step=ls_police]')
    await noteIs(page, '駅で')
  })

  it('is awaited on pages that everybody can read: axe finds nothing', async () => {
    const third = await upToTheStop(await annai.signIn('kimura'))
    const call = await waitingCall()
    const page = await opened(`/calls/${call.id}`)
    const wrong = await barriers(page)
    await page.goto(`${annai.url}/cases/${await caseOf(annai, (await firstCall(call)) ?? '')}`)
    wrong.push(...(await barriers(page)))
    await page.goto(`${annai.url}/calls/${third.id}`)
    wrong.push(...(await barriers(page)))
    expect(wrong).to.deep.equal([])
  })

  it('without scripts there is a link to what is known now', async () => {
    const call = await waitingCall()
    const visitor = tanaka
    expect(visitor.$('[data-awaited] a').attr('href')).to.equal(`/calls/${call.id}`)
    expect(visitor.$('meta[http-equiv]'), 'nothing reloads under an unsaved note').to.have.length(0)
    await answerComes()
    await visitor.open(visitor.$('[data-awaited] a').attr('href') ?? '')
    expect(visitor.step).to.equal('ls_police')
  })

  it('appears on the case while something is typed into one of its forms', async () => {
    const call = await waitingCall()
    const page = await opened(`/cases/${await caseOf(annai, (await firstCall(call)) ?? '')}`)
    await page.fill('#note-body', '奥様からもお電話あり')
    expect(await page.innerText('[data-awaited]')).to.contain('利用停止')
    await answerComes()
    await page.locator('tr[data-state=done]').waitFor()
    expect(await page.inputValue('#note-body')).to.equal('奥様からもお電話あり')
    expect(await page.locator('[data-awaited]').count()).to.equal(0)
    expect(await page.innerText('[data-news]')).to.contain(RESULT)
    await isStillThere(page)
  })
  /** The call in which the stop was started. */
  const firstCall = async (second: PhoneCall): Promise<string | undefined> =>
    (await annai.db('card_actions').whereNot({ call_id: second.id }).first())?.call_id

  it('a step that the call has left in another window stays until it is asked for', async () => {
    const call = await upToTheStop(tanaka)
    const page = await opened(`/calls/${call.id}`)
    await page.fill('[name=last4]', '11')
    await call.answer('found')
    await page.locator('[data-news] a').waitFor()
    expect(await page.inputValue('[name=last4]')).to.equal('11')
    expect(await page.getAttribute('main', 'data-step')).to.equal('ls_stop')
    await isStillThere(page)
  })
})
