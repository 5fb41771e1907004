import type { Commitment } from './commitment.ts'
import type { Task } from './task.ts'
import type { Queue } from './urgency.ts'

export const STATUSES = [
  'open',
  'waiting_customer',
  'waiting_network',
  'waiting_delivery',
  'escalated',
  'resolved',
  'closed',
] as const
export type Status = (typeof STATUSES)[number]

/** What a person may set; a case is closed by closing it, with all that is asked then. */
export const SET_BY_HAND = STATUSES.filter((each) => each !== 'closed')

/** One customer's problem, over many calls. */
export interface CaseFile {
  readonly id: string
  readonly number: string
  readonly customerId: string | null
  readonly status: Status
  readonly reason: string
  readonly cause: string | null
  readonly disposition: string | null
  readonly network: string | null
  readonly card: { readonly ref: string; readonly label: string; readonly last4: string } | null
  /** Null: it waits in its queue for somebody to take it. */
  readonly ownerId: string | null
  readonly queue: Queue
  /** 1 comes first; see urgency.ts. */
  readonly priority: number
  /** The earliest due time of its open promises and tasks. */
  readonly dueAt: string | null
  readonly wanted: string
  readonly nextSteps: string
  readonly openedAt: string
  readonly openedBy: string
  readonly updatedAt: string
  readonly closedAt: string | null
  readonly closedBy: string | null
  readonly version: number
}

export const isOpen = (caseFile: Pick<CaseFile, 'status'>): boolean => !isOver(caseFile)
export const isOver = (caseFile: Pick<CaseFile, 'status'>): boolean => caseFile.status === 'closed'

/** Why a case may not be closed yet; the same answer on every route. */
export type ClosureObstacle =
  | 'open_commitments'
  | 'unknown_actions'
  | 'open_tasks'
  | 'already_closed'
export function obstaclesToClosure(
  caseFile: Pick<CaseFile, 'status'>,
  commitments: readonly Pick<Commitment, 'state'>[],
  actions: readonly { readonly state: string }[],
  tasks: readonly Pick<Task, 'state'>[],
): ClosureObstacle[] {
  const obstacles: ClosureObstacle[] = []
  if (isOver(caseFile)) obstacles.push('already_closed')
  if (commitments.some((each) => each.state === 'open')) obstacles.push('open_commitments')
  if (actions.some((each) => ['pending', 'sent', 'unknown', 'waiting'].includes(each.state)))
    obstacles.push('unknown_actions')
  if (tasks.some((each) => each.state === 'open')) obstacles.push('open_tasks')
  return obstacles
}

/** What a case waits for once a call is over (domain rule 4.2: it follows from what was promised and how it ended). */
export function statusAfterCall(
  disposition: string,
  open: readonly Pick<Commitment, 'kind'>[],
): Status {
  if (disposition === 'escalated') return 'escalated'
  const kinds = new Set(open.map((each) => each.kind))
  if (kinds.has('network_answer')) return 'waiting_network'
  if (kinds.has('delivery') || kinds.has('reshipment')) return 'waiting_delivery'
  if (['tell_lock', 'holder_calls', 'retry_later', 'receipt_check'].some((kind) => kinds.has(kind)))
    return 'waiting_customer'
  return kinds.size === 0 && disposition === 'resolved' ? 'resolved' : 'open'
}

/** What a waiting case comes to when one of its promises ends; any other status is a person's to change. */
export function statusAfterPromise(
  caseFile: Pick<CaseFile, 'status'>,
  open: readonly Pick<Commitment, 'kind'>[],
  settled: boolean,
): Status {
  if (!caseFile.status.startsWith('waiting_')) return caseFile.status
  if (open.length > 0) return statusAfterCall('pending', open)
  return caseFile.status === 'waiting_delivery' && settled ? 'resolved' : 'open'
}
