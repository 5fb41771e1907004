import { type Db, triggerNames } from './db.ts'

/** The tables whose rows are added to and never changed or deleted. */
export const APPEND_ONLY = [
  'audit_anchors',
  'audit_events',
  'audit_seals',
  'call_entries',
  'case_notes',
  'customer_preferences',
  'prints',
  'privacy_exports',
  'script_versions',
] as const

/** The triggers that keep them so and are gone, or switched off; whoever owns the database can do that. */
export async function lostTriggers(db: Db): Promise<string[]> {
  const there = await triggerNames(db)
  const wanted = APPEND_ONLY.flatMap((table) => [`${table}_no_update`, `${table}_no_delete`])
  return wanted.filter((name) => !there.has(name))
}
