import type { Commitment } from './commitment.ts'
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
  /** The case that goes on in its place; it takes nothing new itself. */
  readonly mergedInto: string | null
  readonly version: number
  /** Since when nothing is kept of what was said in it. */
  readonly erasedAt: string | null
}

/** Cases that are one, the surviving one first: it stands for all, with what was wanted and is to be done in any. */
export function asOne(survivor: CaseFile, others: readonly CaseFile[]): CaseFile {
  const lines = (of: 'wanted' | 'nextSteps') =>
    [survivor, ...others].flatMap((each) => each[of].split('\n')).filter((line) => line !== '')
  const join = (of: 'wanted' | 'nextSteps') => [...new Set(lines(of))].join('\n')
  if (others.length === 0) return survivor
  return { ...survivor, wanted: join('wanted'), nextSteps: join('nextSteps') }
}

export const isOpen = (caseFile: Pick<CaseFile, 'status'>): boolean => !isOver(caseFile)
export const isOver = (caseFile: Pick<CaseFile, 'status'>): boolean => caseFile.status === 'closed'

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
