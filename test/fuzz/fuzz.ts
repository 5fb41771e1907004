import type { Route } from '../../src/operators/guarded-router.ts'
import { may } from '../../src/operators/permissions.ts'
import type { Annai } from '../support/annai.ts'
import { type Asking, askingFor } from './asking.ts'
import { type Dice, diceOf } from './dice.ts'
import { faultIn, rawFault } from './faults.ts'
import { emptyKnown, type Known, learn, readIds } from './known.ts'
import { GUARDED, gather, isOwnDoor, PEOPLE, type People, PREY_LOGINS } from './people.ts'
import { rawOf } from './raw.ts'
import { type Answer, createSender, type Sender, sendRaw } from './sending.ts'
import { bent, strange } from './values.ts'

/** Requests of every shape to every route, by somebody of every role and by nobody. */
export interface Outcome {
  readonly sent: number
  readonly statuses: Readonly<Record<number, number>>
  readonly routes: number
  /** Routes that somebody who may was let through, with the answer being more than a refusal. */
  readonly reached: number
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

/** What becomes of everything while it goes on. */
interface Run extends Pick<FuzzOptions, 'annai'> {
  readonly dice: Dice
  readonly people: People
  readonly known: Known
  readonly routes: readonly Route[]
  readonly sender: Sender
  readonly spoilt: Set<string>
  readonly statuses: Record<number, number>
  readonly reached: Set<Route>
  readonly wrong: string[]
}

const MOST_WRONG = 20
const LOOK_AGAIN = 500
const RAW_ONCE_IN = 250
const LEARN_ONCE_IN = 25

export async function fuzz(options: FuzzOptions): Promise<Outcome> {
  const { annai, requests, seed, atOnce = 6 } = options
  const people = await gather(annai)
  const { routes } = annai
  const run: Run = {
    annai,
    people,
    routes,
    dice: diceOf(seed),
    known: emptyKnown(),
    sender: createSender(annai.url, atOnce),
    spoilt: new Set(),
    statuses: {},
    reached: new Set(),
    wrong: [],
  }
  await lookAround(run)
  let sent = 0
  const worker = async () => {
    while (sent < requests && run.wrong.length < MOST_WRONG) {
      sent += 1
      const nth = sent
      await (run.dice.once(RAW_ONCE_IN) ? oneRaw(run) : one(run))
      if (nth % LOOK_AGAIN === 0) await readIds(annai, run.known, people)
      if (nth % 1000 === 0) await options.onProgress?.(nth)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  run.sender.close()
  const { statuses, reached, wrong } = run
  return { sent, statuses, routes: routes.length, reached: reached.size, wrong }
}

/** Every page once, by somebody who may, for its forms. */
async function lookAround(run: Run): Promise<void> {
  const { annai, known, people, routes, sender } = run
  await readIds(annai, known, people)
  for (const route of routes) {
    if (route.method !== 'GET' || /\/(live|booklet)$/.test(route.path)) continue
    const who = route.rule === 'open' ? '' : (whoMay(route)[0] ?? '')
    const id = known.ids.get(`${route.path.split('/')[1]?.replaceAll('-', '_')}`)?.[0] ?? '-'
    const path = route.path.replace(/:\w+/, id)
    const asking = { method: 'GET', path, body: '', headers: {}, isPlain: true }
    const { status, text } = await sender.send(asking, people.cookieOf(who))
    if (status === 200) learn(known, routes, text, path)
  }
}

const whoMay = ({ rule }: Route): string[] =>
  Object.entries(PEOPLE).flatMap(([login, role]) =>
    rule === null || rule === 'open' || rule === 'signed_in' || may(role, rule) ? [login] : [],
  )

async function one(run: Run): Promise<void> {
  const { dice, known, routes, sender, spoilt, statuses } = run
  const route = dice.pick(routes)
  const who = askerOf(dice, route)
  const asking = askingFor(dice, route, known)
  const isBent = who !== null && dice.once(40)
  const whole = who === null ? '' : await cookieFor(run, who)
  const cookie = isBent ? bentCookie(dice, whole) : whole
  const answer = await sender.send(asking, cookie)
  statuses[answer.status] = (statuses[answer.status] ?? 0) + 1
  if (who !== null && PREY_LOGINS.includes(who)) spoilt.add(who)
  const named = isBent ? null : who
  // A request that cannot even be put into words was never sent.
  if (answer.text.startsWith('not sent')) return
  const fault = faultIn(answer, asking, route, named)
  if (fault) run.wrong.push(said(fault, named, asking))
  if (answer.status < 400 && asking.isPlain && named !== null) run.reached.add(route)
  if (isPage(answer) && dice.once(LEARN_ONCE_IN)) learn(known, routes, answer.text, asking.path)
}

/** Mostly somebody who may: what is behind the doors matters as much as the doors. */
function askerOf(dice: Dice, route: Route): string | null {
  if (dice.once(10)) return null
  if (isOwnDoor(route.path)) return dice.pick(PREY_LOGINS)
  if (route.method === 'GET' && dice.once(8)) return GUARDED
  return dice.pick(dice.once(3) ? Object.keys(PEOPLE) : whoMay(route))
}

const cookieFor = ({ people, spoilt, dice }: Run, who: string): string | Promise<string> =>
  PREY_LOGINS.includes(who)
    ? people.preyCookie(who, spoilt.delete(who) && dice.once(3))
    : people.cookieOf(who)

/** A session that nobody has. */
function bentCookie(dice: Dice, cookie: string): string {
  const value = cookie.replace('annai_session=', '')
  const other = bent(dice, value).replace(/[^\x21-\x7e]|;/g, '')
  return dice.pick([
    `annai_session=${other === value ? 'x' : other}`,
    `annai_session=${encodeURIComponent(strange(dice).toWellFormed()).slice(0, 3000)}`,
    `__Host-${cookie}`,
    `annai_session=%E0%A4%A; annai_back=//x; =; ;;`,
    'x=y'.repeat(500),
  ])
}

async function oneRaw({ annai, dice, people, statuses, wrong }: Run): Promise<void> {
  const bytes = rawOf(dice, dice.once(2) ? '' : people.cookieOf('kimura'))
  const text = await sendRaw(annai.url, bytes)
  const status = Number(text.slice(9, 12)) || 0
  statuses[status] = (statuses[status] ?? 0) + 1
  const fault = rawFault(text, bytes)
  if (fault) wrong.push(`${fault}: ${JSON.stringify(bytes.slice(0, 300))}`)
}

const isPage = (answer: Answer) =>
  answer.status === 200 && answer.header('content-type').includes('html')

const LONGEST = 600
const said = (fault: string, who: string | null, { method, path, body, headers }: Asking) =>
  `${fault}: ${who ?? 'nobody'} ${method} ${path} ${JSON.stringify(headers)} ${body}`.slice(
    0,
    LONGEST,
  )
