import type { CardAction } from '../cards/card-action.ts'
import type { Operator } from '../operators/operator.ts'
import { INTERRUPT_MARK, type Position } from '../scripts/walk.ts'
import { isLast4Right, isUnderWay, recordConfirmation, settleConfirmation } from './acting.ts'
import {
  type Accepted,
  CONFIRM,
  checkAnswer,
  GO_ON,
  type Refusal,
  samePosition,
} from './answer-check.ts'
import { operatorEntries, seenAt } from './call.ts'
import { type CallContext, type CallDeps, isMine, loadContext, stepOf } from './context.ts'
import { CallConflict, isRecorded } from './entries.ts'
import type { FieldError } from './field-values.ts'
import { lookUpOnArrival, readOverview } from './looking-up.ts'
import { pastTimes } from './promises.ts'
import { recordAnswer } from './recording.ts'
import { recordGoingOn } from './standing.ts'
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
const CONFLICT: Submitted = { kind: 'conflict' }
const refused = (
  refusal: Refusal | 'last4' | 'noTarget',
  errors: Readonly<Record<string, FieldError>> = {},
): Submitted => ({ kind: 'refused', refusal, errors })

/**
 * Takes an answer to the step where a call stands. The same submission again gives the same answer; a stale one is a
 * conflict. What the answer leads to (a look-up, a confirmed action) happens after its commit.
 */
export const submitAnswer = submitBy(async (deps, context, operator, submission) =>
  samePosition(submission, context.standing.current)
    ? await takeAnswer(deps, context, operator, submission)
    : CONFLICT,
)

/** Corrects an earlier answer: the later ones stay wherever they still fit. */
export const submitCorrection = submitBy(takeCorrection)

type Take = (
  deps: CallDeps,
  context: CallContext,
  operator: Operator,
  submission: Submission,
) => Promise<Submitted>
type Submit = (
  deps: CallDeps,
  callId: string,
  operator: Operator,
  submission: Submission,
) => Promise<Submitted>

function submitBy(take: Take): Submit {
  return async (deps, callId, operator, submission) => {
    const submit = async (): Promise<Submitted> => {
      const context = await loadContext(deps, callId)
      if (!context) return { kind: 'gone' }
      if (!isMine(context.call, operator)) return { kind: 'not_mine' }
      if (await isRecorded(deps.db, submission.id)) return RECORDED
      if (isStale(context, submission)) return CONFLICT
      return await take(deps, context, operator, submission)
    }
    return await orAgain(submit).catch(orConflict)
  }
}

/** Somebody wrote between the reading and the writing. The program itself is no reason to refuse: it is read anew. */
const orAgain = (submit: () => Promise<Submitted>): Promise<Submitted> =>
  submit().catch((error: unknown) => {
    if (error instanceof CallConflict) return submit()
    throw error
  })
function orConflict(error: unknown): Submitted {
  if (error instanceof CallConflict) return CONFLICT
  throw error
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
  const past = pastTimes(isInterrupt(submission) ? {} : check.accepted.fields, {}, deps.clock.now())
  if (Object.keys(past).length > 0) return refused('fields', past)
  if (step.kind === 'act' && !isInterrupt(submission) && (await isUnderWay(deps.db, context)))
    return refused('notOffered')
  if (submission.outcome === CONFIRM)
    return await confirm(deps, context, operator, submission, check.accepted)
  if (submission.outcome === GO_ON) return await goOn(deps, context, operator, submission)
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
  await deps.patience.waitFor(carryOut(deps, context, actions))
  return RECORDED
}

async function goOn(
  deps: CallDeps,
  context: CallContext,
  operator: Operator,
  submission: Submission,
): Promise<Submitted> {
  const actions = await recordGoingOn(deps.db, context, operator, submission, deps.clock.now())
  if (actions.length === 0) return refused('notOffered')
  await deps.patience.waitFor(carryOut(deps, context, actions))
  return RECORDED
}

/** Goes on by itself when the card system takes its time: the page shows that the result is being found out. */
async function carryOut(
  deps: CallDeps,
  context: CallContext,
  actions: readonly CardAction[],
): Promise<void> {
  await deps.outbox.send(actions)
  await deps.db
    .transaction((trx) => settleConfirmation(deps, context.call.id, trx))
    .catch(unlessConflict)
  await afterwards(deps, context)
}

async function takeCorrection(
  deps: CallDeps,
  context: CallContext,
  operator: Operator,
  submission: Submission,
): Promise<Submitted> {
  const passed = context.standing.path.find((each) => samePosition(each, submission))
  if (!passed?.answer) return CONFLICT
  const step = stepOf(context.version, submission.step)
  if (step.kind === 'act' || isInterrupt(submission)) return refused('notOffered')
  const check = checkAnswer(
    step,
    passed.before,
    submission,
    seenAt(context.call, passed, passed.before),
  )
  if (!('accepted' in check)) return refused(check.refusal, check.errors)
  const before = context.call.entries.find(({ seq }) => seq === passed.answer?.seq)
  const past = pastTimes(check.accepted.fields, before?.content.fields ?? {}, deps.clock.now())
  if (Object.keys(past).length > 0) return refused('fields', past)
  await write(deps, context, passed, operator, submission, check.accepted)
  return RECORDED
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
  await deps.patience.waitFor(afterwards(deps, context))
}

/** What the program does by itself once an answer stands: look up what the new step asks for, refresh the cards. */
async function afterwards(deps: CallDeps, before: CallContext): Promise<void> {
  const after = await loadContext(deps, before.call.id)
  if (!after) return
  // Side by side: one that hangs must not add to the other.
  const overview = needsOverview(before, after) ? readOverview(deps, after) : null
  await Promise.all([lookUpOnArrival(deps, after), overview])
  const write = await overview
  await write?.()
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

function unlessConflict(error: unknown): void {
  if (!(error instanceof CallConflict)) throw error
}
