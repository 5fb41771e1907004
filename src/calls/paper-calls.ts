import { v7 as uuid } from 'uuid'
import { recordEvent } from '../audit/events.ts'
import { tokyoDate } from '../cards/delivery.ts'
import { lockCases, openCase } from '../cases/cases.ts'
import { makeCommitment } from '../cases/commitments.ts'
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
import { promiseWords } from './promise-words.ts'
import { recordAnswer } from './recording.ts'

type Fields = Readonly<Record<string, string>>

/** The call that this very form has made before; null when it has made none. */
export async function callOfSlip(db: Db, entryId: string): Promise<string | null> {
  const row: { id: string } | undefined = await db('calls').where({ entry_id: entryId }).first('id')
  return row?.id ?? null
}

/**
 * Records a call that was taken on paper, in one transaction: its answers by hand along the path of the slip, and what
 * follows from them as in any call. Nothing is asked of the card system. The same form again gives the same call.
 */
export async function enterPaperCall(
  deps: CallDeps,
  paper: PaperCall,
  operator: Operator,
  entryId: string,
): Promise<string> {
  const known = await callOfSlip(deps.db, entryId)
  if (known !== null) return known
  try {
    return await deps.db.transaction((trx) => new Entering(trx, deps, paper, operator).run(entryId))
  } catch (error) {
    const twin = isAlreadyTaken(error) ? await callOfSlip(deps.db, entryId) : null
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

  async run(entryId: string): Promise<string> {
    const callId = await this.insert(entryId)
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

  private async insert(entryId: string): Promise<string> {
    const { trx, paper, operator, at } = this
    const callId = await insertCall(trx, {
      scriptVersionId: paper.version.id,
      operatorId: paper.takenBy,
      fromNumber: paper.fromNumber,
      at: paper.startedAt,
    })
    const entered = { entered_at: at.toISOString(), entered_by: operator.id, entry_id: entryId }
    await trx('calls').where({ id: callId }).update(entered)
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
      await lockCases(trx, [paper.caseId])
      await linkCase(trx, hand.callId, 1, paper.caseId, hand)
      return paper.caseId
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
    const { trx, deps, paper, operator } = this
    const isUnknown = context.standing.state.cards.length === 0
    const digits = (paper.stop?.last4 ?? []).join(' ')
    const fields = { ...this.stopFields(), ...(isUnknown ? { manual_stop_last4: digits } : {}) }
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
    const { stop } = this.paper
    if (stop === null) return {}
    return { manual_stop_ref: stop.ref, manual_stop_by: stop.by, manual_stop_at: stop.at }
  }

  private choiceOf({ step, outcome }: Answer) {
    const { script } = this.paper.version
    return script.steps.get(step)?.choices.find((each) => each.outcome === outcome)
  }
}
