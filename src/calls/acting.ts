import { combine, MANUAL_STOP, planAction } from '../cards/action-inputs.ts'
import { endAction } from '../cards/action-turns.ts'
import { actionsByIds, actionsOfCases, writeAction } from '../cards/actions.ts'
import { requestApproval } from '../cards/approvals.ts'
import { type CardAction, stands } from '../cards/card-action.ts'
import { listManualStop } from '../cards/manual-stops.ts'
import { replaceEarlier } from '../cards/replacing.ts'
import { familyOf } from '../cases/families.ts'
import { raiseTask } from '../cases/tasks.ts'
import { customerCards } from '../customers/cards.ts'
import { findCustomer } from '../customers/customers.ts'
import type { Db } from '../db.ts'
import type { Operator } from '../operators/operator.ts'
import type { Step } from '../scripts/script.ts'
import { vocabulary } from '../scripts/vocabulary.ts'
import { type Call, type CallEntry, confirmedAt, looksInMatter } from './call.ts'
import { type CallContext, type CallDeps, loadContext } from './context.ts'
import { appendEntries, lastSeq, type NewEntry } from './entries.ts'
import { recordAnswer } from './recording.ts'
import { actionsFor, refsToActOn } from './results.ts'
import type { Submission } from './submission.ts'

/** Only a second person may let these be sent (domain rule 3.3: address change and reissue on one call). */
const NEEDS_APPROVAL = new Set(['request_address_change'])

/** A final action is confirmed by repeating the last 4 digits of each card that it changes (WCAG 3.3.4). */
export async function isLast4Right(
  db: Db,
  context: CallContext,
  last4: readonly string[],
): Promise<boolean> {
  if (!vocabulary.actions[context.step.action ?? '']?.final) return true
  const chosen = context.standing.state.cards
  const cards = await customerCards(db, chosen)
  return (
    chosen.length > 0 &&
    chosen.length === last4.length &&
    chosen.every((ref, nth) => cards.find((card) => card.ref === ref)?.last4 === last4[nth])
  )
}

/** Parameters of the action as the script gives them; `$name` takes the variable's value. */
const parametersOf = (step: Step, context: CallContext): Record<string, string> =>
  Object.fromEntries(
    Object.entries(step.with).map(([name, value]) => [
      name,
      value.startsWith('$') ? (context.standing.state.variables[value.slice(1)] ?? '') : value,
    ]),
  )

/** What the step's action would be sent as, one entry a target. */
export async function planHere(
  deps: Pick<CallDeps, 'db'>,
  context: CallContext,
  fields: Readonly<Record<string, string>>,
) {
  const { call, standing, step } = context
  const { customer, cards } = standing.state
  const known = customer === null ? null : await findCustomer(deps.db, customer)
  const looks = looksInMatter(call, standing.current.matter, standing.state)
  const caseId = caseOf(call, standing.current.matter)
  const done = caseId === null ? [] : await actionsOfCases(deps.db, await familyOf(deps.db, caseId))
  return planAction(step.action ?? '', {
    refs: refsToActOn(looks, actionsFor(call, done, cards), cards),
    cardRefs: cards,
    customerRef: known?.customerRef ?? null,
    parameters: parametersOf(step, context),
    fields: { ...fieldsOfMatter(call, standing.current.matter), ...fields },
  })
}

const caseOf = (call: Call, matter: number) =>
  call.matters.find((each) => each.number === matter)?.caseId ?? null

const fieldsOfMatter = (call: Call, matter: number): Record<string, string> =>
  Object.assign(
    {},
    ...call.entries
      .filter((each) => each.matter === matter)
      .map((each) => each.content.fields ?? {}),
  )

/**
 * Writes down that the operator confirmed the step's action, with each attempt that it means, before anything is
 * sent. Gives the attempts (an older one where it stands already); empty when there is nothing to act on.
 */
export async function recordConfirmation(
  deps: Pick<CallDeps, 'db' | 'clock'>,
  context: CallContext,
  operator: Operator,
  submission: Submission,
  fields: Readonly<Record<string, string>>,
): Promise<readonly CardAction[]> {
  const { call, standing, step } = context
  const plan = await planHere(deps, context, fields)
  const caseId = caseOf(call, standing.current.matter)
  if (plan.length === 0 || caseId === null) return []
  const at = deps.clock.now()
  const action = step.action ?? ''
  const needsApproval = NEEDS_APPROVAL.has(action)
  const ids = await deps.db.transaction(async (trx) => {
    const written: CardAction[] = []
    for (const each of plan) {
      const one = await writeAction(trx, {
        ...each,
        callId: call.id,
        caseId,
        ...standing.current,
        action,
        repeatable: isRepeatable(action),
        state: needsApproval ? 'waiting' : 'pending',
        operatorId: operator.id,
        at,
        grounds: {
          customerId: standing.state.customer,
          level: standing.state.identity,
          version: context.version.version,
        },
      })
      if (each.replaces) await replaceEarlier(trx, one, at)
      written.push(one)
    }
    await appendEntries(trx, call.id, lastSeq(call), [
      confirmationOf(context, operator, submission, written, fields, at),
    ])
    for (const each of written.filter((one) => one.operation === MANUAL_STOP))
      await endManualStop(trx, each, at)
    if (needsApproval) for (const each of written) await requestApproval(trx, each, operator.id, at)
    return written.map((each) => each.id)
  })
  return await actionsByIds(deps.db, ids)
}

/** The entry which says that the operator wants these actions, whoever wrote them down. */
export function confirmationOf(
  { standing }: CallContext,
  operator: Operator,
  submission: Submission,
  actions: readonly CardAction[],
  fields: Readonly<Record<string, string>>,
  at: Date,
): NewEntry {
  const { customer, cards } = standing.state
  return {
    kind: 'confirmed',
    ...standing.current,
    byWhom: 'operator',
    operatorId: operator.id,
    at,
    submission: submission.id,
    facts: { about: { customer, cards }, actions: actions.map((each) => each.id) },
    content: Object.keys(fields).length > 0 ? { fields } : {},
  }
}

export const isRepeatable = (action: string): boolean => {
  const spec = vocabulary.actions[action]
  return spec === undefined || spec.repeatable || spec.target === 'none'
}

/** Annai's own record of a stop made by another route: done as soon as it is written down; it has no receipt of the card system. */
async function endManualStop(trx: Db, action: CardAction, at: Date): Promise<void> {
  const ended = await endAction(
    trx,
    action.id,
    { state: 'done', outcome: 'ok', receipt: null, error: null, result: action.input },
    { at },
  )
  if (ended?.caseId) await listForComparison(trx, action, ended.caseId, at)
}

/** It is compared with the card system once that is there; a stop that names no card waits for a person. */
async function listForComparison(trx: Db, action: CardAction, caseId: string, at: Date) {
  const hand = { operatorId: action.confirmedBy, at, callId: action.callId }
  for (const { id, toldLast4 } of await listManualStop(trx, action, caseId, at)) {
    const detail = toldLast4 === null ? {} : { last4: toldLast4 }
    await raiseTask(trx, { caseId, kind: 'stop_unmatched', subjectRef: id, detail }, hand)
  }
}

/** The confirmation that waits for its outcome where the call stands now. */
const confirmedHere = ({ call, standing }: CallContext): CallEntry | undefined =>
  confirmedAt(call, standing.current, standing.state)

/** Whether the step's action has been confirmed and may have an effect: then its outcome is the only answer to wait for. */
export async function isUnderWay(db: Db, context: CallContext): Promise<boolean> {
  const confirmed = confirmedHere(context)
  return (await actionsByIds(db, confirmed?.facts.actions ?? [])).some(stands)
}

/**
 * Gives the call the outcome of what was confirmed, once every attempt has one. A result that comes later never moves
 * the path: then the call does not stand at this step any more. Gives the outcome if the call went on with it.
 */
export async function settleConfirmation(
  deps: CallDeps,
  callId: string,
  trx: Db = deps.db,
): Promise<string | null> {
  const context = await loadContext({ db: trx, library: deps.library }, callId)
  const confirmed = context && confirmedHere(context)
  if (!context || !confirmed) return null
  const actions = await actionsByIds(trx, confirmed.facts.actions ?? [])
  const outcomes = actions.map(outcomeSoFar)
  if (outcomes.length === 0 || outcomes.includes(null)) return null
  const outcome = combine(outcomes.filter((each) => each !== null))
  const answer = { outcome, fields: {}, reason: '', gives: {}, pickedCase: null, proposed: null }
  await recordAnswer(trx, deps, context, context.standing.current, answer, {
    operatorId: null,
    byWhom: 'system',
  })
  return outcome
}

const outcomeSoFar = (action: CardAction): string | null =>
  action.state === 'waiting' ? 'review' : action.outcome
