import { v7 as uuid } from 'uuid'
import type { Db } from '../db.ts'

/** Something that was done or read. Ids and codes only: no names, no words. */
export interface AuditEvent {
  readonly name: string
  readonly at: Date
  readonly operatorId: string | null
  readonly customerId?: string | null
  readonly caseId?: string | null
  readonly callId?: string | null
  readonly detail?: Readonly<Record<string, unknown>>
}

/** Records events; a change passes its own transaction, so that the two stand or fall together. */
export async function recordEvents(db: Db, events: readonly AuditEvent[]): Promise<void> {
  if (events.length === 0) return
  await db('audit_events').insert(
    events.map((event) => ({
      id: uuid(),
      at: event.at.toISOString(),
      operator_id: event.operatorId,
      name: event.name,
      customer_id: event.customerId ?? null,
      case_id: event.caseId ?? null,
      call_id: event.callId ?? null,
      detail: JSON.stringify(event.detail ?? {}),
    })),
  )
}
export const recordEvent = (db: Db, event: AuditEvent) => recordEvents(db, [event])

export interface StoredEvent {
  readonly id: string
  readonly at: string
  readonly name: string
  readonly operatorId: string | null
  readonly detail: Record<string, unknown>
}

/** What happened to a case, oldest first. */
export async function eventsOfCase(db: Db, caseId: string): Promise<StoredEvent[]> {
  const rows = await db('audit_events').where({ case_id: caseId }).orderBy(['at', 'id'])
  return rows.map((row) => ({
    id: row.id,
    at: row.at,
    name: row.name,
    operatorId: row.operator_id,
    detail: JSON.parse(row.detail),
  }))
}
