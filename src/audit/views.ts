import { type Db, read } from '../db.ts'
import { type AuditEvent, recordEvent } from './events.ts'
import { needsNoRecord } from './origin.ts'

/** So long one record stands for a page that stays open and is drawn anew by itself. */
const ONE_VIEW_MS = 10 * 60_000

/**
 * Records that somebody read a case or a call. A page that stays open and is drawn anew by itself is one view: it is
 * recorded again, as such, when the last record of this reader and this page is older than ten minutes.
 */
export async function recordView(db: Db, event: AuditEvent, isRefresh: boolean): Promise<void> {
  if (!isRefresh) return recordEvent(db, event)
  if (await wasJustViewed(db, event)) return needsNoRecord()
  await recordEvent(db, { ...event, detail: { ...event.detail, refresh: true } })
}

async function wasJustViewed(db: Db, event: AuditEvent): Promise<boolean> {
  const since = new Date(event.at.getTime() - ONE_VIEW_MS).toISOString()
  const of = event.caseId ? 'case_id' : 'call_id'
  const rows = await read<{ id: string }>(db, {
    sql: `select id from audit_events where ${of} = ? and at > ? and name = ? and operator_id = ?
          and detail like ? limit 1`,
    bindings: [
      event.caseId ?? event.callId ?? null,
      since,
      event.name,
      event.operatorId,
      `%"details":${event.detail?.details === true}%`,
    ],
  })
  return rows.length > 0
}
