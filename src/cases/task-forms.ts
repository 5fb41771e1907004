import type { Catalogue } from '../i18n/index.ts'
import { may } from '../operators/permissions.ts'
import {
  type FormDeps,
  handOf,
  problemOf,
  refused,
  type Sent,
  TAKEN,
  type Taken,
} from './case-forms.ts'
import { lockFamily } from './families.ts'
import type { Task } from './task.ts'
import { needsResult } from './task-lines.ts'
import { endTask } from './tasks.ts'

/** Ends a task by hand, with what was done about it. */
export async function takeTaskEnd(deps: FormDeps, task: Task, sent: Sent): Promise<Taken> {
  const { form, operator, t } = sent
  const reason = form.text('reason').trim()
  if (task.state === 'done') return task.endedBy === operator.id ? TAKEN : { kind: 'conflict' }
  const problem = problemOf(reason, t.tasks.reason, t, true)
  if (problem !== null) return refused(problem)
  if (needsResult(task)) return await takeResult(deps, task, sent, reason)
  const hand = handOf(deps, sent)
  return await deps.db.transaction(async (trx) => {
    await lockFamily(trx, [task.caseId])
    return (await endTask(trx, task, reason, hand)) ? TAKEN : { kind: 'conflict' as const }
  })
}

/** What the card system's people say of an action: a supervisor's word, for it makes room for another try. */
async function takeResult(deps: FormDeps, task: Task, sent: Sent, reason: string): Promise<Taken> {
  const { form, operator, t } = sent
  if (!may(operator.role, 'approve')) return refused(t.tasks.result.supervisor)
  const outcome = form.text('outcome')
  const reference = form.text('reference').trim()
  const problem = problemWith(outcome, reference, t)
  if (problem !== null) return refused(problem)
  const hand = handOf(deps, sent)
  const said = { isDone: outcome === 'done', reference, operatorId: operator.id }
  const settled = await deps.settleAction(task.subjectRef, said, async (trx) => {
    await lockFamily(trx, [task.caseId])
    await endTask(trx, task, reason, hand)
  })
  if (settled === 'busy') return refused(t.tasks.result.busy)
  return settled === 'settled' ? TAKEN : { kind: 'conflict' }
}

const LONGEST_REFERENCE = 100
function problemWith(outcome: string, reference: string, t: Catalogue): string | null {
  if (reference.length > LONGEST_REFERENCE)
    return t.errors.field.tooLong(t.tasks.result.reference, LONGEST_REFERENCE)
  const isSaid = outcome === 'done' || outcome === 'not_done'
  return isSaid && reference !== '' ? null : t.tasks.result.missing
}
