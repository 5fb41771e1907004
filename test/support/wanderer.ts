import { DEMO_PASSWORD } from '../../src/demo/people.ts'
import type { Fields, Visitor } from './visitor.ts'

/** Somebody who opens every link and sends every form that the pages offer, each kind a few times, whatever it does. */

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g
const OFTEN = 2
const MOST_PAGES = 400
const MOST_FORMS = 60
/** They end the walk, or lead into a call: calls are told as stories elsewhere. */
const NOT_SENT = [
  '/session',
  '/session/end',
  '/session/lock',
  '/session/unlock',
  '/preferences',
  '/calls',
  '/next-case',
]

/** What is typed where a field is empty. */
const TYPED: Record<string, string> = {
  date: '2026-12-01',
  'datetime-local': '2026-12-01T10:00',
  time: '10:00',
  number: '1',
  tel: '09000000101',
  password: DEMO_PASSWORD,
}

/** What came of each kind of request: its method, its address without ids, the button of a form. */
export type Walk = ReadonlyMap<string, readonly number[]>

/** What is typed: into fields of these names, or the same into every field that takes words. */
export type Typing = Fields | { readonly everywhere: string }

/** `leaving`: what is not pressed; `onPage` is given every page. Where the same is typed everywhere, only forms that take words are sent. */
export async function wander(
  visitor: Visitor,
  typed: Typing,
  leaving: readonly string[] = [],
  onPage: (html: string) => void = () => {},
): Promise<Walk> {
  const walk = new Map<string, number[]>()
  const ahead = ['/', '/cases?view=all']
  const go = async (kind: string, request: () => Promise<unknown>): Promise<boolean> => {
    const before = walk.get(kind) ?? []
    if (before.length >= (kind.startsWith('POST') ? 1 : OFTEN)) return false
    walk.set(kind, before)
    await request()
    before.push(visitor.status)
    onPage(visitor.$.html())
    for (const link of visitor.$('a[href^="/"]').toArray())
      ahead.push(visitor.$(link).attr('href') ?? '/')
    return true
  }
  for (let pages = 0; pages < MOST_PAGES; ) {
    const path = ahead.shift()
    if (path === undefined) break
    if (!(await go(`GET ${kindOf(path)}`, () => visitor.open(path)))) continue
    pages += 1
    for (let nth = 0; nth < MOST_FORMS; nth += 1) {
      const form = formsOf(visitor, typed)[nth]
      if (form === undefined) break
      // Each form is sent from the page as it stands by then.
      if (leaving.some((each) => form.kind.includes(each))) continue
      if (!(await go(form.kind, form.send))) continue
      if (form.kind.startsWith('GET')) ahead.unshift(visitor.path)
      await visitor.open(path)
    }
  }
  return walk
}

/** An address without its ids and without what was typed. */
const kindOf = (path: string): string => {
  const [place = '', query = ''] = path.replace(ID, ':id').split('?')
  const asked = [...new URLSearchParams(query).keys()].sort().join('&')
  return asked === '' ? place : `${place}?${asked}`
}

/** The forms of the page that is open, as they would be sent by each of their buttons. */
function formsOf(
  visitor: Visitor,
  typed: Typing,
): { kind: string; send: () => Promise<unknown> }[] {
  const { $ } = visitor
  return $('form')
    .toArray()
    .flatMap((element, nth) => {
      const form = $(element)
      const action = (form.attr('action') ?? visitor.path).split('?')[0] ?? '/'
      const isPost = form.attr('method')?.toLowerCase() === 'post'
      if (isPost && NOT_SENT.includes(action)) return []
      form.attr('data-nth', String(nth))
      if ('everywhere' in typed && wordFields(visitor, nth).length === 0) return []
      const buttons = form.find('button[name]').toArray()
      return (buttons.length === 0 ? [undefined] : buttons).map((button) => {
        const pressed = button && {
          name: $(button).attr('name') ?? '',
          value: $(button).attr('value') ?? '',
        }
        const at = button ? ($(button).attr('formaction') ?? action) : action
        const body = visitor.filled(
          `form[data-nth="${nth}"]`,
          missing(visitor, nth, typed),
          pressed,
        )
        const label = pressed ? ` ${pressed.name}=${pressed.value}` : ''
        return {
          kind: `${isPost ? 'POST' : 'GET'} ${kindOf(at)}${label}`,
          send: () => (isPost ? visitor.post(at, body) : visitor.open(`${at}?${body}`)),
        }
      })
    })
}

/** What has to be typed or chosen: empty fields, and one of each question that nothing is chosen for. */
function missing(visitor: Visitor, nth: number, typed: Typing): Fields {
  const { $ } = visitor
  const fields: Fields = {}
  if ('everywhere' in typed)
    for (const name of wordFields(visitor, nth)) fields[name] = typed.everywhere
  for (const element of $(`form[data-nth="${nth}"]`).find('input,textarea').toArray()) {
    const field = $(element)
    const name = field.attr('name')
    const type = field.attr('type') ?? 'text'
    if (name === undefined || type === 'hidden') continue
    if (type === 'radio' || type === 'checkbox') {
      const chosen = $(`form[data-nth="${nth}"] [name="${name}"][checked]`).length > 0
      if (!chosen && !(name in fields)) fields[name] = field.attr('value') ?? 'on'
    } else if ((field.attr('value') ?? field.text()) === '')
      fields[name] ??= ('everywhere' in typed ? undefined : typed[name]) ?? TYPED[type] ?? '紛失'
  }
  return fields
}

/** The names of the fields of a form into which anything can be typed. */
const wordFields = ({ $ }: Visitor, nth: number): string[] =>
  $(`form[data-nth="${nth}"]`)
    .find('input,textarea')
    .toArray()
    .filter((field) => ['text', 'search', 'tel'].includes($(field).attr('type') ?? 'text'))
    .flatMap((field) => $(field).attr('name') ?? [])
