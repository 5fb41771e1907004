import { type Db, isPostgres, triggerNames } from './db.ts'

/** The tables whose rows are added to and never changed or deleted. */
export const APPEND_ONLY = [
  'audit_anchors',
  'audit_checkpoint',
  'audit_events',
  'audit_kept',
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
/**
 * Opens an append-only table (see `makeAppendOnly`) for erasing alone: a row may be changed or deleted where `when` says
 * so, in words of `old` and `new` that both databases understand.
 */
export async function openForErasing(
  db: Db,
  table: string,
  verb: 'update' | 'delete',
  when: string,
): Promise<void> {
  const name = `${table}_no_${verb}`
  await close(db, table, name)
  if (!isPostgres(db)) {
    await db.raw(
      `create trigger ${name} before ${verb} on ${table} when not (${when})
       begin select raise(abort, '${table} is append-only'); end`,
    )
    return
  }
  await db.raw(
    `create or replace function annai_${name}() returns trigger language plpgsql as $$ begin
       if not (${when}) then raise exception '% is append-only', tg_table_name; end if;
       return ${verb === 'update' ? 'new' : 'old'}; end $$`,
  )
  await db.raw(
    `create trigger ${name} before ${verb} on ${table} for each row execute function annai_${name}()`,
  )
}

const close = (db: Db, table: string, name: string) =>
  db.raw(`drop trigger ${name} ${isPostgres(db) ? `on ${table}` : ''}`)
