import { expect } from 'chai'
import type { Annai } from './annai.ts'
import type { Fields, Visitor } from './visitor.ts'

/** What the demo's customers say when they are asked who they are. */
export const CALLERS = {
  nakamura: {
    from: '090-0000-0101',
    search: {
      kana: 'なかむら　たくや',
      birthDate: '平成2年6月14日',
      phone: '０９０−００００−０１０１',
    },
    items: { bank: 'あさひ台銀行 みどり野支店', last4: '0005' },
  },
} as const
export type Caller = { from: string; search: Fields; items: Fields }

const said = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [`said.${name}`, value]))

/** An operator on the phone: presses choices, types what is said, and sees where the script leads. */
export class PhoneCall {
  readonly screen: Visitor
  constructor(screen: Visitor) {
    this.screen = screen
  }

  static async from(screen: Visitor, number: string, fields: Fields = {}): Promise<PhoneCall> {
    await screen.post('/calls', { from: number, ...fields })
    return new PhoneCall(screen)
  }

  get step(): string {
    return this.screen.step
  }
  get id(): string {
    return this.screen.path.split('/')[2] ?? ''
  }
  /** What the operator reads aloud. */
  get say(): string {
    return this.screen.text('.say')
  }
  /** The values of the buttons, interrupts left out. */
  get choices(): string[] {
    return this.screen
      .$('form#answers button[name=outcome]')
      .toArray()
      .map((button) => this.screen.$(button).attr('value') ?? '')
  }
  get proposed(): string | undefined {
    return this.screen.$('button[data-proposed]').attr('value')
  }

  async answer(outcome: string, fields: Fields = {}): Promise<this> {
    await this.screen.submit('form#answers', fields, { name: 'outcome', value: outcome })
    return this
  }

  /** Answers that follow each other, each at the step that is named: `step outcome`. */
  async follow(...answers: readonly (string | readonly [string, Fields])[]): Promise<this> {
    for (const each of answers) {
      const [words, fields] = typeof each === 'string' ? [each, {}] : each
      const [step = '', outcome = ''] = words.split(' ')
      expect(this.step, `before "${words}"`).to.equal(step)
      await this.answer(this.fullValue(outcome), fields)
      expect(this.screen.status, `${words}: ${this.screen.text('.notice')}`).to.equal(200)
    }
    return this
  }

  /** `picked:0005` stands for the card that is labelled with these digits. */
  private fullValue(outcome: string): string {
    const [word, last4] = outcome.split(':')
    if (!last4) return outcome
    const button = this.screen
      .$(`button[name=outcome][value^="${word}:"]`)
      .toArray()
      .find((each) => this.screen.$(each).text().includes(last4))
    const value = button ? this.screen.$(button).attr('value') : undefined
    if (!value) throw new Error(`nothing to pick for ${outcome}: ${this.choices.join(' ')}`)
    return value
  }

  async tell(fields: Fields): Promise<this> {
    await this.screen.submit('form[data-look-up]', said(fields))
    return this
  }

  /** From the question who is calling to full verification. */
  async verify(caller: Caller): Promise<this> {
    await this.follow('id_intro next', 'id_caller self')
    await this.tell(caller.search)
    await this.follow('id_search one')
    await this.tell(caller.items)
    return this.follow('id_items full')
  }
}

/** Plays the customer's or the world's side on the stage. */
export async function stage(annai: Annai, path: string, fields: Fields): Promise<string> {
  const response = await fetch(`${annai.stageUrl}/stage/${path}`, {
    method: 'POST',
    body: new URLSearchParams({ lang: 'ja', ...fields }),
    redirect: 'manual',
  })
  if (response.status !== 303)
    throw new Error(`stage ${path}: ${response.status} ${await response.text()}`)
  const page = await fetch(new URL(response.headers.get('location') ?? '', annai.stageUrl))
  const html = await page.text()
  return /data-result="([^"]*)"/.exec(html)?.[1] ?? ''
}
