import type { Clock } from '../clock.ts'
import type { Db } from '../db.ts'
import { readStaff } from '../operators/operators.ts'
import { may } from '../operators/permissions.ts'
import { type CaseFile, isOver } from './case-file.ts'
import {
  CONFLICT,
  type FormDeps,
  handOf,
  problemOf,
  refused,
  type Sent,
  TAKEN,
  type Taken,
} from './case-forms.ts'
import { giveCase } from './case-turns.ts'
import { demandCase } from './cases.ts'
import { lockFamily } from './families.ts'
import { type Handover, type HandoverTarget, isFor, readTarget } from './handover.ts'
import { answerHandover } from './handover-answers.ts'
import { findHandover, handOver, lateHandovers, markRaised, newHandoverId } from './handovers.ts'
import { raiseTask } from './tasks.ts'

/** Asks a person or a desk to take a case; whoever has it stays responsible until it is taken. */
export async function takeHandover(deps: FormDeps, caseFile: CaseFile, sent: Sent): Promise<Taken> {
  const { form, t } = sent
  const words = form.text('words').trim()
  const id = newHandoverId(form.text('submission'))
  if ((await findHandover(deps.db, id))?.caseId === caseFile.id) return TAKEN
  if (isOver(caseFile) || caseFile.version !== form.number('version')) return CONFLICT
  const to = await knownTarget(deps.db, form.text('to'))
  if (to === null) return refused(t.caseWork.handover.noSuchTarget)
  if ('operatorId' in to && to.operatorId === caseFile.ownerId)
    return refused(t.caseWork.handover.isOwner)
  const problem = problemOf(words, t.caseWork.handover.words, t, true)
  if (problem !== null) return refused(problem)
  const hand = handOf(deps, sent)
  return await deps.db.transaction(async (trx) => {
    await lockFamily(trx, [caseFile.id])
    const now = await demandCase(trx, caseFile.id)
    if (isOver(now) || now.mergedInto !== null) return CONFLICT
    return (await handOver(trx, id, caseFile.id, to, words, hand))
      ? TAKEN
      : refused(t.caseWork.handover.already)
  })
}

async function knownTarget(db: Db, text: string): Promise<HandoverTarget | null> {
  const to = readTarget(text)
  if (to === null || 'queue' in to) return to
  const { operators } = await readStaff(db)
  const operator = operators.find((each) => each.id === to.operatorId)
  return operator && may(operator.role, 'change_cases') ? to : null
}

/** Takes a case: only now is it somebody else's. */
export async function takeAcceptance(
  deps: FormDeps,
  handover: Handover,
  sent: Sent,
): Promise<Taken> {
  if (handover.state === 'taken' && handover.endedBy === sent.operator.id) return TAKEN
  if (handover.state !== 'waiting') return CONFLICT
  const hand = handOf(deps, sent)
  return await deps.db.transaction(async (trx) => {
    await lockFamily(trx, [handover.caseId])
    if (!(await answerHandover(trx, handover, 'taken', null, hand))) return CONFLICT
    const { version } = await demandCase(trx, handover.caseId)
    await giveCase(trx, handover.caseId, version, { ownerId: sent.operator.id }, hand)
    return TAKEN
  })
}

/** Says no, and why: whoever has the case is told. */
export async function takeRefusal(deps: FormDeps, handover: Handover, sent: Sent): Promise<Taken> {
  const reason = sent.form.text('reason').trim()
  if (handover.state === 'declined' && handover.endedBy === sent.operator.id) return TAKEN
  if (handover.state !== 'waiting') return CONFLICT
  const problem = problemOf(reason, sent.t.caseWork.handover.declineReason, sent.t, true)
  if (problem !== null) return refused(problem)
  const hand = handOf(deps, sent)
  return await deps.db.transaction(async (trx) => {
    await lockFamily(trx, [handover.caseId])
    if (!(await answerHandover(trx, handover, 'declined', reason, hand))) return CONFLICT
    const { id: subjectRef, caseId } = handover
    await raiseTask(trx, { caseId, kind: 'handover_declined', subjectRef }, hand)
    return TAKEN
  })
}

export async function takeWithdrawal(
  deps: FormDeps,
  handover: Handover,
  sent: Sent,
): Promise<Taken> {
  if (handover.state === 'withdrawn') return TAKEN
  if (handover.state !== 'waiting') return CONFLICT
  const hand = handOf(deps, sent)
  return await deps.db.transaction(async (trx) => {
    await lockFamily(trx, [handover.caseId])
    return (await answerHandover(trx, handover, 'withdrawn', null, hand)) ? TAKEN : CONFLICT
  })
}

/** Whether this operator may answer a handover; whoever supervises may take what nobody takes. */
export const mayAnswer = (handover: Handover, { operator }: Pick<Sent, 'operator'>): boolean =>
  isFor(handover, operator) || may(operator.role, 'approve')

/** Tells of what nobody has taken in time: as a task of the case, which supervisors see on their desk. */
export async function raiseLateHandovers(db: Db, clock: Clock): Promise<void> {
  const at = clock.now()
  for (const { id, caseId } of await lateHandovers(db, at))
    await db.transaction(async (trx) => {
      await lockFamily(trx, [caseId])
      if (!(await markRaised(trx, id, at))) return
      const hand = { operatorId: null, at }
      await raiseTask(trx, { caseId, kind: 'handover_late', subjectRef: id }, hand)
    })
}
