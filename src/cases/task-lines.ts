import type { Catalogue } from '../i18n/index.ts'
import { type Names, nameOf, ownerName } from './case-lines.ts'
import type { TaskView } from './case-view.ts'
import type { Task } from './task.ts'

/** Ended only by saying how the action ended. */
export const needsResult = ({ kind }: Pick<Task, 'kind'>): boolean => kind === 'action_unknown'

export function taskView(task: Task, t: Catalogue, names: Names, now: Date): TaskView {
  const reasons: Readonly<Record<string, string>> = t.tasks.reasons
  const isUrgent = task.dueAt <= task.raisedAt
  return {
    id: task.id,
    caseId: task.caseId,
    words: aboutWords(task, t) + t.terms.task[task.kind],
    subject: task.subjectRef,
    raisedAt: task.raisedAt,
    dueAt: isUrgent ? null : task.dueAt,
    late: task.state === 'open' && !isUrgent && Date.parse(task.dueAt) < now.getTime(),
    isOpen: task.state === 'open',
    owner: ownerName(names, task.ownerId, t),
    needsResult: needsResult(task),
    endedAt: task.endedAt,
    endedBy: task.endedBy === null ? t.tasks.program : nameOf(names, task.endedBy),
    endReason: reasons[task.endReason ?? ''] ?? task.endReason ?? '',
  }
}

/** Which action it was, or which card. */
function aboutWords({ detail }: Task, t: Catalogue): string {
  const actions: Readonly<Record<string, { name: string }>> = t.actions
  const name = actions[detail.action ?? '']?.name
  if (name !== undefined) return t.tasks.about(name)
  return detail.last4 === undefined ? '' : t.tasks.about(t.tasks.card(detail.last4))
}
