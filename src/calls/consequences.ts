import { recordEvent } from '../audit/events.ts'
import { tokyoDate } from '../cards/delivery.ts'
import { changeCase, findCase, openCase } from '../cases/cases.ts'
import { findCustomerCard } from '../customers/cards.ts'
import type { Db } from '../db.ts'
import { placeholdersIn } from '../scripts/placeholder.ts'
import type { Step } from '../scripts/script.ts'
import type { Standing } from '../scripts/walk.ts'
import type { Call } from './call.ts'
import { insertMatter, setCallCustomer, setMatterCase } from './calls.ts'
import type { CallContext, CallDeps } from './context.ts'
import { finishCall, finishMatter } from './finishing.ts'
import { linkCase } from './linking.ts'
import { followPromises } from './promising.ts'

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
}

/** What follows from an answer, in its transaction: the matter's case, promises, the end of the call. */
export class Consequences {
  private readonly trx: Db
  private readonly deps: CallDeps
  private readonly call: Call
  private readonly before: Standing
  private readonly after: Standing
  private readonly steps: ReadonlyMap<string, Step>
  private readonly hand: Hand
  private readonly caseIds: Map<number, string | null>

  constructor(trx: Db, deps: CallDeps, context: CallContext, after: Standing, hand: Hand) {
    this.trx = trx
    this.deps = deps
    this.call = context.call
    this.before = context.standing
    this.after = after
    this.steps = context.version.script.steps
    this.hand = hand
    this.caseIds = new Map(context.call.matters.map((matter) => [matter.number, matter.caseId]))
  }

  async run(pickedCase: string | null, fields: Readonly<Record<string, string>>): Promise<void> {
    await this.followCustomer()
    await this.followMatter()
    if (pickedCase !== null)
      await linkCase(
        this.trx,
        this.call.id,
        this.before.current.matter,
        pickedCase,
        this.hand,
        this.caseIds,
      )
    if (needsCase(this.steps.get(this.after.current.step)))
      await this.ensureCase(this.after.current.matter)
    await this.followCard()
    const { trx, hand, deps } = this
    await followPromises(
      {
        trx,
        hand,
        fields,
        timeZone: deps.timeZone,
        caseOf: (matter) => this.caseIds.get(matter) ?? null,
        ensureCase: (matter) => this.ensureCase(matter),
      },
      this.before,
      this.after,
    )
    await this.followEnds(fields)
  }

  private async followCustomer() {
    const customer = this.after.state.customer
    if (customer === this.call.customerId) return
    await setCallCustomer(this.trx, this.call.id, customer)
    for (const [matter, caseId] of this.caseIds) {
      if (caseId === null) continue
      const linked = await findCase(this.trx, caseId)
      if (linked?.customerId === null && customer !== null)
        await changeCase(this.trx, caseId, 'case_customer_set', { customerId: customer }, this.hand)
      else if (linked && linked.customerId !== customer) {
        this.caseIds.set(matter, null)
        await setMatterCase(this.trx, this.call.id, matter, null)
      }
    }
  }

  private async followMatter() {
    const { matter } = this.after.current
    if (this.caseIds.has(matter)) return
    this.caseIds.set(matter, null)
    await insertMatter(this.trx, this.call.id, matter, this.hand.at)
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
    const caseId = this.caseIds.get(this.after.current.matter)
    const linked = !this.call.matters.some((each) => each.caseId === caseId)
    if (caseId && (linked || this.after.state.cards[0] !== this.before.state.cards[0]))
      await this.setCard(caseId)
  }
  private async setCard(caseId: string) {
    const ref = this.after.state.cards[0]
    const card = ref === undefined ? null : await findCustomerCard(this.trx, ref)
    if (card) await changeCase(this.trx, caseId, 'case_card_set', { card }, this.hand)
  }

  private variablesOf(matter: number) {
    if (matter === this.after.current.matter) return this.after.state.variables
    return this.after.path.findLast((each) => each.matter === matter)?.before.variables ?? {}
  }

  private async followEnds(fields: Readonly<Record<string, string>>) {
    const over = this.before.current.matter
    const scope = {
      trx: this.trx,
      deps: this.deps,
      call: this.call,
      after: this.after,
      hand: this.hand,
    }
    if (this.after.current.matter > over) {
      const last = this.after.path.findLast((each) => each.matter === over)
      await finishMatter(
        scope,
        over,
        await this.ensureCase(over),
        last?.choice?.outcome ?? 'pending',
        fields,
      )
    }
    if (!this.after.ended || this.call.state === 'ended') return
    const { matter, step } = this.after.current
    const disposition = this.steps.get(step)?.disposition ?? 'pending'
    await finishMatter(scope, matter, await this.ensureCase(matter), disposition, fields)
    await finishCall(scope)
    await recordEvent(this.trx, {
      name: 'call_ended',
      at: this.hand.at,
      operatorId: this.hand.operatorId,
      callId: this.call.id,
      detail: { disposition },
    })
  }
}
