import { v7 as uuid } from 'uuid'
import { recordEvent } from '../audit/events.ts'
import { tokyoDate } from '../cards/delivery.ts'
import { openCase } from '../cases/cases.ts'
import { makeCommitment } from '../cases/commitments.ts'
import { lockFamily } from '../cases/families.ts'
import { type Db, isAlreadyTaken } from '../db.ts'
import { catalogue } from '../i18n/index.ts'
import type { Operator } from '../operators/operator.ts'
import { isOwnRecord } from '../scripts/booklet.ts'
import type { Step } from '../scripts/script.ts'
import { vocabulary } from '../scripts/vocabulary.ts'
import type { Answer } from '../scripts/walk.ts'
import { recordConfirmation } from './acting.ts'
import { saveNote } from './call-notes.ts'
import { insertCall, setMatterCase } from './calls.ts'
import type { Hand, Slip } from './consequences.ts'
import { type CallContext, type CallDeps, loadContext } from './context.ts'
import { linkCase } from './linking.ts'
import type { PaperCall } from './paper-call.ts'
import { callOfForm, type FormCall, type SlipForm } from './paper-form.ts'
import { promiseWords } from './promise-words.ts'
import { recordAnswer } from './recording.ts'

type Fields = Readonly<Record<string, string>>

/**
 * Records a call that was taken on paper, in one transaction: its answers by hand along the path of the slip, and what
 * follows from them as in any call. Nothing is asked of the card system. The form makes one call, whatever is in it when
 * it comes again.
 */
export async function enterPaperCall(
  deps: CallDeps,
  paper: PaperCall,
  operator: Operator,
  form: SlipForm,
): Promise<FormCall> {
  const known = await callOfForm(deps.db, form)
  if (known !== null) return known
  try {
    const callId = await deps.db.transaction((trx) =>
      new Entering(trx, deps, paper, operator).run(form),
    )
    return { callId, isSameSlip: true }
  } catch (error) {
    const twin = isAlreadyTaken(error) ? await callOfForm(deps.db, form) : null
    if (twin === null) throw error
    return twin
  }
}

class Entering {
  private readonly trx: Db
  private readonly deps: CallDeps
  private readonly paper: PaperCall
  private readonly operator: Operator
  private readonly at: Date
  private readonly slip: Slip

  constructor(trx: Db, deps: CallDeps, paper: PaperCall, operator: Operator) {
    this.trx = trx
    this.deps = deps
    this.paper = paper
    this.operator = operator
    this.at = deps.clock.now()
    const { startedAt, endedAt, takenBy, promises } = paper
    const dueOf = (kind: string) => promises.find((each) => each.kind === kind)?.dueAt ?? null
    this.slip = { startedAt, endedAt, takenBy, dueOf }
  }

  async run(form: SlipForm): Promise<string> {
    const callId = await this.insert(form)
    const hand: Hand = { operatorId: this.operator.id, at: this.at, callId, slip: this.slip }
    const caseId = await this.giveCase(hand)
    await this.say(hand, caseId)
    await this.keepNote(callId)
    const last = this.paper.answers.at(-1)
    for (const answer of this.paper.answers) {
      if (answer === last) await this.promiseBesides(caseId, hand)
      await this.answer(callId, caseId, answer)
    }
    await this.trx('calls')
      .where({ id: callId })
      .update({ ended_at: this.paper.endedAt.toISOString() })
    return callId
  }

  private async insert({ id, digest }: SlipForm): Promise<string> {
    const { trx, paper, operator, at } = this
    const callId = await insertCall(trx, {
      scriptVersionId: paper.version.id,
      operatorId: paper.takenBy,
      fromNumber: paper.fromNumber,
      at: paper.startedAt,
    })
    const entered = { entered_at: at.toISOString(), entered_by: operator.id }
    await trx('calls')
      .where({ id: callId })
      .update({ ...entered, entry_id: id, entry_digest: digest })
    return callId
  }

  private async say({ at, operatorId, callId }: Hand, caseId: string): Promise<void> {
    const { customerId, takenBy, version } = this.paper
    const detail = { takenBy, scriptVersionId: version.id }
    const about = { customerId, caseId, callId }
    await recordEvent(this.trx, { name: 'paper_call_entered', at, operatorId, ...about, detail })
  }

  private async giveCase(hand: Hand): Promise<string> {
    const { trx, paper } = this
    if (paper.caseId !== null) {
      await lockFamily(trx, [paper.caseId])
      return await linkCase(trx, hand.callId, 1, paper.caseId, hand)
    }
    const { customerId, reason, takenBy: ownerId } = paper
    const day = tokyoDate(this.at.toISOString())
    const opened = await openCase(trx, { day, customerId, reason, hand, ownerId })
    await setMatterCase(trx, hand.callId, 1, opened.id)
    return opened.id
  }

  /** As a note of the call, which goes into the case when the call is over. */
  private async keepNote(callId: string): Promise<void> {
    const body = [this.paper.note, this.unknownCards()].filter((line) => line !== '').join('\n')
    if (body === '') return
    const { trx, operator, at } = this
    await saveNote(trx, { callId, matter: 1, body, version: 0, operatorId: operator.id, at })
  }

  /** Digits of cards that nobody knows yet, so that they are not lost. */
  private unknownCards(): string {
    const { last4, cards, stop } = this.paper
    const written = [...new Set([...last4, ...(stop?.last4 ?? [])])]
    const unknown = written.filter((digits) => !cards.some((card) => card.last4 === digits))
    const { layout, paper } = catalogue(this.operator.language)
    return unknown.length === 0 ? '' : paper.fields.last4 + layout.colon + unknown.join(' ')
  }

  /** What was promised though no answer of the path says so. */
  private async promiseBesides(caseId: string, hand: Hand): Promise<void> {
    const { trx, deps, paper } = this
    const onPath = new Set(paper.answers.flatMap((answer) => this.choiceOf(answer)?.commits ?? []))
    for (const { kind, dueAt } of paper.promises.filter((each) => !onPath.has(each.kind))) {
      const by = paper.takenBy
      const words = { caseId, kind, dueAt, delivery: null, operatorId: by, window: '' }
      const wording = await promiseWords(trx, { ...words, timeZone: deps.timeZone })
      await makeCommitment(trx, { caseId, matter: 1, kind, wording, dueAt, by }, hand)
    }
  }

  private async answer(callId: string, caseId: string, answer: Answer): Promise<void> {
    const { trx, deps, operator, slip } = this
    const context = await this.context(callId)
    const { step } = context
    if (isOwnRecord(step) && answer.outcome === 'ok') await this.confirmStop(context)
    const picksCase = vocabulary.lookUps[step.lookUp ?? '']?.picks === 'case'
    const given = {
      outcome: answer.outcome,
      fields: this.fieldsOf(step),
      reason: '',
      gives: answer.gives ?? {},
      pickedCase: picksCase ? caseId : null,
      proposed: null,
    }
    const writer = { operatorId: operator.id, byWhom: 'hand', slip } as const
    await recordAnswer(
      trx,
      deps,
      await this.context(callId),
      context.standing.current,
      given,
      writer,
    )
  }

  private async context(callId: string): Promise<CallContext> {
    const { trx, deps } = this
    const context = await loadContext({ db: trx, library: deps.library }, callId)
    if (!context) throw new Error('the call that is being entered is gone')
    return context
  }

  /** By the same means as in a call that goes on, so that it comes to the same list. */
  private async confirmStop(context: CallContext): Promise<void> {
    const { trx, deps, operator } = this
    const fields = this.stopFields()
    const submission = {
      id: uuid(),
      ...context.standing.current,
      entries: 0,
      outcome: 'confirm',
      picks: [],
      reason: '',
      last4: [],
      fields,
    }
    await recordConfirmation({ db: trx, clock: deps.clock }, context, operator, submission, fields)
  }

  /** What the slip says belongs to the step that asks for it. */
  private fieldsOf(step: Step): Record<string, string> {
    const { reason, cause, wanted } = this.paper
    const known: Fields = { reason, cause, wanted, ...this.stopFields() }
    const own = step.fields.flatMap(({ name }): [string, string][] => {
      const value = known[name] ?? ''
      return value === '' ? [] : [[name, value]]
    })
    return Object.fromEntries(own)
  }

  private stopFields(): Fields {
    const { stop, cards } = this.paper
    if (stop === null) return {}
    const said = { manual_stop_ref: stop.ref, manual_stop_by: stop.by, manual_stop_at: stop.at }
    return cards.length > 0 ? said : { ...said, manual_stop_last4: stop.last4.join(' ') }
  }

  private choiceOf({ step, outcome }: Answer) {
    const { script } = this.paper.version
    return script.steps.get(step)?.choices.find((each) => each.outcome === outcome)
  }
}
