import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type Archived, archiveLog } from './audit/archive.ts'
import { isStillRead } from './audit/events.ts'
import { auditKeys } from './audit/settings.ts'
import { demandMigrated } from './audit/verify-command.ts'
import { heldCases, heldCustomers } from './cases/held-cases.ts'
import { type Config, ConfigError } from './config.ts'
import { closeDatabase, type Db, openDatabase } from './db.ts'
import { cutoffsAt } from './retention/time-limits.ts'

/** PCI DSS 10.5.1: so much of the log is always at hand, whatever is set. */
const LEAST_MONTHS = 3

/** `annai audit archive [--before DATE] FILE`: moves the old part of the audit log into a file; gives the exit code. */
export async function archiveCommand(
  args: readonly string[],
  config: Pick<
    Config,
    'databaseUrl' | 'retention' | 'auditKey' | 'auditKeyFile' | 'auditKeysBefore'
  >,
  now: Date = new Date(),
  tell: (line: string) => void = (line) => console.log(line),
): Promise<number> {
  const { file, before } = readArguments(args, latestFor(config, now))
  if (config.auditKey === null && !existsSync(config.auditKeyFile))
    throw new ConfigError('Please set AUDIT_KEY to the key that the audit log was sealed with.')
  const db = openDatabase(config.databaseUrl)
  try {
    await demandMigrated(db)
    const keys = auditKeys(config)
    const isKept = await keeping(db)
    const archived = await archiveLog(db, { keys, before, file, now, isKept })
    tell(archived === null ? `There is nothing from before ${before}.` : told(file, archived))
    return 0
  } finally {
    await closeDatabase(db)
  }
}

const told = (file: string, { from, to, kept, sha256 }: Archived): string =>
  `${file}: entries ${from} to ${to.entries}, whole; ${kept} of them stay on line, for cases and legal holds need them.
sha256 ${sha256}, head ${to.mac}
annai audit verify goes on behind them, and verifies them with --archive ${file}`

function latestFor({ retention }: Pick<Config, 'retention'>, now: Date): string {
  const auditMonths = Math.max(LEAST_MONTHS, retention.limits.auditMonths)
  return cutoffsAt(now, { ...retention.limits, auditMonths }).audit
}

function readArguments(args: readonly string[], latest: string) {
  const { before: day, file } = parsed(args)
  const before = day === undefined ? latest : midnight(day)
  if (before === null) throw new ConfigError('Please give --before a day, such as 2026-01-31.')
  if (before > latest)
    throw new ConfigError(
      `The audit log stays on line until ${latest.slice(0, 10)} at least (RETAIN_AUDIT_MONTHS, and never less than ${LEAST_MONTHS} months): please give an earlier day.`,
    )
  if (existsSync(file)) throw new ConfigError(`${file} is there already: please name another file.`)
  return { before, file }
}

function parsed(args: readonly string[]): { before: string | undefined; file: string } {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { before: { type: 'string' } },
    })
    const [file, ...more] = positionals
    if (file !== undefined && more.length === 0) return { before: values.before, file }
  } catch {
    // Said below.
  }
  throw new ConfigError('Please name the file: annai audit archive [--before DATE] FILE')
}

/** When a day begins in Japan. */
function midnight(day: string): string | null {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00+09:00`) : Number.NaN
  return Number.isNaN(at) ? null : new Date(at).toISOString()
}

/** What the pages still read of stays, and all that is about whom or what is under a legal hold. */
async function keeping(db: Db) {
  const held = new Set([...(await heldCases(db)), ...(await heldCustomers(db))])
  return (row: Parameters<typeof isStillRead>[0]): boolean =>
    isStillRead(row) || [row.case_id, row.customer_id].some((id) => held.has(String(id)))
}
