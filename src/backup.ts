import { createHash } from 'node:crypto'
import { createReadStream, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { recordEvent } from './audit/events.ts'
import { type Config, ConfigError } from './config.ts'
import { type Contents, checkDatabase, copyDatabase, fileOf, sync } from './database-file.ts'
import { closeDatabase, type Db, isMigrated, migrate, openDatabase } from './db.ts'
import { eraseAgain, keptLine, readLedger } from './retention/ledger.ts'
import { scrubFiles } from './retention/scrub.ts'

/** A copy that was opened and read from end to end. */
export interface Backup {
  readonly file: string
  readonly contents: Contents
  readonly bytes: number
  /** To be kept with the copy, so that it can be told whether it is still the same. */
  readonly sha256: string
}

/**
 * `annai backup`: copies the database while the program runs, opens the copy and reads it from end to end; only then it
 * gets its name. Throws a `ConfigError` that says what to do instead, or `NotWhole`.
 */
export async function backUp(config: Config, now: Date, wanted?: string): Promise<Backup> {
  const source = sourceOf(config)
  if (!existsSync(source)) throw new ConfigError(`There is no database at ${source} to back up.`)
  const file = wanted ?? join(dirname(source), 'backups', `annai-${stamp(now)}.sqlite`)
  if (existsSync(file)) throw new ConfigError(`${file} is there already: please name another file.`)
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const contents = await madeAside(file, (aside) => {
    copyDatabase(source, aside)
    return checkDatabase(aside)
  })
  const backup = { file, contents, bytes: statSync(file).size, sha256: await hashOf(file) }
  await recordBackup(config, now, backup)
  return backup
}

/** A copy holds all that customers told: that it was made is on the record. */
async function recordBackup({ databaseUrl }: Config, at: Date, { sha256, bytes }: Backup) {
  const db = openDatabase(databaseUrl)
  try {
    const detail = { sha256, bytes }
    if (await isMigrated(db))
      await recordEvent(db, { name: 'backup_made', at, operatorId: null, detail })
  } finally {
    await closeDatabase(db)
  }
}

/** What was put back, and how many people were erased again; `kept`: something in this copy keeps them. */
export interface Restored {
  readonly contents: Contents
  readonly erased: number
  readonly kept: number
}

/**
 * `annai restore FILE`: reads the copy from end to end and puts it where the database belongs, which must be empty. Whoever
 * was signed in when the copy was made is not signed in any more, and whoever was erased since is erased again.
 */
export async function restore(config: Config, file: string, now: Date): Promise<Restored> {
  const target = sourceOf(config)
  // Anchors are newer than any copy: beside the old ones the log would be found cut off for ever.
  for (const each of [target, `${target}-wal`, `${target}-journal`, config.auditAnchors])
    if (existsSync(each))
      throw new ConfigError(
        `${each} is there: please stop Annai and move it away, so that nothing is lost by restoring.`,
      )
  checkDatabase(file)
  mkdirSync(dirname(target), { recursive: true, mode: 0o700 })
  return madeAside(target, async (aside) => {
    copyDatabase(file, aside)
    const db = openDatabase(aside)
    await db('sessions').delete()
    const again = await eraseSince(db, readLedger(config.erasureLedger), now)
    const detail = { sha256: await hashOf(file) }
    if (await isMigrated(db))
      await recordEvent(db, { name: 'database_restored', at: now, operatorId: null, detail })
    await closeDatabase(db)
    return { contents: checkDatabase(aside), ...again }
  })
}

/** Whoever was erased since the copy was made is in it; its schema may be older than erasing. */
async function eraseSince(db: Db, ledger: ReturnType<typeof readLedger>, now: Date) {
  if (ledger.length === 0) return { erased: 0, kept: 0 }
  await migrate(db)
  const again = await eraseAgain(db, ledger, now)
  if (again.erased > 0) await scrubFiles(db)
  return again
}

/** Makes a file under another name beside it, and gives it its own when it is made; of what failed nothing is left. */
async function madeAside<T>(file: string, make: (aside: string) => T | Promise<T>): Promise<T> {
  const aside = `${file}.part`
  const remove = () => {
    for (const end of ['', '-wal', '-shm', '-journal']) rmSync(aside + end, { force: true })
  }
  remove()
  try {
    const made = await make(aside)
    renameSync(aside, file)
    sync(file)
    return made
  } finally {
    remove()
  }
}

function sourceOf({ databaseUrl }: Config): string {
  const file = fileOf(databaseUrl)
  if (file !== null) return file
  throw new ConfigError(
    'PostgreSQL has its own tools for this: pg_dump --format=custom, pg_restore, or continuous archiving. After restoring, run annai doctor.',
  )
}

const stamp = (now: Date): string =>
  now.toISOString().replace(/[-:]/g, '').replace(/\..*/, 'Z').replace('T', '-')

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of createReadStream(file)) hash.update(piece)
  return hash.digest('hex')
}

/** What was put back, for whoever runs the command. */
export const restoredLine = ({ contents, erased, kept }: Restored): string =>
  [
    `Restored: ${contentsLine(contents)}`,
    ...(erased > 0 ? [`Erased again, as since this copy was made: ${erased} people`] : []),
    ...(kept > 0 ? [keptLine(kept)] : []),
  ].join('\n')

/** What was copied, for whoever runs the command. */
export const contentsLine = ({ rows, schema }: Contents): string =>
  `${Object.entries(rows)
    .map(([table, count]) => `${table} ${count}`)
    .join(', ')}; schema ${schema}`
