import type { AnyHand } from '../cases/cases.ts'
import { type NewTask, raiseTask, tasksOfCase } from '../cases/tasks.ts'
import type { Db } from '../db.ts'

/**
 * Raises a task unless the case has had it for the same reason, which is what `reason` of its detail says: what a
 * person has seen to is not asked of them anew with every look.
 */
export async function raiseOnce(
  trx: Db,
  raised: NewTask & { readonly detail: { readonly reason: string } },
  hand: AnyHand,
): Promise<void> {
  const known = (await tasksOfCase(trx, raised.caseId)).some(
    ({ kind, subjectRef, detail }) =>
      kind === raised.kind &&
      subjectRef === raised.subjectRef &&
      detail.reason === raised.detail.reason,
  )
  if (!known) await raiseTask(trx, raised, hand)
}
