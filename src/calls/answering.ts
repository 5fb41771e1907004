import type { Operator } from '../operators/operator.ts'
import { INTERRUPT_MARK, type Position } from '../scripts/walk.ts'
import { isLast4Right, isUnderWay, recordConfirmation, settleConfirmation } from './acting.ts'
import { type Accepted, CONFIRM, checkAnswer, type Refusal, samePosition } from './answer-check.ts'
import { operatorEntries, seenAt } from './call.ts'
import { type CallContext, type CallDeps, isMine, loadContext, stepOf } from './context.ts'
import { CallConflict, isRecorded } from './entries.ts'
import type { FieldError } from './field-values.ts'
import { lookUpOnArrival, refreshOverview } from './looking-up.ts'
import { recordAnswer } from './recording.ts'
import type { Submission } from './submission.ts'

/** What became of a submitted form. Only `refused` needs the page with what was typed; `conflict` shows what changed. */
export type Submitted =
  | { readonly kind: 'recorded' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'not_mine' }
  | { readonly kind: 'conflict' }
  | {
      readonly kind: 'refused'
      readonly refusal: Refusal | 'last4' | 'noTarget'
      readonly errors: Readonly<Record<string, FieldError>>
    }

const RECORDED: Submitted = { kind: 'recorded' }
const refused = (
  refusal: Refusal | 'last4' | 'noTarget',
  errors: Readonly<Record<string, FieldError>> = {},
): Submitted => ({ kind: 'refused', refusal, errors })

/**
 * Takes an answer to the step where a call stands. The same submission again gives the same answer; a stale one is a
 * conflict. What the answer leads to (a look-up, a confirmed action) happens after its commit.
 */
export async function submitAnswer(
  deps: CallDeps,
  callId: string,
  operator: Operator,
  submission: Submission,
): Promise<Submitted> {
  const context = await loadContext(deps, callId)
  if (!context) return { kind: 'gone' }
  if (!isMine(context.call, operator)) return { kind: 'not_mine' }
  if (await isRecorded(deps.db, submission.id)) return RECORDED
  if (isStale(context, submission) || !samePosition(submission, context.standing.current))
    return { kind: 'conflict' }
  return await orConflict(deps, submission, () => takeAnswer(deps, context, operator, submission))
}

async function takeAnswer(
  deps: CallDeps,
  context: CallContext,
  operator: Operator,
  submission: Submission,
): Promise<Submitted> {
  const { call, standing, step } = context
  if (isInterrupt(submission) && !isKnownInterrupt(context, submission))
    return refused('notOffered')
  const check = checkAnswer(
    step,
    standing.state,
    submission,
    seenAt(call, standing.current, standing.state),
  )
  if (!('accepted' in check)) return refused(check.refusal, check.errors)
  if (step.kind === 'act' && !isInterrupt(submission) && (await isUnderWay(deps.db, context)))
    return refused('notOffered')
  if (submission.outcome === CONFIRM)
    return await confirm(deps, context, operator, submission, check.accepted)
  await write(deps, context, standing.current, operator, submission, check.accepted)
  return RECORDED
}

async function confirm(
  deps: CallDeps,
  context: CallContext,
  operator: Operator,
  submission: Submission,
  accepted: Accepted,
): Promise<Submitted> {
  if (!(await isLast4Right(deps.db, context, submission.last4)))
    return refused('last4', { last4: 'last4' })
  const actions = await recordConfirmation(deps, context, operator, submission, accepted.fields)
  if (actions.length === 0) return refused('noTarget')
  await deps.outbox.send(actions)
  await deps.db
    .transaction((trx) => settleConfirmation(deps, context.call.id, trx))
    .catch(unlessConflict)
  await afterwards(deps, context)
  return RECORDED
}

/** Corrects an earlier answer: the later ones stay wherever they still fit. */
export async function submitCorrection(
  deps: CallDeps,
  callId: string,
  operator: Operator,
  submission: Submission,
): Promise<Submitted> {
  const context = await loadContext(deps, callId)
  if (!context) return { kind: 'gone' }
  if (!isMine(context.call, operator)) return { kind: 'not_mine' }
  if (await isRecorded(deps.db, submission.id)) return RECORDED
  const passed = context.standing.path.find((each) => samePosition(each, submission))
  if (isStale(context, submission) || !passed?.answer) return { kind: 'conflict' }
  const step = stepOf(context.version, submission.step)
  if (step.kind === 'act' || isInterrupt(submission)) return refused('notOffered')
  const check = checkAnswer(
    step,
    passed.before,
    submission,
    seenAt(context.call, passed, passed.before),
  )
  if (!('accepted' in check)) return refused(check.refusal, check.errors)
  return await orConflict(deps, submission, async () => {
    await write(deps, context, passed, operator, submission, check.accepted)
    return RECORDED
  })
}

async function write(
  deps: CallDeps,
  context: CallContext,
  at: Position,
  operator: Operator,
  submission: Submission,
  accepted: Accepted,
): Promise<void> {
  const { matter, step, visit } = at
  await deps.db.transaction((trx) =>
    recordAnswer(trx, deps, context, { matter, step, visit }, accepted, {
      operatorId: operator.id,
      submission: submission.id,
      byWhom: accepted.byWhom,
    }),
  )
  await afterwards(deps, context)
}

/** What the program does by itself once an answer stands: look up what the new step asks for, refresh the cards. */
async function afterwards(deps: CallDeps, before: CallContext): Promise<void> {
  await lookUpOnArrival(deps, before.call.id)
  const after = await loadContext(deps, before.call.id)
  if (after && needsOverview(before, after)) await refreshOverview(deps, before.call.id)
}
function needsOverview(before: CallContext, after: CallContext): boolean {
  if (after.standing.ended || after.standing.state.identity !== 'full') return false
  const subject = ({ standing: { state } }: CallContext) => `${state.customer}/${state.identity}`
  return (
    before.step.kind === 'act' || after.step.kind === 'check' || subject(before) !== subject(after)
  )
}

const isStale = ({ call }: CallContext, { id, entries }: Submission): boolean =>
  call.state !== 'live' || id === '' || entries !== operatorEntries(call)

const isInterrupt = ({ outcome }: Submission): boolean => outcome.startsWith(INTERRUPT_MARK)
const isKnownInterrupt = ({ version }: CallContext, { outcome }: Submission): boolean =>
  version.script.interrupts.some((each) => `${INTERRUPT_MARK}${each.id}` === outcome)

/** Two at once: the twin of a submission that was recorded is recorded too, anything else came too late. */
async function orConflict(
  deps: CallDeps,
  submission: Submission,
  take: () => Promise<Submitted>,
): Promise<Submitted> {
  try {
    return await take()
  } catch (error) {
    if (!(error instanceof CallConflict)) throw error
    return (await isRecorded(deps.db, submission.id)) ? RECORDED : { kind: 'conflict' }
  }
}
function unlessConflict(error: unknown): void {
  if (!(error instanceof CallConflict)) throw error
}
