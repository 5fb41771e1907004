import type { Db } from '../db.ts'
import { type AuditEvent, recordEvent } from './events.ts'

/** Whom or which case a line of a list showed. */
export type Shown = Pick<AuditEvent, 'customerId' | 'caseId'>

interface Search {
  readonly at: Date
  readonly operatorId: string
  /** The page of the search, as its route is called. */
  readonly route: string
  /** How much was found of what: never what was typed. */
  readonly found: Readonly<Record<string, number>>
  readonly shown: readonly Shown[]
}

/**
 * Records a search, and of each line of the page that it gave whom or what it showed: so that whoever asks who has seen a
 * customer finds those too who only looked through lists. All of it is written at once.
 */
export async function recordSearch(db: Db, search: Search): Promise<void> {
  const { at, operatorId, route, found, shown } = search
  const lines = shown.map((line) => ({ name: 'list_shown' as const, ...line, detail: { route } }))
  const events = [{ name: 'searched' as const, detail: found }, ...lines]
  await Promise.all(events.map((event) => recordEvent(db, { at, operatorId, ...event })))
}
