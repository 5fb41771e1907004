import { expect } from 'chai'
import type { Page } from 'playwright-core'
import { DEMO_PASSWORD } from '../../src/demo/people.ts'

/** An operator who never touches a mouse. */
export class Keyboard {
  readonly page: Page
  constructor(page: Page) {
    this.page = page
  }

  async signIn(url: string, login: string): Promise<void> {
    await this.page.goto(`${url}/sign-in`)
    // The browser gives the focus once it has drawn the page, which may be after the load event.
    await this.page.locator('[name=login]:focus').waitFor()
    await this.page.keyboard.type(login)
    await this.page.keyboard.press('Tab')
    await this.page.keyboard.type(DEMO_PASSWORD)
    await this.going(() => this.page.keyboard.press('Enter'))
    expect(await this.page.getAttribute('main', 'data-page'), 'signed in').to.equal('desk')
  }

  /** A key that leads to another page. */
  async press(key: string): Promise<void> {
    await this.going(() => this.page.keyboard.press(key))
  }
  async going(act: () => Promise<unknown>): Promise<void> {
    await Promise.all([this.page.waitForNavigation(), act()])
  }

  get step(): Promise<string | null> {
    return this.page.getAttribute('main', 'data-step')
  }

  /** Presses the key that stands on this choice. */
  async choose(step: string, outcome: string): Promise<void> {
    expect(await this.step, `before ${outcome}`).to.equal(step)
    const key = await this.page.getAttribute(
      `#answers button[name=outcome][value^="${outcome}"]`,
      'data-key',
    )
    if (key === null) throw new Error(`${step}: no key for ${outcome}`)
    await this.press(key)
  }
  async follow(...answers: readonly string[]): Promise<void> {
    for (const each of answers) {
      const [step = '', outcome = ''] = each.split(' ')
      await this.choose(step, outcome)
    }
  }

  /** Types into the fields of the form that has the focus, moving on with Tab, and sends it with Enter. */
  async tell(fields: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, value] of Object.entries(fields)) {
      await this.tabTo(`[name="said.${name}"]`)
      await this.page.keyboard.press('Control+A')
      await this.page.keyboard.type(value)
    }
    await this.press('Enter')
  }

  async tabTo(selector: string): Promise<void> {
    for (let n = 0; n < 80; n += 1) {
      if ((await this.page.locator(`${selector}:focus`).count()) > 0) return
      await this.page.keyboard.press('Tab')
    }
    throw new Error(`${selector} cannot be reached with Tab`)
  }
}
