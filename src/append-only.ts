import { type Db, isPostgres } from './db.ts'

/** The tables whose rows are added to and never changed or deleted. */
export const APPEND_ONLY = [
  'audit_events',
  'call_entries',
  'case_notes',
  'customer_preferences',
  'prints',
  'privacy_exports',
  'script_versions',
] as const

/** The triggers that keep them so and are gone, or switched off; whoever owns the database can do that. */
export async function lostTriggers(db: Db): Promise<string[]> {
  const there: string[] = isPostgres(db)
    ? await db('pg_trigger').whereNot('tgenabled', 'D').pluck('tgname')
    : await db('sqlite_master').where({ type: 'trigger' }).pluck('name')
  const wanted = APPEND_ONLY.flatMap((table) => [`${table}_no_update`, `${table}_no_delete`])
  return wanted.filter((name) => !there.includes(name))
}
