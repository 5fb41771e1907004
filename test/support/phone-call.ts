import { expect } from 'chai'
import { load } from 'cheerio'
import type { Input, Output, ReadName } from '../../src/cards/card-system.ts'
import { httpCardSystem } from '../../src/cards/http.ts'
import { type DemoCustomerRef, demoPeople } from '../../src/cards/simulator/people.ts'
import type { Annai } from './annai.ts'
import type { Fields, Visitor } from './visitor.ts'

export type Caller = { from: string; search: Fields; items: Fields }

function callerOf(ref: DemoCustomerRef, last4: string): Caller {
  const person = demoPeople.find((each) => each.customerRef === ref)
  if (!person) throw new Error(`no demo customer ${ref}`)
  const phone = person.phones[0].number
  return {
    from: phone,
    search: { kana: person.nameKana, birthDate: person.birthDate, phone },
    items: { bank: `${person.bank.name} ${person.bank.branch}`, last4 },
  }
}

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
  /** Wallet with three cards stolen. */
  takahashi: callerOf('customer-0103', '8431'),
  /** The new card waits at the post office. */
  kobayashi: callerOf('customer-0106', '0000'),
  /** The new card came back. */
  kato: callerOf('customer-0107', '1111'),
  /** Held by the network after two large top-ups of his own. */
  watanabe: callerOf('customer-0109', '4444'),
  /** Nothing is wrong with his card. */
  namesake: callerOf('customer-0110', '4242'),
} as const

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

  /** `picked:0005` stands for the card that is labelled with these digits, `found` alone for the first case that was. */
  private fullValue(outcome: string): string {
    const [word, label = ''] = outcome.split(':')
    const button = this.screen
      .$(`button[name=outcome][value^="${word}:"]`)
      .toArray()
      .find((each) => this.screen.$(each).text().includes(label))
    const value = button ? this.screen.$(button).attr('value') : undefined
    if (label !== '' && !value)
      throw new Error(`nothing to pick for ${outcome}: ${this.choices.join(' ')}`)
    return value ?? outcome
  }

  /** Goes back to an answer of the path by its link and gives another one. */
  async correct(words: string, fields: Fields = {}): Promise<this> {
    const [step = '', outcome = ''] = words.split(' ')
    const link = this.screen.$(`.trail a[href*="/${step}/"]`).last().attr('href')
    if (!link) throw new Error(`${step} cannot be corrected: ${this.path.join(' ')}`)
    await this.screen.open(link)
    await this.answer(this.fullValue(outcome), fields)
    expect(this.screen.status, `${words}: ${this.screen.text('.notice')}`).to.equal(200)
    return this
  }

  /** The steps of the path that can be corrected, in order. */
  get path(): string[] {
    return this.screen
      .$('.trail > .scroll > div > ol a')
      .toArray()
      .map((link) => this.screen.$(link).attr('href')?.split('/').at(-2) ?? '')
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

/** Where the simulator answers. */
export type World = Pick<Annai, 'stageUrl'>

/** Plays the customer's or the world's side on the stage. */
export async function stage(annai: World, path: string, fields: Fields): Promise<string> {
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

/** What has happened to a customer in the world of the simulator, newest first, as its page tells it. */
export async function stageLog(annai: World, customer: string): Promise<string[]> {
  const page = await fetch(`${annai.stageUrl}/stage?lang=ja&customer=${customer}`)
  const $ = load(await page.text())
  return $('.log li')
    .toArray()
    .map((each) => $(each).text().replace(/\s+/g, ' ').trim())
}

/** Asks the card system itself, past the product. */
export function askCardSystem<N extends ReadName>(
  annai: World,
  operation: N,
  input: Input<N>,
): Promise<Output<N>> {
  const cards = httpCardSystem({ baseUrl: annai.stageUrl })
  return cards.read(operation, input).finally(() => cards.close())
}

/** Lets the card system misbehave: the whole list, each fault until it is used up. */
export async function faults(annai: World, ...list: Record<string, unknown>[]): Promise<void> {
  const response = await fetch(`${annai.stageUrl}/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ faults: list }),
  })
  expect(response.status).to.equal(200)
}
