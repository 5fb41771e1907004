import { type CheerioAPI, load } from 'cheerio'
import { DEMO_PASSWORD } from '../../src/demo/people.ts'

/** What a form would send: its fields, and the button that was pressed. */
export type Fields = Record<string, string>

/** Somebody with a browser, as far as HTTP goes: keeps cookies, follows redirects, fills in the forms that are there. */
export class Visitor {
  private readonly base: () => string
  private cookies = new Map<string, string>()
  $: CheerioAPI = load('')
  status = 0
  path = '/'

  constructor(base: () => string) {
    this.base = base
  }

  async signIn(login: string): Promise<void> {
    await this.open('/sign-in')
    await this.submit('form[action="/session"]', { login, password: DEMO_PASSWORD })
  }

  async open(path: string): Promise<this> {
    return this.request(path, {})
  }

  /** Submits the form at this selector with what stands in it, `fields` typed over, by the button if one is named. */
  async submit(
    selector: string,
    fields: Fields = {},
    button?: { name: string; value: string },
  ): Promise<this> {
    const action = this.$(selector).first().attr('action') ?? this.path
    return this.post(action, this.filled(selector, fields, button))
  }

  /** What a form would send. */
  filled(
    selector: string,
    fields: Fields = {},
    button?: { name: string; value: string },
  ): URLSearchParams {
    const form = this.$(selector).first()
    if (form.length === 0)
      throw new Error(`no form ${selector} on ${this.path}: ${this.text('main').slice(0, 300)}`)
    const sent = new URLSearchParams()
    for (const [name, value] of this.fieldsOf(form)) if (!(name in fields)) sent.append(name, value)
    for (const [name, value] of Object.entries(fields)) sent.append(name, value)
    if (button) sent.append(button.name, button.value)
    return sent
  }

  async post(path: string, body: URLSearchParams | Fields, headers: Fields = {}): Promise<this> {
    return this.request(path, {
      method: 'POST',
      body: new URLSearchParams(body),
      headers: { 'sec-fetch-site': 'same-origin', ...headers },
    })
  }

  private fieldsOf(form: ReturnType<CheerioAPI>): [string, string][] {
    const id = form.attr('id')
    const outside = id
      ? this.$(`input[form="${id}"],textarea[form="${id}"],select[form="${id}"]`)
      : this.$('#none')
    return form
      .find('input,select,textarea')
      .add(outside)
      .toArray()
      .flatMap((element): [string, string][] => {
        const field = this.$(element)
        const name = field.attr('name')
        const type = field.attr('type')
        if (
          !name ||
          ((type === 'radio' || type === 'checkbox') && field.attr('checked') === undefined)
        )
          return []
        if (field.is('select')) {
          const chosen = field.find('option[selected]').first()
          return [
            [name, (chosen.length ? chosen : field.find('option').first()).attr('value') ?? ''],
          ]
        }
        return [[name, field.is('textarea') ? field.text() : (field.attr('value') ?? '')]]
      })
  }

  /** What is taken out as a file. */
  fetch(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(new URL(path, this.base()), {
      ...init,
      redirect: 'manual',
      headers: { 'accept-language': 'ja', cookie: this.cookie, ...init.headers },
    })
  }

  async request(path: string, init: RequestInit): Promise<this> {
    const response = await this.fetch(path, init)
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const at = pair.indexOf('=')
      this.cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
    const to = response.headers.get('location')
    if (to !== null) {
      await response.arrayBuffer()
      return this.request(to, {})
    }
    this.status = response.status
    this.path = path
    this.$ = load(await response.text())
    return this
  }

  /** Takes a cookie (`name=value`) that was set aside. */
  keep(pair: string): void {
    this.cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
  }

  text(selector: string): string {
    return this.$(selector).text().replace(/\s+/g, ' ').trim()
  }
  get cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }
  get page(): string {
    return this.$('main').attr('data-page') ?? ''
  }
  get step(): string {
    return this.$('main').attr('data-step') ?? ''
  }
}
