import type { CaseFile } from './case-file.ts'
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
import { type CaseMerge, mergeCases, twinOfMerge, undoMerge } from './merges.ts'

/** Lets a case go on in another one; both as they stood on the page that compared them. */
export async function takeMerge(
  deps: FormDeps,
  from: CaseFile,
  into: CaseFile,
  sent: Sent,
): Promise<Taken> {
  const { form, t, operator } = sent
  const reason = form.text('reason').trim()
  const asked = {
    from: from.id,
    fromVersion: form.number('version') ?? 0,
    into: into.id,
    intoVersion: form.number('intoVersion') ?? 0,
    reason,
  }
  if (await twinOfMerge(deps.db, asked, operator.id)) return TAKEN
  const problem = problemOf(reason, t.caseWork.merge.reason, t, true)
  if (problem !== null) return refused(problem)
  const hand = handOf(deps, sent)
  const merged = await deps.db.transaction((trx) => mergeCases(trx, asked, hand))
  if (merged === 'merged') return TAKEN
  return merged === 'conflict' ? CONFLICT : refused(t.caseWork.merge.obstacles[merged])
}

/** Lets a merged case stand for itself again. */
export async function takeUndoing(deps: FormDeps, merge: CaseMerge, sent: Sent): Promise<Taken> {
  const reason = sent.form.text('reason').trim()
  if (merge.undoneAt !== null) return merge.undoneBy === sent.operator.id ? TAKEN : CONFLICT
  const problem = problemOf(reason, sent.t.caseWork.merge.undoReason, sent.t, true)
  if (problem !== null) return refused(problem)
  const hand = handOf(deps, sent)
  return await deps.db.transaction(async (trx) =>
    (await undoMerge(trx, merge, reason, hand)) ? TAKEN : CONFLICT,
  )
}
