import { chmodSync, closeSync, existsSync, fsyncSync, openSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'

/** The file in which SQLite keeps everything: who may read it, copying it while it is written to, and whether it is whole. */

/** The file that a database URL names; null: it is not kept in one file of ours (PostgreSQL, or memory). */
export function fileOf(url: string): string | null {
  if (/^postgres(ql)?:\/\//.test(url) || url === ':memory:') return null
  return url.startsWith('file:') ? fileURLToPath(url) : url
}

/** Nobody but the program's own user reads or writes what customers told. */
export const OWN_FILE = 0o600

/** Makes a new file with the right mode before SQLite does, which would take the process's; takes rights from an old one. */
export function keepToOneself(file: string): void {
  closeSync(openSync(file, 'a', OWN_FILE))
  for (const each of [file, `${file}-wal`, `${file}-shm`])
    if (existsSync(each) && isOpenToOthers(each)) chmodSync(each, OWN_FILE)
}

export const isOpenToOthers = (path: string): boolean => (statSync(path).mode & 0o077) !== 0

/**
 * Copies a database while others read and write it: the copy holds all that was committed when it began and nothing of
 * what was deleted before. `to` must not be there yet.
 */
export function copyDatabase(from: string, to: string): void {
  keepToOneself(to)
  const database = new Database(from, { readonly: true, fileMustExist: true })
  try {
    database.pragma('busy_timeout = 10000')
    database.prepare('vacuum into ?').run(to)
  } finally {
    database.close()
  }
  sync(to)
}

/** What a file holds that was found to be whole: how many rows of what, and what was the last step of its schema. */
export interface Contents {
  readonly rows: Readonly<Record<string, number>>
  readonly schema: string
}

/** A file is no database, is damaged, or is not one of ours; the message says which. */
export class NotWhole extends Error {
  override readonly name = 'NotWhole'
}

const COUNTED = ['operators', 'customers', 'cases', 'calls', 'call_entries', 'audit_events']

/** Reads a database file from end to end. Throws `NotWhole` if it cannot be relied on. */
export function checkDatabase(file: string): Contents {
  const database = openCopy(file)
  try {
    const [whole] = database.pragma('integrity_check(1)', { simple: false }) as {
      integrity_check: string // its one column
    }[]
    if (whole?.integrity_check !== 'ok') throw new NotWhole(`${whole?.integrity_check}`)
    const orphans = database.pragma('foreign_key_check')
    if (Array.isArray(orphans) && orphans.length > 0)
      throw new NotWhole(`${orphans.length} rows refer to rows that are not there`)
    const first = (sql: string) => database.prepare(sql).pluck().get()
    const rows = COUNTED.map((table) => [table, Number(first(`select count(*) from ${table}`))])
    const schema = String(first('select name from knex_migrations order by id desc limit 1'))
    return { rows: Object.fromEntries(rows), schema }
  } catch (error) {
    throw error instanceof NotWhole ? error : new NotWhole(reasonOf(error))
  } finally {
    database.close()
  }
}

function openCopy(file: string): Database.Database {
  try {
    return new Database(file, { readonly: true, fileMustExist: true })
  } catch (error) {
    throw new NotWhole(reasonOf(error))
  }
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** Waits until a file is on the disk. */
export function sync(file: string): void {
  const handle = openSync(file, 'r+')
  fsyncSync(handle)
  closeSync(handle)
}
