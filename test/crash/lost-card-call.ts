import type { demoPeople } from '../../src/cards/simulator/people.ts'
import { PhoneCall } from '../support/phone-call.ts'
import type { Fields, Visitor } from '../support/visitor.ts'

export interface Caller {
  readonly person: (typeof demoPeople)[number]
  /** Of one of their cards; asked for to verify them. */
  readonly last4: string
}

/** What is answered where; the first that is offered. A call of somebody who has lost a card and wants a new one. */
const ANSWERS: Readonly<Record<string, readonly string[]>> = {
  op_reason: ['lost_stolen'],
  op_repeat: ['none', 'separate'],
  id_caller: ['self'],
  id_search: ['one'],
  id_items: ['full'],
  ls_circumstances: ['lost', 'stolen'],
  ls_fallback: ['confirm'],
  es_fraud: ['busy'],
  cb_arrange: ['booked'],
  fr_charges: ['none'],
  rc_ask: ['none', 'unavailable'],
  ri_address: ['match'],
  ri_absence: ['none'],
  ri_waits: ['wanted'],
  wr_owed_stop: ['later'],
  wr_more: ['nothing'],
  wr_acw: ['pending'],
}
const FIELDS: Readonly<Record<string, Fields>> = {
  op_reason: { 'field.customer_words': 'カードを失くした' },
  ls_fallback: { 'field.manual_stop_ref': 'AC-9', 'field.manual_stop_by': '前田' },
}
/** Confirmed with what the card system does then; the other steps only lead there. */
export const DEEDS = ['ls_stop', 'ri_order']

/** So often the page is looked at; waiting for a card system that is away takes most of them. */
const MOST_LOOKS = 300

/** A form as it is sent, and what it should leave in the log. */
export interface Deed {
  readonly path: string
  readonly body: string
  readonly entry: string | null
  readonly isAction: boolean
}

/** One customer on the line: knows the next form to send from the page alone, and remembers what was answered. */
export class LostCardCall {
  readonly screen: Visitor
  private readonly caller: Caller
  private call: PhoneCall | null = null
  private url = ''
  /** What got a 303, in order. */
  readonly acknowledged: string[] = []
  readonly story: string[] = []
  isOver = false
  /** The script did not come to its end, however long somebody tried. */
  isStranded = false
  private looks = 0

  constructor(screen: Visitor, caller: Caller) {
    this.screen = screen
    this.caller = caller
  }

  get id(): string {
    return this.url.split('/')[2] ?? ''
  }

  /** The next form, or null while the call waits or when it is over. */
  async next(): Promise<Deed | null> {
    if (this.call === null) return await this.ring()
    await this.screen.open(this.url)
    const { step } = this.call
    this.isStranded = this.looks > MOST_LOOKS
    if (step.startsWith('end_') || this.isStranded) {
      this.isOver = true
      return null
    }
    this.looks += 1
    const said = this.toBeSaid(step)
    if (said) return this.form('form[data-look-up]', said, null)
    return this.answerTo(step)
  }

  private async ring(): Promise<null> {
    const [phone] = this.caller.person.phones
    this.call = await PhoneCall.from(this.screen, phone?.number ?? '')
    this.url = this.screen.path
    return null
  }

  private toBeSaid(step: string): Fields | null {
    if (step !== 'id_search' && step !== 'id_items') return null
    if (this.call?.choices.some((each) => ['one', 'full'].includes(each))) return null
    const { nameKana, birthDate, phones, bank } = this.caller.person
    const search = { kana: nameKana, birthDate, phone: phones[0]?.number ?? '' }
    const items = { bank: `${bank?.name} ${bank?.branch}` }
    const said = step === 'id_search' ? search : { ...search, ...items, last4: this.caller.last4 }
    return Object.fromEntries(Object.entries(said).map(([name, words]) => [`said.${name}`, words]))
  }

  private answerTo(step: string): Deed | null {
    const choices = this.call?.choices ?? []
    const again = this.screen.$('.step button[formaction$="/look-ups"]')
    if (again.length > 0 && this.looks % 4 !== 0) return null
    if (again.length > 0) return this.form('form#answers', {}, null, `${this.url}/look-ups`)
    const wanted = ANSWERS[step] ?? ['next', 'confirm']
    const picked = choices.find((each) => each.startsWith('picked:') && !each.includes(','))
    const outcome = picked ?? wanted.find((each) => choices.includes(each)) ?? choices[0]
    if (outcome === undefined) return null
    const last4 = this.screen
      .$('input[name=last4]')
      .toArray()
      .map((each) => /…(\d{4})/.exec(this.screen.$(each).prev('label').text())?.[1] ?? '')
    const isAsked = this.screen.$('form#answers input[name=reason]').length > 0
    const why: Fields = isAsked ? { reason: 'お客様のお申し出のため' } : {}
    const fields = { ...FIELDS[step], ...why, ...(last4[0] ? { last4: last4[0] } : {}) }
    const button = { name: 'outcome', value: outcome }
    const entry = `${step} ${outcome === 'confirm' ? 'confirm' : (outcome.split(':')[0] ?? '')}`
    const body = String(this.screen.filled('form#answers', fields, button))
    const isAction = DEEDS.includes(step) && outcome === 'confirm'
    return { path: `${this.url}/answers`, body, entry, isAction }
  }

  private form(selector: string, fields: Fields, entry: null, path = `${this.url}/look-ups`): Deed {
    const body = String(this.screen.filled(selector, fields))
    return { path, body, entry, isAction: false }
  }
}
