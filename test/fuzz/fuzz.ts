import { load } from 'cheerio'
import type { Route } from '../../src/operators/guarded-router.ts'
import type { Role } from '../../src/operators/operator.ts'
import { may } from '../../src/operators/permissions.ts'
import { promisedCall } from '../cases/taking.ts'
import { verifiedCall } from '../journeys/ways.ts'
import type { Annai } from '../support/annai.ts'
import { CALLERS } from '../support/phone-call.ts'
import type { Visitor } from '../support/visitor.ts'
import { wander } from '../support/wanderer.ts'
import { type Dice, diceOf } from './dice.ts'
import { bent, MARKUP, strange } from './values.ts'

/** Requests of every shape to every route, by somebody of every role and by nobody. */

/** The demo's people, and what they may. */
export const PEOPLE: Readonly<Record<string, Role>> = {
  tanaka: 'operator',
  kimura: 'fraud_desk',
  mori: 'supervisor',
  hayashi: 'script_author',
  ueno: 'auditor',
  admin: 'admin',
}
/** Who signs out, changes a password or shuts somebody out ends the test; told as stories elsewhere. */
const NOT_SENT = /^\/(session|account|operators|locked)/

export interface Outcome {
  readonly sent: number
  readonly statuses: Readonly<Record<number, number>>
  readonly routes: number
  /** What must not be, each with what would send it again. */
  readonly wrong: readonly string[]
}

export interface FuzzOptions {
  readonly annai: Annai
  readonly requests: number
  readonly seed: number
  readonly atOnce?: number
  onProgress?(sent: number): Promise<void> | void
}

type Fields = readonly (readonly [string, string])[]
interface Known {
  /** Forms that were seen for each route, and the fields of addresses. */
  readonly forms: ReadonlyMap<string, readonly Fields[]>
  readonly asked: readonly string[]
  readonly ids: readonly string[]
}

export async function fuzz(options: FuzzOptions): Promise<Outcome> {
  const { annai, requests, seed, atOnce = 6 } = options
  const dice = diceOf(seed)
  const routes = annai.routes.filter(({ path }) => !NOT_SENT.test(path))
  const visitors = await signedIn(annai)
  await leaveThings(annai, visitors)
  const known = await look(annai, routes, visitors)
  const statuses: Record<number, number> = {}
  const wrong: string[] = []
  let sent = 0
  const worker = async () => {
    while (sent < requests && wrong.length < 20) {
      sent += 1
      const nth = sent
      const route = dice.pick(routes)
      const who = dice.once(10) ? null : dice.pick([...visitors.keys()])
      const asking = askingFor(dice, route, known)
      const cookie = who === null ? '' : cookieOf(visitors, who)
      const answer = await send(annai.url, asking, cookie).catch(noAnswer)
      statuses[answer.status] = (statuses[answer.status] ?? 0) + 1
      const fault = faultIn(answer, asking, route, who)
      if (fault)
        wrong.push(
          `${fault}: ${who ?? 'nobody'} ${asking.method} ${asking.path} ${asking.body}`.slice(
            0,
            600,
          ),
        )
      if (nth % 1000 === 0) await options.onProgress?.(nth)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return { sent, statuses, routes: routes.length, wrong }
}

async function signedIn(annai: Annai): Promise<Map<string, Visitor>> {
  const visitors = new Map<string, Visitor>()
  for (const login of Object.keys(PEOPLE)) visitors.set(login, await annai.signIn(login))
  return visitors
}
const cookieOf = (visitors: ReadonlyMap<string, Visitor>, who: string) =>
  visitors.get(who)?.cookie ?? ''

/** A case with a promise, and calls that are going on, one of them verified. */
async function leaveThings(annai: Annai, visitors: ReadonlyMap<string, Visitor>): Promise<void> {
  for (const [login, visitor] of visitors) {
    if (login === 'tanaka') await promisedCall(annai, visitor)
    if (login === 'kimura') await verifiedCall(visitor, CALLERS.watanabe)
  }
}

/** What the pages themselves would send: their forms, the names of their addresses' fields, and the ids in the database. */
async function look(
  annai: Annai,
  routes: readonly Route[],
  visitors: ReadonlyMap<string, Visitor>,
): Promise<Known> {
  const forms = new Map<string, Fields[]>()
  const asked = new Set(['q', 'from', 'since', 'correct', 'view', 'behind', 'before', 'number'])
  const read = (html: string) => {
    const $ = load(html)
    for (const element of $('form').toArray()) {
      const form = $(element)
      const fields: Fields = form
        .find('[name]')
        .toArray()
        .map((field) => [$(field).attr('name') ?? '', $(field).attr('value') ?? $(field).text()])
      if (form.attr('method')?.toLowerCase() !== 'post') {
        for (const [name] of fields) asked.add(name)
        continue
      }
      const targets = [
        form.attr('action'),
        ...form
          .find('[formaction]')
          .toArray()
          .map((each) => $(each).attr('formaction')),
      ]
      for (const target of targets) {
        const route = routes.find(
          (each) => each.method !== 'GET' && matches(each.path, target ?? ''),
        )
        if (route) forms.set(route.path, [...(forms.get(route.path) ?? []), fields].slice(-20))
      }
    }
  }
  for (const login of ['mori', 'ueno', 'hayashi']) {
    const visitor = visitors.get(login)
    if (visitor) await wander(visitor, {}, ['closure', 'state='], read)
  }
  return { forms, asked: [...asked], ids: await idsIn(annai) }
}

const TABLES =
  'calls cases customers commitments tasks case_views case_handovers customer_flags customer_merges privacy_exports script_versions operators teams manual_stops approvals card_actions'.split(
    ' ',
  )
async function idsIn({ db }: Annai): Promise<string[]> {
  const all: string[] = []
  for (const table of TABLES)
    if (await db.schema.hasTable(table)) all.push(...(await db(table).limit(30).pluck('id')))
  return all.map(String)
}

function matches(pattern: string, path: string): boolean {
  const [wanted, given] = [pattern.split('/'), (path.split('?')[0] ?? '').split('/')]
  return (
    wanted.length === given.length &&
    wanted.every((each, at) => each.startsWith(':') || each === given[at])
  )
}

interface Asking {
  readonly method: string
  readonly path: string
  readonly body: string
  readonly type: string
}

function askingFor(dice: Dice, route: Route, known: Known): Asking {
  const method =
    route.method === 'ALL' || dice.once(60)
      ? dice.pick(['GET', 'POST', 'HEAD', 'PUT', 'DELETE'])
      : route.method
  const id = () => (dice.once(4) ? strange(dice) : dice.pick(known.ids))
  const place = route.path
    .replace(/\*\w+|\{[^}]*\}/g, () => encoded(strange(dice)))
    .replace(/:\w+/g, () => encoded(id()).slice(0, 900))
  const path = dice.once(3) || method !== 'GET' ? place : `${place}?${queryOf(dice, known)}`
  if (method === 'GET' || method === 'HEAD') return { method, path, body: '', type: '' }
  const fields = fieldsOf(dice, route, known)
  if (dice.once(12)) return { method, path, body: jsonOf(dice, fields), type: 'application/json' }
  if (dice.once(60))
    return {
      method,
      path,
      body: strange(dice),
      type: dice.pick([
        'text/plain',
        'multipart/form-data',
        'application/x-www-form-urlencoded; charset=x',
      ]),
    }
  return { method, path, body: wellFormed(fields), type: 'application/x-www-form-urlencoded' }
}

const encoded = (text: string) => encodeURIComponent(text.toWellFormed()) || '-'
const wellFormed = (fields: Fields) =>
  new URLSearchParams(
    fields.map(([name, value]): [string, string] => [name.toWellFormed(), value.toWellFormed()]),
  ).toString()

const queryOf = (dice: Dice, { asked, ids }: Known) =>
  wellFormed(
    Array.from({ length: 1 + dice.roll(4) }, (): [string, string] => [
      dice.pick(asked),
      dice.once(4) ? dice.pick(ids) : strange(dice).slice(0, 300),
    ]),
  )

/** A form that a page has shown for this route, with some of its fields changed, dropped, doubled or added. */
function fieldsOf(dice: Dice, route: Route, { forms, ids, asked }: Known): Fields {
  const seen = forms.get(route.path)
  const form: Fields = seen ? dice.pick(seen) : []
  const changed = form.flatMap(([name, value]): [string, string][] => {
    if (dice.once(10)) return []
    if (dice.once(15))
      return [
        [name, value],
        [name, strange(dice)],
      ]
    if (dice.once(3)) return [[name, strange(dice)]]
    if (dice.once(10)) return [[name, dice.pick(ids)]]
    return [[name, dice.once(6) ? bent(dice, value) : value]]
  })
  if (seen && !dice.once(8)) return changed
  return [...changed, [dice.once(2) ? dice.pick(asked) : strange(dice).slice(0, 40), strange(dice)]]
}

function jsonOf(dice: Dice, fields: Fields): string {
  const values = fields.map(([name, value]) => [
    name,
    dice.pick([value, [value], { value }, null, 7, [[[value]]]]),
  ])
  const text = JSON.stringify(dice.once(5) ? values : Object.fromEntries(values))
  return dice.once(6) ? bent(dice, text) : text
}

interface Answer {
  readonly status: number
  readonly text: string
  readonly headers: Headers
}

async function send(
  base: string,
  { method, path, body, type }: Asking,
  cookie: string,
): Promise<Answer> {
  const leaving = new AbortController()
  const headers = {
    cookie,
    'sec-fetch-site': 'same-origin',
    ...(type ? { 'content-type': type } : {}),
  }
  const sent = body === '' ? {} : { body }
  const response = await fetch(base + path, {
    method,
    headers,
    redirect: 'manual',
    signal: leaving.signal,
    ...sent,
  })
  if (response.headers.get('content-type')?.startsWith('text/event-stream')) {
    leaving.abort()
    return { status: response.status, text: '', headers: response.headers }
  }
  return { status: response.status, text: await response.text(), headers: response.headers }
}

/** The line broke, or what came was no answer. */
const noAnswer = (error: Error): Answer => ({
  status: 599,
  text: String(error.cause ?? error),
  headers: new Headers(),
})

const INSIDE =
  /\bat [^\n]{0,200}\.(?:ts|js|ejs):\d+|node_modules|SQLITE_|syntax error at|ECONNREFUSED/
const PERSON = /中村 拓也|ナカムラ タクヤ|佐々木 結衣|090-0000-010\d/

/** What is wrong with an answer, if anything. */
function faultIn(answer: Answer, asking: Asking, route: Route, who: string | null): string | null {
  const { status, text, headers } = answer
  if (status >= 500 && !(status === 503 && text.includes('data-page="error"')))
    return `status ${status} ${status === 599 ? text : ''}`
  if (INSIDE.test(text)) return 'the inside of the program'
  if (text.includes(MARKUP) && headers.get('content-type')?.includes('html'))
    return 'markup came back as such'
  if (headers.get('set-cookie')?.includes('fuzz=')) return 'a header was put in'
  const to = headers.get('location')
  if (to !== null && !/^\/(?![/\\])/.test(to)) return `it leads to ${to}`
  if (asking.method !== route.method) return null
  const told = echoes(asking) ? '' : text
  return who === null
    ? outsideFault({ ...answer, text: told }, route)
    : roleFault({ ...answer, text: told }, route, PEOPLE[who] ?? 'admin')
}

/** What was typed is given back. */
function echoes({ path, body }: Asking): boolean {
  const sent = `${path} ${body}`.replaceAll('+', ' ').replace(/%(?![0-9a-f]{2})/gi, '')
  return PERSON.test(Buffer.from(unescape(sent), 'latin1').toString())
}

function outsideFault({ status, text, headers }: Answer, { rule }: Route): string | null {
  if (rule === 'open') return null
  const isTurnedAway =
    status === 401 ||
    (status === 303 && headers.get('location') === '/sign-in') ||
    (status >= 400 && status < 500)
  if (!isTurnedAway) return `nobody got ${status}`
  return PERSON.test(text) ? 'nobody read of a person' : null
}

function roleFault({ status, text }: Answer, { rule }: Route, role: Role): string | null {
  if (rule === null) return 'a route without a rule'
  const isAllowed = rule === 'open' || rule === 'signed_in' || may(role, rule)
  if (!isAllowed && ![400, 403, 413, 415, 422, 431].includes(status))
    return `${role} may not, and got ${status}`
  return !may(role, 'read_customers') && PERSON.test(text) ? `${role} read of a person` : null
}
