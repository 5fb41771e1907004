import { parseArgs } from 'node:util'
import { type Config, ConfigError } from './config.ts'
import { closeDatabase, type Db, migrate, openDatabase, read } from './db.ts'
import { eraseAgain, keptLine, peopleBack, readLedger } from './retention/ledger.ts'
import { retain, type Step, summed } from './retention/retaining.ts'
import { scrubFiles } from './retention/scrub.ts'
import { cutoffsAt } from './retention/time-limits.ts'

/** `annai retention [--apply]`: tells what has been kept long enough and what holds it back; with `--apply` it goes. */
export async function retainOnce(
  args: readonly string[],
  config: Pick<Config, 'databaseUrl' | 'retention' | 'erasureLedger'>,
  now: () => Date = () => new Date(),
  tell: (line: string) => void = (line) => console.log(line),
): Promise<void> {
  const apply = readApply(args)
  const db = openDatabase(config.databaseUrl)
  try {
    await migrate(db)
    const { limits } = config.retention
    const steps: Step[] = []
    for await (const step of retain({ db, now, limits, apply })) steps.push(step)
    const sums = summed(steps)
    for (const line of tableOf(sums, apply)) tell(line)
    tell(await auditLine(db, cutoffsAt(now(), limits).audit))
    const again = await backLine(db, readLedger(config.erasureLedger), apply ? now() : null)
    if (again !== null) tell(again)
    if (apply && (again !== null || sums.some(({ gone }) => gone > 0))) await scrubFiles(db)
    if (!apply) tell('Nothing was changed. To erase what is due: annai retention --apply')
  } finally {
    await closeDatabase(db)
  }
}

function readApply(args: readonly string[]): boolean {
  try {
    const { values } = parseArgs({ args: [...args], options: { apply: { type: 'boolean' } } })
    return values.apply === true
  } catch {
    throw new ConfigError('Please give annai retention nothing, or --apply.')
  }
}

const NAMES: Readonly<Record<Step['kind'], string>> = {
  cases: 'cases',
  calls: 'calls without a case',
  customers: 'customers',
  drafts: 'drafts',
  card_events: 'card events',
}

function tableOf(sums: readonly Step[], apply: boolean): string[] {
  const head = ['kind', 'due', 'oldest', 'legal hold', 'still open', ...(apply ? ['erased'] : [])]
  const rows = sums.map((each) => [
    NAMES[each.kind],
    String(each.due),
    each.oldest?.slice(0, 10) ?? '-',
    String(each.legalHold),
    String(each.open),
    ...(apply ? [String(each.gone)] : []),
  ])
  const widths = head.map((_, at) =>
    Math.max(...[head, ...rows].map((row) => row[at]?.length ?? 0)),
  )
  return [head, ...rows].map((row) =>
    row
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  '),
  )
}

/** Of people who were erased and came back with an older copy of the database; null when nobody did. */
async function backLine(
  db: Db,
  ledger: ReturnType<typeof readLedger>,
  at: Date | null,
): Promise<string | null> {
  const back = await peopleBack(db, ledger)
  if (back.length === 0) return null
  if (at === null) return `erased before and back with an older copy: ${back.length} people`
  const { erased, kept } = await eraseAgain(db, back, at)
  return `erased again: ${erased} people${kept === 0 ? '' : `; ${keptLine(kept)}`}`
}

/** The audit log is archived by a command of its own; it is only told how much of it is old. */
async function auditLine(db: Db, before: string): Promise<string> {
  const [row] = await read<{ count: number | string; oldest: string | null }>(db, {
    sql: 'select count(*) as count, min(at) as oldest from audit_events where at < ?',
    bindings: [before],
  })
  const since = row?.oldest ? `, the oldest of ${row.oldest.slice(0, 10)}` : ''
  return `audit log: ${row?.count ?? 0} entries are old enough to be archived${since}`
}
