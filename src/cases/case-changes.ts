import { eventsOfCase, type StoredEvent } from '../audit/events.ts'
import type { Db } from '../db.ts'
import { type CaseFile, isOver, SET_BY_HAND } from './case-file.ts'
import {
  CONFLICT,
  type FormDeps,
  handOf,
  isTwin,
  problemOf,
  refused,
  type Sent,
  TAKEN,
  type Taken,
} from './case-forms.ts'
import { giveCase } from './case-turns.ts'
import { changeCase, demandCase, lockCases } from './cases.ts'
import { obstaclesOf } from './closing.ts'
import { lockFamily } from './families.ts'
import { skipCase } from './next-cases.ts'
import { addNote } from './notes.ts'
import { addTag, LONGEST_TAG, removeTag, tagOf } from './tags.ts'
import { QUEUES } from './urgency.ts'

/** Small changes of a case by hand: of one case on its page, or of many in a list, by the same rules. */

/** Works on a case that nobody else changes meanwhile, if it still is as it was seen. */
export async function onSeen(
  deps: FormDeps,
  caseFile: CaseFile,
  { form, t }: Sent,
  work: (trx: Db, now: CaseFile) => Promise<Taken>,
): Promise<Taken> {
  return await deps.db.transaction(async (trx) => {
    await lockFamily(trx, [caseFile.id])
    const now = await demandCase(trx, caseFile.id)
    if (now.version !== form.number('version') || now.mergedInto !== null) return CONFLICT
    return isOver(now) ? refused(t.queues.bulk.isClosed) : await work(trx, now)
  })
}

export async function takeStatus(deps: FormDeps, caseFile: CaseFile, sent: Sent): Promise<Taken> {
  const status = SET_BY_HAND.find((each) => each === sent.form.text('status'))
  if (status === undefined) return refused(sent.t.queues.bulk.noStatus)
  if (isTwin(caseFile, sent.form.number('version') ?? 0, caseFile.status === status)) return TAKEN
  return await onSeen(deps, caseFile, sent, async (trx, now) => {
    if (now.status === status) return TAKEN
    if (status === 'resolved' && (await obstaclesOf(deps.readers, trx, now)).length > 0)
      return refused(sent.t.queues.bulk.notResolved)
    await changeCase(trx, now.id, 'case_status_set', { status }, handOf(deps, sent))
    return TAKEN
  })
}
/** Tags say what people sort by; two who tag at once do not stand in each other's way. */
export async function takeTag(deps: FormDeps, caseFile: CaseFile, sent: Sent): Promise<Taken> {
  const tag = tagOf(sent.form.text('tag'))
  const { noTag, longTag } = sent.t.queues.bulk
  if (tag === '' || tag.length > LONGEST_TAG)
    return refused(tag === '' ? noTag : longTag(LONGEST_TAG))
  await deps.db.transaction(async (trx) => {
    await lockCases(trx, [caseFile.id])
    await addTag(trx, caseFile.id, tag, handOf(deps, sent))
  })
  return TAKEN
}
export async function takeUntag(deps: FormDeps, caseFile: CaseFile, sent: Sent): Promise<Taken> {
  await deps.db.transaction(async (trx) => {
    await lockCases(trx, [caseFile.id])
    await removeTag(trx, caseFile.id, tagOf(sent.form.text('tag')), handOf(deps, sent))
  })
  return TAKEN
}

/** Puts a case back into a queue, with why; whoever does is not served it again for a while. */
export async function takeReturn(deps: FormDeps, caseFile: CaseFile, sent: Sent): Promise<Taken> {
  const { form, t, operator } = sent
  const reason = form.text('reason').trim()
  const queue = QUEUES.find((each) => each === form.text('queue')) ?? caseFile.queue
  const isBack = caseFile.ownerId === null && caseFile.queue === queue
  if (isTwin(caseFile, form.number('version') ?? 0, isBack)) return TAKEN
  const problem = problemOf(reason, t.queues.back.reason, t, true)
  if (problem !== null) return refused(problem)
  const hand = handOf(deps, sent)
  return await onSeen(deps, caseFile, sent, async (trx, now) => {
    const isSkipped = isServedBy(now, await eventsOfCase(trx, now.id), operator.id)
    const event = isSkipped ? ('case_skipped' as const) : ('case_queued' as const)
    const giving = { ownerId: null, queue, event }
    if (!(await giveCase(trx, now.id, now.version, giving, hand))) return CONFLICT
    await addNote(trx, now.id, reason, hand)
    await skipCase(trx, now.id, hand)
    return TAKEN
  })
}

const HANDS_CHANGE = ['case_opened', 'case_given', 'case_taken', 'case_queued', 'case_skipped']

/** Whether somebody has a case because it was the next one for them. */
export function isServedBy(
  caseFile: CaseFile,
  events: readonly StoredEvent[],
  operatorId: string,
): boolean {
  if (caseFile.ownerId !== operatorId) return false
  const last = events.findLast(({ name }) => HANDS_CHANGE.includes(name))
  return last?.name === 'case_taken' && last.detail.served === true
}

/** Takes a case that nobody has. */
export async function takeUnowned(deps: FormDeps, caseFile: CaseFile, sent: Sent): Promise<Taken> {
  if (caseFile.ownerId === sent.operator.id) return TAKEN
  return await onSeen(deps, caseFile, sent, async (trx, now) => {
    if (now.ownerId !== null) return CONFLICT
    const giving = { ownerId: sent.operator.id, event: 'case_taken' as const }
    const isGiven = await giveCase(trx, now.id, now.version, giving, handOf(deps, sent))
    return isGiven ? TAKEN : CONFLICT
  })
}
