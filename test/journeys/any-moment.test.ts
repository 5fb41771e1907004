import { expect } from 'chai'
import { openDatabase } from '../../src/db.ts'
import { CALLERS, PhoneCall, stage } from '../support/phone-call.ts'
import { type Program, program } from '../support/program.ts'
import { sendUnanswered } from '../support/unanswered.ts'
import { Visitor } from '../support/visitor.ts'
import { MOVES, type Move, RELEASE, type Sent, STOP } from './moves.ts'
import { stopsOf } from './ways.ts'

/** Before it is sent; while it is on its way; or just as it has been answered. */
const MOMENTS = ['before', 'in flight', 'answered'] as const
type Moment = (typeof MOMENTS)[number]

const seed = Number(process.env.CRASH_SEED ?? Math.trunc(Math.random() * 1e9))

/** mulberry32: the same numbers for the same seed. */
function dice(start: number): (sides: number) => number {
  let state = start
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides
  }
}

/** Which moves Annai dies at: a release, a stop and a note while they are on their way, and four more at any moment. */
function plan(roll: (sides: number) => number): Map<Move, Moment> {
  const pick = (from: readonly Move[]) => from[roll(from.length)]
  const deaths = new Map<Move, Moment>()
  for (const move of [
    ...MOVES.filter((each) => isNamed(each)),
    pick(MOVES.filter((each) => each.note)),
  ])
    if (move) deaths.set(move, 'in flight')
  const others = MOVES.filter((each) => each.form)
  while (deaths.size < 7) {
    const move = pick(others)
    if (move && !deaths.has(move)) deaths.set(move, MOMENTS[roll(MOMENTS.length)] ?? 'before')
  }
  return deaths
}
const isNamed = ({ name }: Move) => name === RELEASE || name === STOP

describe(`kill -9 at any moment of a call (CRASH_SEED=${seed})`, function () {
  this.timeout(180_000)
  const roll = dice(seed)
  const deaths = plan(roll)
  let annai: Program
  let tanaka: Visitor
  let call: PhoneCall
  let url: string

  /** What was answered so far, and therefore must be there whatever happens. */
  const recorded: string[] = []
  const notes = new Map<string, string>()
  let held = false
  let path: readonly string[] = []

  before(async () => {
    annai = program()
    await annai.start()
    tanaka = new Visitor(() => annai.url)
    await tanaka.signIn('tanaka')
    const lock = { cardRef: 'card-0101-a', amountYen: '100000' }
    await stage(annai, 'customers/customer-0101/top-ups', lock)
    call = await PhoneCall.from(tanaka, CALLERS.nakamura.from)
    url = tanaka.path
  })
  after(() => annai.close())

  const dieAndRise = async () => {
    await annai.kill()
    await annai.start()
    await tanaka.open(url)
  }

  const headers = (type: string) => ({
    'content-type': type,
    'sec-fetch-site': 'same-origin',
    cookie: tanaka.cookie,
  })
  const post = async ({ path: to, body, type }: Sent, what: string) => {
    const answer = await fetch(new URL(to, annai.url), {
      method: 'POST',
      body,
      headers: headers(type),
      redirect: 'manual',
    })
    await answer.arrayBuffer()
    expect(answer.status, what).to.equal(type === 'application/json' ? 200 : 303)
  }
  /** How deep the program got into it is counted in answers to other requests, not in time. */
  const postUnanswered = async ({ path: to, body, type }: Sent) => {
    await sendUnanswered(new URL(to, annai.url), body, headers(type))
    for (let turns = [0, 1, 2, 4, 8, 16, 32][roll(7)] ?? 0; turns > 0; turns -= 1)
      await (await fetch(`${annai.url}/healthz`)).arrayBuffer()
  }

  const log = async (): Promise<string[]> => {
    const db = openDatabase(annai.database)
    const rows = await db('call_entries').whereNot({ by_whom: 'system' }).orderBy('seq')
    await db.destroy()
    return rows.map((row) => `${row.step} ${row.kind === 'confirmed' ? 'confirm' : row.outcome}`)
  }
  const wayShown = () =>
    tanaka
      .$('.trail .scroll > div > ol')
      .first()
      .find('li:not([aria-current]):not(.matter) b > span')
      .toArray()
      .map((title) => tanaka.$(title).text())
  const noteShown = () => {
    const area = tanaka.$('#note')
    return [area.attr('data-matter') ?? '', area.text()] as const
  }

  /** Everything that was answered is there, and of `open`, which was not, all or nothing. */
  const standsAsBefore = async (nth: number, open?: Move) => {
    const what = `after ${MOVES[nth - 1]?.name ?? 'the start'}, ${open?.name ?? 'nothing'} on its way`
    expect(tanaka.status, what).to.equal(200)
    const told = await log()
    const isThere = open?.entry !== undefined && told.length > recorded.length
    expect(told, what).to.deep.equal(isThere ? [...recorded, open.entry] : recorded)
    const next = isThere && !isWaiting() ? nth + 1 : nth
    expect(call.step, what).to.equal(MOVES[next]?.step ?? 'end_pending')
    const walked = wayShown()
    expect(walked.slice(0, path.length), what).to.deep.equal(path)
    expect(walked.length, what).to.be.at.most(path.length + (isThere || !open ? 1 : 0))
    const [matter, words] = noteShown()
    expect(words, what).to.be.oneOf([
      notes.get(matter) ?? '',
      open?.note ?? notes.get(matter) ?? '',
    ])
    const isHeld = tanaka.$('.hold-clock').length > 0
    expect(isHeld, what).to.be.oneOf([held, open?.held ?? held])
  }
  /** An action is on its way: neither again nor not at all. */
  const isWaiting = () => tanaka.$('.step .k-act').length > 0 && call.choices.length === 0

  /** The look-up of a step may have been lost: it is asked for again, as the page offers. */
  const lookAgainIfLost = async () => {
    if (tanaka.$('.step button[formaction$="/look-ups"]').length === 0) return
    await tanaka.post(`${url}/look-ups`, tanaka.filled('form#answers'))
    await tanaka.open(url)
  }
  /** The round at the next start finds out what became of an action: by then it is too old to be still on its way. */
  const settle = async () => {
    await stage(annai, 'clock', { hours: '1', customer: 'customer-0101' })
    await dieAndRise()
    for (let look = 0; look < 200 && isWaiting(); look += 1) await tanaka.open(url)
  }

  const make = async (move: Move, nth: number, sent: Sent) => {
    const moment = deaths.get(move)
    if (moment === 'before') {
      await dieAndRise()
      await standsAsBefore(nth)
    }
    if (moment === 'in flight') {
      await postUnanswered(sent)
      await dieAndRise()
      await standsAsBefore(nth, move)
    }
    await post(sent, move.name)
    if (move.entry) recorded.push(move.entry)
    if (move.held !== undefined) held = move.held
    if (moment === 'answered') await annai.kill().then(annai.start)
  }

  it('the call stands where it stood, with all that was answered and noted, and goes on to its end', async () => {
    for (const [nth, move] of MOVES.entries()) {
      await tanaka.open(url)
      expect(call.step, `before ${move.name}`).to.equal(move.step)
      path = wayShown()
      await move.inTheWorld?.(annai)
      if (!move.form) continue
      await lookAgainIfLost()
      const [matter] = noteShown()
      await make(move, nth, move.form(call))
      if (move.note) notes.set(matter, move.note)
      await tanaka.open(url)
      if (isWaiting()) await settle()
      await standsAsBefore(nth + 1)
    }
  })

  it('and everything was done once', async () => {
    const db = openDatabase(annai.database)
    const actions = await db('card_actions').orderBy('id')
    const turns = await db('call_entries').whereIn('kind', ['held', 'unheld']).orderBy('seq')
    const kept = await db('case_notes').orderBy('created_at')
    await db.destroy()
    expect(actions.map((each) => `${each.action} ${each.state} ${each.outcome}`)).to.deep.equal([
      'release_lock done ok',
      'stop_card done ok',
      'request_reissue done ok',
    ])
    expect(await stopsOf(annai, 'customer-0101')).to.equal(1)
    expect(turns.map((each) => each.kind)).to.deep.equal(['held', 'unheld'])
    expect(kept.map((each) => each.body)).to.deep.equal([...notes.values()])
  })
})
