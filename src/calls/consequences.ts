import { recordEvent } from '../audit/events.ts'
import { tokyoDate } from '../cards/delivery.ts'
import { changeCase, openCase } from '../cases/cases.ts'
import { findCustomerCard } from '../customers/cards.ts'
import type { Db } from '../db.ts'
import { placeholdersIn } from '../scripts/placeholder.ts'
import type { Step } from '../scripts/script.ts'
import { vocabulary } from '../scripts/vocabulary.ts'
import type { Answer, Position, Standing } from '../scripts/walk.ts'
import { samePosition } from './answer-check.ts'
import type { Call } from './call.ts'
import { insertMatter, setCallCustomer, setMatterCase } from './calls.ts'
import type { CaseTurn } from './case-turn.ts'
import type { CallContext, CallDeps } from './context.ts'
import { appendEntries, lastSeq, type NewEntry } from './entries.ts'
import { finishCall, finishMatter, type Scope } from './finishing.ts'
import { followPick } from './linking.ts'
import { orderSeen } from './order-dates.ts'
import { followPromises } from './promising.ts'
import { followTrouble } from './trouble-seen.ts'
import { followCustomer } from './whose-case.ts'

/** Whether a case is needed once this step is reached: its number is read out, something is done, or the call ends. */
const needsCase = (step: Step | undefined): boolean =>
  step !== undefined &&
  (step.kind === 'end' ||
    step.action !== undefined ||
    [step.say?.ja ?? '', step.hint?.ja ?? ''].some((text) =>
      placeholdersIn(text).some((name) => name === 'case.no'),
    ))

/** Who caused it, when, in which call. */
export interface Hand {
  readonly operatorId: string
  readonly at: Date
  readonly callId: string
  /** The slip that it was written down on, where the call was taken on paper. */
  readonly slip?: Slip
}

/** What was told at the time of the call counts from then, and is owed by whoever took it. */
export interface Slip {
  readonly startedAt: Date
  readonly endedAt: Date
  readonly takenBy: string
  /** When a promise was said to be due; null where the slip names no time. */
  dueOf(kind: string): Date | null
}

/** What follows from an answer, in its transaction: the matter's case, promises, the end of the call. */
export class Consequences {
  private readonly trx: Db
  private readonly deps: CallDeps
  private readonly call: Call
  private readonly before: Standing
  private readonly after: Standing
  /** Where the answer was given: here, or at an earlier place that is corrected. */
  private readonly at: Position
  private readonly steps: ReadonlyMap<string, Step>
  private readonly hand: Hand
  private readonly caseIds: Map<number, string | null>
  private readonly turns: NewEntry[] = []
  /** Matters whose case went along to another customer. */
  private readonly moved: number[] = []

  constructor(
    trx: Db,
    deps: CallDeps,
    context: CallContext,
    after: Standing,
    at: Position,
    hand: Hand,
  ) {
    this.trx = trx
    this.deps = deps
    this.call = context.call
    this.before = context.standing
    this.after = after
    this.at = at
    this.steps = context.version.script.steps
    this.hand = hand
    this.caseIds = new Map(context.call.matters.map((matter) => [matter.number, matter.caseId]))
  }

  /** `fields`: what was typed with the answer, whose `seq` is the next of the log. */
  async run(pickedCase: string | null, fields: Readonly<Record<string, string>>): Promise<void> {
    await this.followCustomer()
    await this.followMatter()
    await this.followPick(pickedCase)
    if (needsCase(this.steps.get(this.after.current.step)))
      await this.ensureCase(this.after.current.matter)
    await this.followCard()
    const { trx, hand, deps } = this
    const fieldsOf = (answer: Answer) =>
      answer.seq > lastSeq(this.call) ? fields : this.typedWith(answer)
    await followPromises(
      {
        trx,
        hand,
        fieldsOf,
        timeZone: deps.timeZone,
        callStartedAt: this.call.startedAt,
        at: this.at,
        isDeed: (step) => this.steps.get(step)?.kind === 'act',
        orderSeen: (matter) => orderSeen(this.call, matter, this.after.state),
        caseBefore: (matter) => this.caseBefore(matter),
        caseOf: (matter) => this.caseIds.get(matter) ?? null,
        ensureCase: (matter) => this.ensureCase(matter),
      },
      this.before,
      this.after,
    )
    await this.followEnds()
    await followTrouble(
      trx,
      { call: this.call, steps: this.steps, caseIds: this.caseIds, hand, fieldsOf },
      this.before,
      this.after,
    )
    if (this.turns.length > 0)
      await appendEntries(this.trx, this.call.id, lastSeq(this.call) + 1, this.turns)
  }

  private async followCustomer() {
    const { customer } = this.after.state
    if (customer === this.call.customerId) return
    const { trx, call, hand } = this
    await setCallCustomer(trx, call.id, customer)
    for (const [matter, caseId] of this.caseIds) {
      const whose = await followCustomer(trx, call, matter, caseId, customer, hand)
      this.caseIds.set(matter, whose.caseId)
      if (whose.leaves) this.tell(matter, { kind: 'case_left', caseId: whose.leaves })
      if (whose.turn?.kind === 'case_moved') this.moved.push(matter)
      this.tell(matter, whose.turn)
    }
  }

  /** Goes into the log, so that the page can say what became of the case. */
  private tell(matter: number, turn: CaseTurn | null) {
    if (turn === null) return
    const { operatorId, at } = this.hand
    const { kind, caseId } = turn
    this.turns.push({ kind, matter, byWhom: 'system', operatorId, at, facts: { caseId } })
  }

  private async followMatter() {
    const { matter } = this.after.current
    if (this.caseIds.has(matter)) return
    this.caseIds.set(matter, null)
    await insertMatter(this.trx, this.call.id, matter, this.hand.at)
  }

  /** The case that was picked is the matter's; none was, and it is the first call about this: then no case is yet. */
  private async followPick(pickedCase: string | null) {
    const { matter } = this.at
    const call = { ...this.call, customerId: this.after.state.customer }
    const linked = this.caseIds.get(matter) ?? null
    if (pickedCase === null && !this.isFirstCall()) return
    const { trx, hand } = this
    const { caseId, turn } = await followPick(trx, call, matter, linked, pickedCase, hand)
    this.caseIds.set(matter, caseId)
    this.tell(matter, turn)
  }

  private isFirstCall(): boolean {
    const lookUp = this.steps.get(this.at.step)?.lookUp ?? ''
    const passed = this.after.path.find((each) => samePosition(each, this.at))
    return vocabulary.lookUps[lookUp]?.picks === 'case' && passed?.choice?.set.again === 'first'
  }

  private typedWith({ seq }: Answer): Readonly<Record<string, string>> {
    return this.call.entries.find((each) => each.seq === seq)?.content.fields ?? {}
  }
  private caseBefore(matter: number): string | null {
    return this.call.matters.find((each) => each.number === matter)?.caseId ?? null
  }

  private async ensureCase(matter: number): Promise<string> {
    const known = this.caseIds.get(matter)
    if (known) return known
    const opened = await openCase(this.trx, {
      day: tokyoDate(this.hand.at.toISOString()),
      customerId: this.after.state.customer,
      reason: this.variablesOf(matter).reason ?? 'other',
      hand: this.hand,
    })
    this.caseIds.set(matter, opened.id)
    await setMatterCase(this.trx, this.call.id, matter, opened.id)
    await this.setCard(opened.id)
    return opened.id
  }

  /** Another card than before is what the case is about from now on. */
  private async followCard() {
    for (const matter of this.moved) {
      const movedId = this.caseIds.get(matter)
      const last = this.after.path.findLast((each) => each.matter === matter)
      if (movedId) await this.setCard(movedId, last?.before.cards ?? [])
    }
    const caseId = this.caseIds.get(this.after.current.matter)
    const linked = !this.call.matters.some((each) => each.caseId === caseId)
    if (caseId && (linked || this.after.state.cards[0] !== this.before.state.cards[0]))
      await this.setCard(caseId)
  }
  private async setCard(caseId: string, [ref]: readonly string[] = this.after.state.cards) {
    const card = ref === undefined ? null : await findCustomerCard(this.trx, ref)
    if (card) await changeCase(this.trx, caseId, 'case_card_set', { card }, this.hand)
  }

  private variablesOf(matter: number) {
    if (matter === this.after.current.matter) return this.after.state.variables
    return this.after.path.findLast((each) => each.matter === matter)?.before.variables ?? {}
  }

  private async followEnds() {
    const over = this.before.current.matter
    const { matter, step } = this.after.current
    // A correction may lead on through several matters at once.
    for (let each = over; each < matter; each += 1) await this.finish(each, this.turnedWith(each))
    if (matter <= over && matter > this.at.matter)
      await this.finish(this.at.matter, this.turnedWith(this.at.matter))
    if (!this.after.ended || this.call.state === 'ended') return
    const disposition = this.steps.get(step)?.disposition ?? 'pending'
    await this.finish(matter, disposition)
    await finishCall(this.scope())
    await recordEvent(this.trx, {
      name: 'call_ended',
      at: this.hand.at,
      operatorId: this.hand.operatorId,
      callId: this.call.id,
      detail: { disposition },
    })
  }

  private scope(): Scope {
    const { trx, deps, call, after, hand } = this
    return { trx, deps, call, after, hand }
  }
  private async finish(matter: number, disposition: string) {
    await finishMatter(this.scope(), matter, await this.ensureCase(matter), disposition)
  }
  /** The answer with which a matter turned to the next one. */
  private turnedWith(matter: number): string {
    return this.after.path.findLast((each) => each.matter === matter)?.choice?.outcome ?? 'pending'
  }
}
