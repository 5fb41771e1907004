import { recordEvent } from '../audit/events.ts'
import { tokyoDate } from '../cards/delivery.ts'
import { changeCase, findCase, openCase } from '../cases/cases.ts'
import { endCommitments, isPromised, makeCommitment } from '../cases/commitments.ts'
import { findCustomerCard } from '../customers/cards.ts'
import type { Db } from '../db.ts'
import { placeholdersIn } from '../scripts/placeholder.ts'
import type { Step } from '../scripts/script.ts'
import { type Answer, type Standing, walk } from '../scripts/walk.ts'
import type { Accepted } from './answer-check.ts'
import { answersOf, type Call, type EntryContent } from './call.ts'
import {
  appendEntries,
  insertMatter,
  lastSeq,
  type NewEntry,
  setCallCustomer,
  setMatterCase,
} from './calls.ts'
import type { CallContext, CallDeps } from './context.ts'
import { finishCall, finishMatter } from './finishing.ts'
import { deliveryOf, promiseWords } from './promise-words.ts'
import { dueOf } from './promises.ts'

/** Who writes to a call: an operator, or the program itself. */
export interface Writer {
  readonly operatorId: string | null
  readonly submission?: string
  readonly byWhom: 'operator' | 'system' | 'hand'
}
export interface AnswerAt {
  readonly matter: number
  readonly step: string
  readonly visit: number
}

/**
 * Writes an answer and everything that follows from it (the matter's case, promises made and kept, the end of the
 * call) in one transaction. The first statement writes, so that two writers are kept apart in SQLite as well.
 */
export async function recordAnswer(
  trx: Db,
  deps: CallDeps,
  context: CallContext,
  at: AnswerAt,
  answer: Pick<Accepted, 'outcome' | 'fields' | 'reason' | 'gives' | 'pickedCase' | 'proposed'>,
  writer: Writer,
): Promise<void> {
  const { call, version, standing } = context
  const now = deps.clock.now()
  const about = aboutAt(standing, at)
  const entry: NewEntry = {
    kind: 'answer',
    ...at,
    outcome: answer.outcome,
    byWhom: writer.byWhom,
    operatorId: writer.operatorId,
    at: now,
    ...(writer.submission ? { submission: writer.submission } : {}),
    facts: {
      about,
      ...(Object.keys(answer.gives).length > 0 ? { gives: answer.gives } : {}),
      ...(answer.proposed !== null && answer.proposed !== answer.outcome
        ? { proposed: answer.proposed }
        : {}),
    },
    content: contentOf(answer),
  }
  await appendEntries(trx, call.id, lastSeq(call), [entry])
  const given: Answer = {
    seq: lastSeq(call) + 1,
    ...at,
    outcome: answer.outcome,
    about,
    gives: answer.gives,
  }
  const after = walk(version.script, [...answersOf(call.entries), given])
  const operatorId = writer.operatorId ?? call.operatorId
  const follow = new Consequences(trx, deps, context, after, {
    operatorId,
    at: now,
    callId: call.id,
  })
  await follow.run(answer.pickedCase, answer.fields)
}

/** Whom and which cards the call was about when it stood at this position. */
export function aboutAt(standing: Standing, at: AnswerAt) {
  const passed = standing.path.find(
    (each) => each.matter === at.matter && each.step === at.step && each.visit === at.visit,
  )
  const { customer, cards } = passed?.before ?? standing.state
  return { customer, cards }
}

function contentOf(answer: Pick<Accepted, 'fields' | 'reason'>): EntryContent {
  return {
    ...(Object.keys(answer.fields).length > 0 ? { fields: answer.fields } : {}),
    ...(answer.reason === '' ? {} : { reason: answer.reason }),
  }
}

/** Whether a case is needed once this step is reached: its number is read out, something is done, or the call ends. */
const needsCase = (step: Step | undefined): boolean =>
  step !== undefined &&
  (step.kind === 'end' ||
    step.action !== undefined ||
    [step.say?.ja ?? '', step.hint?.ja ?? ''].some((text) =>
      placeholdersIn(text).some((name) => name === 'case.no'),
    ))

class Consequences {
  private readonly trx: Db
  private readonly deps: CallDeps
  private readonly call: Call
  private readonly before: Standing
  private readonly after: Standing
  private readonly steps: ReadonlyMap<string, Step>
  private readonly hand: { operatorId: string; at: Date; callId: string }
  private readonly caseIds: Map<number, string | null>

  constructor(
    trx: Db,
    deps: CallDeps,
    context: CallContext,
    after: Standing,
    hand: { operatorId: string; at: Date; callId: string },
  ) {
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
    await this.followPromises(fields)
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
    return opened.id
  }

  /** The card that the case is about, once both are known. */
  private async followCard() {
    const { matter } = this.after.current
    const caseId = this.caseIds.get(matter)
    const ref = this.after.state.cards[0]
    if (!caseId || !ref || (ref === this.before.state.cards[0] && this.hadCase(matter))) return
    const card = await findCustomerCard(this.trx, ref)
    if (card) await changeCase(this.trx, caseId, 'case_card_set', { card }, this.hand)
  }
  private hadCase(matter: number) {
    return this.call.matters.some((each) => each.number === matter && each.caseId !== null)
  }

  private variablesOf(matter: number) {
    if (matter === this.after.current.matter) return this.after.state.variables
    return this.after.path.findLast((each) => each.matter === matter)?.before.variables ?? {}
  }

  /** Promises of the path now against those of the path before: new ones are made, those corrected away withdrawn. */
  private async followPromises(fields: Readonly<Record<string, string>>) {
    const had = promisesOf(this.before)
    const has = promisesOf(this.after)
    const stillMade = new Set(
      [...has.values()].map(({ matter, kind, verb }) => `${matter}/${kind}/${verb}`),
    )
    for (const [key, { matter, kind, verb }] of had)
      if (!has.has(key) && verb === 'commits' && !stillMade.has(`${matter}/${kind}/commits`)) {
        const caseId = this.caseIds.get(matter)
        if (caseId)
          await endCommitments(this.trx, caseId, [kind], 'withdrawn', 'corrected', this.hand)
      }
    for (const [key, { matter, kind, verb }] of has) {
      if (had.has(key)) continue
      const caseId = await this.ensureCase(matter)
      if (verb === 'keeps')
        await endCommitments(this.trx, caseId, [kind], 'kept', 'fulfilled', this.hand)
      else await this.promise(caseId, matter, kind, fields)
    }
  }

  private async promise(
    caseId: string,
    matter: number,
    kind: string,
    fields: Readonly<Record<string, string>>,
  ) {
    // A time that was agreed anew, or a new delivery, replaces what was promised.
    const isNew = kind === 'delivery' || fields.callback_due !== undefined
    if (!isNew && (await isPromised(this.trx, caseId, kind, this.hand.at))) return
    const delivery = kind === 'delivery' ? await deliveryOf(this.trx, caseId) : null
    const facts = {
      ...(delivery ? { deliveryBy: delivery.etaTo } : {}),
      ...(fields.callback_due ? { agreed: fields.callback_due } : {}),
    }
    const dueAt = dueOf(kind, this.hand.at, facts)
    const { timeZone } = this.deps
    const { operatorId } = this.hand
    const wording = await promiseWords(this.trx, {
      caseId,
      kind,
      dueAt,
      delivery,
      operatorId,
      timeZone,
    })
    await makeCommitment(
      this.trx,
      { caseId, matter, kind, dueAt, wording, subjectRef: delivery?.reissueRef ?? null },
      this.hand,
    )
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

interface PromiseOnPath {
  readonly matter: number
  readonly kind: string
  readonly verb: 'commits' | 'keeps'
}
function promisesOf(standing: Standing): Map<string, PromiseOnPath> {
  const found = new Map<string, PromiseOnPath>()
  for (const { matter, step, visit, choice } of standing.path)
    for (const verb of ['keeps', 'commits'] as const)
      for (const kind of choice?.[verb] ?? [])
        found.set(`${matter}/${step}/${visit}/${verb}/${kind}`, { matter, kind, verb })
  return found
}

/** Says that a matter goes on with a case that was already open. */
export async function linkCase(
  trx: Db,
  callId: string,
  matter: number,
  caseId: string,
  hand: { operatorId: string; at: Date; callId: string },
  caseIds?: Map<number, string | null>,
): Promise<void> {
  const caseFile = await findCase(trx, caseId)
  if (!caseFile) return
  caseIds?.set(matter, caseId)
  await setMatterCase(trx, callId, matter, caseId)
  await recordEvent(trx, {
    name: 'call_linked',
    at: hand.at,
    operatorId: hand.operatorId,
    caseId,
    callId,
  })
}
