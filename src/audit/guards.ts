import { type Db, isPostgres, read } from '../db.ts'

/** A trigger on one of the log's tables: rows may not be changed or deleted, unless … */
interface Guard {
  readonly name: string
  readonly table: string
  readonly verb: 'insert' | 'update' | 'delete' | 'truncate'
  /** In words of `old` and `new` that both databases understand. */
  readonly unless?: string
}

/** What is older than the checkpoint was archived and may go, but for what is kept of it. */
const ARCHIVED_EVENT = `exists (select 1 from audit_seals s join audit_checkpoint c on s.seq <= c.entries
  where s.event_id = old.id) and not exists (select 1 from audit_kept k where k.event_id = old.id)`
const ARCHIVED_SEAL = 'exists (select 1 from audit_checkpoint c where old.seq <= c.entries)'

const KEPT = ['audit_events', 'audit_seals', 'audit_anchors', 'audit_kept', 'audit_checkpoint']
const UNLESS: Readonly<Record<string, string>> = {
  audit_events_no_delete: ARCHIVED_EVENT,
  audit_seals_no_delete: ARCHIVED_SEAL,
  audit_checkpoint_no_update: 'new.entries > old.entries',
}
const never = (table: string, verb: Guard['verb']): Guard => {
  const name = `${table}_no_${verb}`
  const unless = UNLESS[name]
  return { name, table, verb, ...(unless ? { unless } : {}) }
}
const QUEUE: Guard = { name: 'audit_events_queue', table: 'audit_events', verb: 'insert' }

const guardsOf = (db: Db): readonly Guard[] => [
  QUEUE,
  ...KEPT.flatMap((table) => [never(table, 'update'), never(table, 'delete')]),
  // SQLite knows no other way to empty a table than to delete.
  ...(isPostgres(db) ? KEPT.map((table) => never(table, 'truncate')) : []),
]
const TABLES = [...KEPT, 'audit_unsealed']

/** Puts the triggers up as they belong, in place of any that are there. */
export async function setGuards(db: Db): Promise<void> {
  await dropGuards(db)
  for (const guard of guardsOf(db)) {
    if (!isPostgres(db)) await db.raw(`create ${sqliteText(guard)}`)
    else {
      await db.raw(
        `create or replace function ${functionOf(guard)}() returns trigger language plpgsql as $$${bodyOf(guard)}$$`,
      )
      await db.raw(
        `create trigger ${guard.name} ${whenOf(guard)} execute function ${functionOf(guard)}()`,
      )
    }
  }
}

/** Takes all triggers from the log's tables. */
export async function dropGuards(db: Db): Promise<void> {
  for (const { name, on } of await standing(db))
    await db.raw(isPostgres(db) ? `drop trigger "${name}" on ${on}` : `drop trigger "${name}"`)
}

/**
 * The name of a trigger of the log that is gone, switched off, or does something else than it should, or of one that
 * does not belong there; null when all is as it should be.
 */
export async function wrongGuard(db: Db): Promise<string | null> {
  const there = new Map((await standing(db)).map((each) => [each.name, each]))
  for (const guard of guardsOf(db)) {
    const found = there.get(guard.name)
    const wanted = isPostgres(db) ? postgresText(guard) : sqliteText(guard)
    if (found?.on !== guard.table || plain(found.text) !== plain(wanted)) return guard.name
    there.delete(guard.name)
  }
  const [other] = there.keys()
  return other ?? (await ruleOn(db))
}

interface Standing {
  readonly name: string
  readonly on: string
  readonly text: string
}
const AMONG = TABLES.map((table) => `'${table}'`).join(', ')

const standing = (db: Db): Promise<Standing[]> =>
  read<Standing>(db, {
    sql: isPostgres(db)
      ? `select t.tgname as name, c.relname as on,
           concat_ws(' ', t.tgtype, t.tgenabled in ('O', 'A'), t.tgqual is null, t.tgattr, p.proname, p.prosrc) as text
         from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_proc p on p.oid = t.tgfoid
         where not t.tgisinternal and c.relname in (${AMONG}) and pg_table_is_visible(c.oid)`
      : `select name, tbl_name as "on", sql as text from sqlite_master
         where type = 'trigger' and tbl_name in (${AMONG})`,
    bindings: [],
  })

/** PostgreSQL can also turn a statement into another one. */
async function ruleOn(db: Db): Promise<string | null> {
  if (!isPostgres(db)) return null
  const [rule] = await read<{ name: string }>(db, {
    sql: `select rulename as name from pg_rules where tablename in (${AMONG}) limit 1`,
    bindings: [],
  })
  return rule?.name ?? null
}

const functionOf = ({ name }: Guard): string => `annai_${name}`
const whenOf = ({ table, verb }: Guard): string =>
  verb === 'insert'
    ? `after insert on ${table} referencing new table as added for each statement`
    : `before ${verb} on ${table} for each ${verb === 'truncate' ? 'statement' : 'row'}`

function bodyOf({ verb, unless }: Guard): string {
  if (verb === 'insert')
    return ' begin insert into audit_unsealed (event_id) select id from added; return null; end '
  const raise = `raise exception '% is append-only', tg_table_name;`
  const row = { update: 'new', delete: 'old', truncate: 'null' }[verb]
  return ` begin ${unless ? `if not (${unless}) then ${raise} end if;` : raise} return ${row}; end `
}

function sqliteText({ name, table, verb, unless }: Guard): string {
  if (verb === 'insert')
    return `trigger ${name} after insert on ${table}
     begin insert into audit_unsealed (event_id) values (new.id); end`
  return `trigger ${name} before ${verb} on ${table} ${unless ? `when not (${unless})` : ''}
     begin select raise(abort, '${table} is append-only'); end`
}

/** As PostgreSQL writes down when a trigger fires: bits of row, before, insert, delete, update and truncate. */
const BITS = { insert: 4, update: 1 + 2 + 16, delete: 1 + 2 + 8, truncate: 2 + 32 }
const postgresText = (guard: Guard): string =>
  `${BITS[guard.verb]} t t ${functionOf(guard)} ${bodyOf(guard)}`

const plain = (text: string): string =>
  text
    .replace(/^(create\s+)?trigger\s+/i, '')
    .replace(/\s+/g, ' ')
    .trim()
