import { setTimeout as sleep } from 'node:timers/promises'
import { load } from 'cheerio'
import { demoPeople } from '../../src/cards/simulator/people.ts'
import type { Program } from '../support/program.ts'
import { sendUnanswered } from '../support/unanswered.ts'
import { Visitor } from '../support/visitor.ts'
import { checkWorld, type Violation } from './check.ts'
import { type Dice, dice } from './dice.ts'
import { type Caller, type Deed, LostCardCall } from './lost-card-call.ts'
import { behave, misbehave } from './misbehaviour.ts'
import { type CrashWorld, openCrashWorld, type WorldOptions } from './world.ts'

export interface Report {
  rounds: number
  kills: number
  faults: number
  actions: number
  /** Of these: certainly not carried out, told so, and seen to by another route, a later try or a task. */
  notDone: number
  readonly violations: Violation[]
}

const TAKERS = ['tanaka', 'suzuki', 'kimura', 'mori']
const FORM = 'application/x-www-form-urlencoded'
/** Leases last 10 s and pauses grow up to a minute. */
const SETTLED_WITHIN_MS = 150_000

/**
 * Takes calls until so many rounds are over. A round is a call with its stop and its order; several go on side by side
 * while the program is killed and the card system misbehaves.
 */
export async function crash(
  rounds: number,
  seed: number,
  options: WorldOptions,
  tell: (line: string) => void = () => {},
): Promise<Report> {
  const report: Report = { rounds: 0, kills: 0, faults: 0, actions: 0, notDone: 0, violations: [] }
  const luck = dice(seed)
  while (report.rounds < rounds) {
    const world = await openCrashWorld(options)
    try {
      await new Driver(world, luck, report).run(rounds - report.rounds)
    } finally {
      await world.close()
    }
    tell(`${report.rounds} rounds, ${report.kills} kills, ${report.violations.length} wrong`)
  }
  return report
}

class Driver {
  private readonly world: CrashWorld
  private readonly luck: Dice
  private readonly report: Report
  private turn = 0

  constructor(world: CrashWorld, luck: Dice, report: Report) {
    this.world = world
    this.luck = luck
    this.report = report
  }

  async run(most: number): Promise<void> {
    const calls = await this.calls(most)
    for (let turns = 0; turns < 6000 && calls.some((each) => !each.isOver); turns += 1) {
      const waits = await this.goOn(calls.filter((each) => !each.isOver))
      if (waits) await sleep(200)
    }
    await behave(this.world.simulatorUrl)
    await this.settle()
    await this.check(calls)
    this.report.rounds += calls.length
  }

  private async calls(most: number): Promise<LostCardCall[]> {
    const callers: Caller[] = []
    for (const person of demoPeople) {
      const [card] = await this.world
        .db('customer_cards')
        .join('customers', 'customers.id', 'customer_cards.customer_id')
        .where({ customer_ref: person.customerRef })
        .orderBy('card_ref')
        .select('last4')
      if (card) callers.push({ person, last4: card.last4 })
    }
    const calls = callers.slice(0, most).map(async (caller, nth) => {
      const visitor = new Visitor(() => this.program(nth).url)
      await visitor.signIn(TAKERS[nth % TAKERS.length] ?? '')
      return new LostCardCall(visitor, caller)
    })
    return await Promise.all(calls)
  }

  /** With two instances each request goes to the next one. */
  private program(nth = this.turn): Program {
    const { programs } = this.world
    const program = programs[nth % programs.length]
    if (!program) throw new Error('no program')
    return program
  }

  /** One form of each call; true when none had one to send. */
  private async goOn(calls: readonly LostCardCall[]): Promise<boolean> {
    let isIdle = true
    for (const call of calls) {
      const deed = await call.next()
      if (!deed) continue
      isIdle = false
      this.turn += 1
      await this.send(call, deed)
    }
    return isIdle
  }

  private async send(call: LostCardCall, deed: Deed): Promise<void> {
    const { luck, report } = this
    call.story.push(`${deed.entry ?? 'look-up'}`)
    if (luck.chance(deed.isAction ? 60 : 4))
      report.faults += await misbehave(
        this.world.simulatorUrl,
        luck,
        deed.isAction ? 'change' : 'look',
      )
    if (!luck.chance(deed.isAction ? 80 : 1)) return this.post(call, deed)
    const moment = luck.pick(['before', 'in flight', 'in flight', 'answered'] as const)
    call.story.push(`kill ${moment}`)
    if (moment === 'answered') await this.post(call, deed)
    if (moment === 'in flight') await this.postAndLeave(call, deed)
    await this.kill(luck.chance(25))
  }

  private headers(call: LostCardCall) {
    return { 'content-type': FORM, 'sec-fetch-site': 'same-origin', cookie: call.screen.cookie }
  }

  private async post(call: LostCardCall, { path, body, entry }: Deed): Promise<void> {
    const answer = await fetch(new URL(path, this.program().url), {
      method: 'POST',
      body,
      headers: this.headers(call),
      redirect: 'manual',
    })
    const page = await answer.text()
    const told = answer.status === 422 ? ` ${load(page)('.notice').text().trim()}` : ''
    call.story.push(`${answer.status}${told}`)
    if (answer.status === 303 && entry) call.acknowledged.push(entry)
    if (answer.status >= 500) throw new Error(`${entry}: ${answer.status}`)
  }

  private async postAndLeave(call: LostCardCall, { path, body }: Deed): Promise<void> {
    await sendUnanswered(new URL(path, this.program().url), body, this.headers(call))
    await sleep(this.luck.roll(this.luck.chance(50) ? 20 : 400))
  }

  /** `twice`: once more as soon as it listens again, while it finds out what became of the actions. */
  private async kill(twice: boolean): Promise<void> {
    const program = this.program()
    await program.kill()
    await program.start()
    this.report.kills += 1
    if (!twice) return
    await sleep(this.luck.roll(300))
    await program.kill()
    await program.start()
    this.report.kills += 1
  }

  private unsettled = () =>
    this.world.db('card_actions').whereIn('state', ['pending', 'sent', 'unknown'])

  private async settle(): Promise<void> {
    for (let waited = 0; waited < SETTLED_WITHIN_MS; waited += 500) {
      if ((await this.unsettled()).length === 0) return
      await sleep(500)
    }
  }

  private async check(calls: readonly LostCardCall[]): Promise<void> {
    const found = await checkWorld(this.world, calls)
    this.report.actions += found.actions
    this.report.notDone += found.notDone
    this.report.violations.push(...found.violations)
  }
}
