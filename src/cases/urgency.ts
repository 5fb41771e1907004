import type { CaseFile } from './case-file.ts'

/** Where a case waits for whoever is free. */
export const QUEUES = ['front', 'fraud_desk', 'supervisor', 'back_office'] as const
export type Queue = (typeof QUEUES)[number]

/** How soon a case should be seen to: 1 comes first. */
export const PRIORITIES = [1, 2, 3, 4, 5] as const
export type Priority = (typeof PRIORITIES)[number]

/** What is open on a case: the kinds of its promises and its tasks. */
export interface OpenKinds {
  readonly commitments: readonly string[]
  readonly tasks: readonly string[]
}

/** Money may be leaving an account just now. */
const STOPS_AT_RISK = ['stop_differs', 'stop_unmatched', 'verify_stop', 'verify_manual_stop']
const FRAUD = ['fraud_desk']
const STOLEN = ['lost_stolen', 'suspicious_use']
/** Something went wrong that the customer does not know of. */
const ASTRAY = ['action_unknown', 'action_not_done', 'shipment_returned']
const WAITS = ['waiting_network', 'waiting_delivery']

/**
 * How soon a case should be seen to, by what is known of it (domain rule 4.3): fraud, loss and stops that failed come
 * first, then complaints and what went wrong, then what somebody can go on with, then what only waits.
 */
export function priorityOf(
  caseFile: Pick<CaseFile, 'status' | 'reason' | 'queue'>,
  open: OpenKinds,
): Priority {
  const { status, reason, queue } = caseFile
  const kinds = [...open.commitments, ...open.tasks]
  const has = (some: readonly string[]) => kinds.some((kind) => some.includes(kind))
  if (status === 'escalated' || has(STOPS_AT_RISK) || has(FRAUD)) return 1
  if (status === 'open' && STOLEN.includes(reason)) return 1
  if (has(ASTRAY)) return 2
  if (kinds.length === 0 && (status === 'resolved' || status === 'closed')) return 5
  if (queue === 'supervisor') return 2
  return WAITS.includes(status) && open.tasks.length === 0 ? 4 : 3
}

/** Where a case goes that comes to a status: what is escalated, to the fraud desk; null: it stays where it is. */
export const queueFor = (status: CaseFile['status'] | undefined): Queue | null =>
  status === 'escalated' ? 'fraud_desk' : null
