import type { CaseFile, Status } from './case-file.ts'
import type { Queue } from './urgency.ts'

/** A row of the table. */
export interface CaseRow {
  id: string
  number: string
  customer_id: string | null
  status: Status
  reason: string
  cause: string | null
  disposition: string | null
  card_ref: string | null
  card_network: string | null
  card_label: string | null
  card_last4: string | null
  owner_id: string | null
  queue: Queue
  priority: number
  due_at: string | null
  wanted: string
  next_steps: string
  opened_at: string
  opened_by: string
  updated_at: string
  closed_at: string | null
  closed_by: string | null
  merged_into: string | null
  version: number
  erased_at: string | null
}
export const toCase = (row: CaseRow): CaseFile => ({
  id: row.id,
  number: row.number,
  customerId: row.customer_id,
  status: row.status,
  reason: row.reason,
  cause: row.cause,
  disposition: row.disposition,
  network: row.card_network,
  card:
    row.card_ref === null
      ? null
      : { ref: row.card_ref, label: row.card_label ?? '', last4: row.card_last4 ?? '' },
  ownerId: row.owner_id,
  queue: row.queue,
  priority: row.priority,
  dueAt: row.due_at,
  wanted: row.wanted,
  nextSteps: row.next_steps,
  openedAt: row.opened_at,
  openedBy: row.opened_by,
  updatedAt: row.updated_at,
  closedAt: row.closed_at,
  closedBy: row.closed_by,
  mergedInto: row.merged_into,
  version: row.version,
  erasedAt: row.erased_at,
})
