import { expect } from 'chai'
import { type Annai, startAnnai } from '../support/annai.ts'
import { inBrowser } from '../support/browser.ts'
import { Keyboard } from '../support/keyboard.ts'

inBrowser('the note of a call', (open) => {
  let annai: Annai
  let tanaka: Keyboard

  before(async () => {
    annai = await startAnnai()
    tanaka = new Keyboard(await open())
    await tanaka.signIn(annai.url, 'tanaka')
    await tanaka.page.goto(`${annai.url}/pop?from=`)
    await tanaka.tabTo('main button')
    await tanaka.press('Enter')
  })
  after(() => annai.close())

  const saved = async () => (await annai.db('call_notes').first())?.body ?? null
  const until = async (expected: string) => {
    for (let n = 0; n < 100 && (await saved()) !== expected; n += 1)
      await tanaka.page.waitForTimeout(100)
    expect(await saved()).to.equal(expected)
  }

  it('is saved while it is typed', async () => {
    await tanaka.page.keyboard.press('n')
    await tanaka.page.keyboard.type('10万円のチャージを2回')
    await until('10万円のチャージを2回')
  })

  it('survives a lost connection', async () => {
    await tanaka.page.context().setOffline(true)
    await tanaka.page.keyboard.type('試した')
    await tanaka.page.locator('[data-note-status]', { hasNotText: '✓' }).waitFor()
    await tanaka.page.context().setOffline(false)
    await until('10万円のチャージを2回試した')
  })

  it('survives an expired session: after signing in again it is there and is saved', async () => {
    await annai.db('sessions').delete()
    await tanaka.page.keyboard.type('。カードは手元')
    await tanaka.page.waitForSelector('[data-note-status] a')
    const path = new URL(tanaka.page.url()).pathname
    await tanaka.page.goto(`${annai.url}${path}`)
    expect(tanaka.page.url()).to.contain('/sign-in')
    await tanaka.page.fill('[name=login]', 'tanaka')
    await tanaka.page.fill('[name=password]', 'annai-demo-2026')
    await tanaka.press('Enter')
    await until('10万円のチャージを2回試した。カードは手元')
  })

  it('refuses a card number and keeps the rest on the screen', async () => {
    const digits = luhn('4'.padEnd(15, '5'))
    await tanaka.page.focus('textarea[data-note]')
    await tanaka.page.keyboard.press('Control+End')
    await tanaka.page.keyboard.type(` ${digits}`)
    await tanaka.page.locator('[data-note-status]', { hasText: 'カード番号' }).waitFor()
    expect(await saved()).to.equal('10万円のチャージを2回試した。カードは手元')
  })
})

/** A number that looks like a card's, made here so that none stands in a file. */
function luhn(start: string): string {
  const sum = [...start].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return start + ((10 - (sum % 10)) % 10)
}
