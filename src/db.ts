import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import knex, { type Knex } from 'knex'
import { migrations } from '../migrations/index.ts'
import { fileOf, keepToOneself } from './database-file.ts'

/** A database, or a transaction in it. */
export type Db = Knex

const isPostgresUrl = (url: string) => /^postgres(ql)?:\/\//.test(url)
/** For search's adapters alone: everything else is written once for both. */
export const isPostgres = (db: Db): boolean => db.client.config.client === 'pg'

/** Opens SQLite (a file path, `file:` URL or `:memory:`) or PostgreSQL (`postgres://…`). */
export function openDatabase(url: string): Db {
  return isPostgresUrl(url) ? openPostgres(url) : openSqlite(url)
}

/** An error names the statement, never the values in it: it reaches the log, and they are what customers told. */
const WITHOUT_VALUES = { compileSqlOnError: false }

function openPostgres(url: string): Db {
  return knex({ client: 'pg', connection: url, ...WITHOUT_VALUES, pool: { min: 0, max: 10 } })
}

function openSqlite(url: string): Db {
  const filename = fileOf(url) ?? url
  if (filename !== ':memory:' && !existsSync(dirname(filename)))
    mkdirSync(dirname(filename), { recursive: true, mode: 0o700 })
  if (filename !== ':memory:') keepToOneself(filename)
  const db = knex({
    client: 'better-sqlite3',
    connection: { filename },
    ...WITHOUT_VALUES,
    useNullAsDefault: true,
    pool: { min: 1, max: 1, afterCreate: prepareSqlite },
  })
  if (filename !== ':memory:') readers.set(db, lazyReader(filename))
  return db
}

const MOST_STATEMENTS = 500

type Statement = (bindings: readonly unknown[]) => unknown[]
interface Reader {
  statement(sql: string): Statement
  close(): void
}
/** Connections for reading alone, beside the one that writes: pages wait for no writer. */
const readers = new WeakMap<Db, Reader>()

function lazyReader(filename: string): Reader {
  const statements = new Map<string, Statement>()
  let connection: Database.Database | undefined
  const open = () => {
    const opened = new Database(filename, { readonly: true })
    for (const pragma of PRAGMAS.reading) opened.pragma(pragma)
    return opened
  }
  return {
    statement(sql) {
      const known = statements.get(sql)
      if (known) return known
      connection ??= open()
      const prepared = connection.prepare(sql)
      const statement: Statement = (bindings) => prepared.all(bindings)
      if (statements.size >= MOST_STATEMENTS) statements.clear()
      statements.set(sql, statement)
      return statement
    },
    close: () => connection?.close(),
  }
}

/** Lets go of a database, with what was opened beside it. */
export async function closeDatabase(db: Db): Promise<void> {
  await db.destroy()
  readers.get(db)?.close()
  readers.delete(db)
}

/** A fixed statement and what is put into it, in order, for each `?`. */
export interface Reading {
  readonly sql: string
  readonly bindings: readonly (string | number | null)[]
}
/** `?, ?, ?` for a list of values. */
export const marks = (values: readonly unknown[]): string => values.map(() => '?').join(', ')

/**
 * Reads rows, by a fixed statement that both databases understand or by a built one. For the pages that are asked for
 * all day: in SQLite it waits for nobody, and a fixed statement costs a tenth of a built one. Inside a transaction it
 * reads what the transaction has written.
 */
export async function read<Row>(db: Db, query: Reading | Knex.QueryBuilder): Promise<Row[]> {
  const { sql, bindings } = 'toSQL' in query ? query.toSQL() : query
  const reader = readers.get(db)
  if (reader) return reader.statement(sql)(bindings) as Row[] // the caller knows the columns that its own statement names
  const answer = await db.raw(sql, [...bindings])
  return isPostgres(db) ? answer.rows : answer
}

const PRAGMAS = {
  reading: ['busy_timeout = 5000', 'case_sensitive_like = ON'],
  writing: [
    'journal_mode = WAL',
    'synchronous = FULL',
    'foreign_keys = ON',
    // What is deleted is gone from the file as well.
    'secure_delete = ON',
    'busy_timeout = 5000',
    'case_sensitive_like = ON',
  ],
}

/**
 * Adds many rows to a table, for what is made by the million. Inside a transaction; in SQLite by one kept statement, in
 * PostgreSQL by statements of many rows.
 */
export async function insertMany(
  trx: Db,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
): Promise<void> {
  const into = `insert into ${table} (${columns.join(', ')}) values `
  const one = `(${marks(columns)})`
  if (!isPostgres(trx)) {
    const connection: SqliteConnection = await trx.client.acquireConnection()
    const statement = connection.prepare(into + one)
    for (const row of rows) statement.run(row)
    return
  }
  const atOnce = Math.max(1, Math.floor(MOST_BINDINGS / columns.length))
  for (let from = 0; from < rows.length; from += atOnce) {
    const some = rows.slice(from, from + atOnce)
    await trx.raw(into + some.map(() => one).join(', '), some.flat())
  }
}
const MOST_BINDINGS = 20_000

/** Gives SQLite room to hold what is being made; PostgreSQL has its own. */
export async function makeRoom(db: Db): Promise<void> {
  if (!isPostgres(db)) await db.raw('pragma cache_size = -400000')
}

interface SqliteConnection {
  pragma(text: string): unknown
  prepare(sql: string): { run(values: readonly unknown[]): unknown }
}
function prepareSqlite(
  connection: SqliteConnection,
  done: (error: Error | null, conn: unknown) => void,
) {
  for (const pragma of PRAGMAS.writing) connection.pragma(pragma)
  keepStatements(connection)
  done(null, connection)
}

/** Takes the place of the one who writes at once: begun by reading, it could not write any more once another process has. */
const BEGIN = 'BEGIN IMMEDIATE;'

/** knex prepares each statement anew; kept ones cost a tenth. Statements are run to their end at once, so sharing is safe. */
function keepStatements(connection: SqliteConnection): void {
  const prepare = connection.prepare.bind(connection)
  const kept = new Map<string, ReturnType<SqliteConnection['prepare']>>()
  connection.prepare = (written) => {
    const sql = written === 'BEGIN;' ? BEGIN : written
    const statement = kept.get(sql) ?? prepare(sql)
    kept.delete(sql)
    kept.set(sql, statement)
    const oldest = kept.keys().next()
    if (kept.size > MOST_STATEMENTS && !oldest.done) kept.delete(oldest.value)
    return statement
  }
}

/** One process at a time, in a transaction: others that start meanwhile wait, and one that dies lets go. */
export const alone = <T>(db: Db, name: string, work: (trx: Db) => Promise<T>): Promise<T> =>
  db.transaction(async (trx) => {
    // SQLite lets one transaction write at a time by itself.
    if (isPostgres(db)) await trx.raw('select pg_advisory_xact_lock(hashtext(?))', [name])
    return await work(trx)
  })

/** Brings the schema up to date. Names carry no ending, so that source and build agree on what was run. */
export const migrate = (db: Db): Promise<void> =>
  alone(db, 'annai migrations', async (trx) => {
    // Whoever held knex's own lock has died with it.
    await trx.migrate.forceFreeMigrationsLock({ migrationSource })
    await trx.migrate.latest({ migrationSource })
  })

/** Whether every known migration has been run; looks without making anything. */
export async function isMigrated(db: Db): Promise<boolean> {
  if (!(await db.schema.hasTable('knex_migrations'))) return false
  const done = new Set<string>(await db('knex_migrations').pluck('name'))
  return Object.keys(migrations).every((name) => done.has(name))
}

const migrationSource: Knex.MigrationSource<string> = {
  getMigrations: async () => Object.keys(migrations),
  getMigrationName: (name) => name,
  getMigration: async (name) => {
    const migration = migrations[name]
    if (!migration) throw new Error(`unknown migration ${name}`)
    return migration
  },
}

/** Lets rows of a table be added, but never changed or deleted. */
export async function makeAppendOnly(db: Db, table: string): Promise<void> {
  for (const verb of ['update', 'delete']) {
    const name = `${table}_no_${verb}`
    if (!isPostgres(db)) {
      await db.raw(
        `create trigger ${name} before ${verb} on ${table} begin select raise(abort, '${table} is append-only'); end`,
      )
      continue
    }
    await db.raw(
      `create or replace function annai_append_only() returns trigger language plpgsql as
       $$ begin raise exception '% is append-only', tg_table_name; end $$`,
    )
    await db.raw(
      `create trigger ${name} before ${verb} on ${table} for each row execute function annai_append_only()`,
    )
  }
}

/** The names of the triggers that are in force. */
export async function triggerNames(db: Db): Promise<Set<string>> {
  const sql = isPostgres(db)
    ? `select tgname as name from pg_trigger where not tgisinternal and tgenabled in ('O', 'A')`
    : `select name from sqlite_master where type = 'trigger'`
  const rows = await read<{ name: string }>(db, { sql, bindings: [] })
  return new Set(rows.map(({ name }) => name))
}

/** Whether an error says that a unique value is already taken, in either database. */
export function isAlreadyTaken(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : ''
  return (
    code === '23505' ||
    code === 'SQLITE_CONSTRAINT_UNIQUE' ||
    code === 'SQLITE_CONSTRAINT_PRIMARYKEY'
  )
}
