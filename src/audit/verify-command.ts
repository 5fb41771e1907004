import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type Config, ConfigError } from '../config.ts'
import { fileOf } from '../database-file.ts'
import { closeDatabase, type Db, isMigrated, openDatabase } from '../db.ts'
import { recordEvent } from './events.ts'
import type { Fault, Finding } from './finding.ts'
import { auditKeys } from './settings.ts'
import { type Verdict, verifyLog } from './verify.ts'

const ANCHOR_PATIENCE_MS = 1_500

/** `annai audit verify`: says that the log is whole, or the first entry that is not; gives the exit code. */
export async function verifyCommand(args: readonly string[], config: Config): Promise<number> {
  const values = readOptions(args)
  if (config.auditKey === null && !existsSync(config.auditKeyFile))
    throw new ConfigError('Please set AUDIT_KEY to the key that the audit log was sealed with.')
  const lost = [...values.anchors, ...values.archive].find((file) => !existsSync(file))
  if (lost !== undefined) throw new ConfigError(`There is no file ${lost}.`)
  const minutes = Number(values['unsealed-minutes'])
  if (!(minutes > 0)) throw new ConfigError('Please give --unsealed-minutes a number above 0.')
  const db = openForJudging(config)
  try {
    await demandMigrated(db)
    const verdict = await verifyLog(db, {
      keys: auditKeys(config),
      files: [config.auditAnchors, ...values.anchors],
      archives: values.archive,
      unsealedBefore: new Date(Date.now() - minutes * 60_000),
      patienceMs: ANCHOR_PATIENCE_MS,
    })
    console.log(verdictText(verdict))
    // The verdict stands also where nothing can be written, as on a copy.
    await recordVerified(db, verdict).catch((error: unknown) =>
      console.error(`That it was verified is not on the record: ${String(error)}`),
    )
    return verdict.finding === null ? 0 : 1
  } finally {
    await closeDatabase(db)
  }
}

/** What is judged is not made first: a wrong name would give an empty log, which is whole. */
function openForJudging({ databaseUrl }: Config): Db {
  const file = fileOf(databaseUrl)
  if (file !== null && !existsSync(file)) throw new ConfigError(`There is no database at ${file}.`)
  return openDatabase(databaseUrl)
}

/** What is judged is not changed before. */
export async function demandMigrated(db: Db): Promise<void> {
  if (!(await isMigrated(db)))
    throw new ConfigError(
      'The database is not of this version: run annai migrate first, or verify it with the version that wrote it.',
    )
}

function readOptions(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        anchors: { type: 'string', multiple: true, default: [] },
        archive: { type: 'string', multiple: true, default: [] },
        'unsealed-minutes': { type: 'string', default: '60' },
      },
    }).values
  } catch (error) {
    throw new ConfigError(error instanceof Error ? error.message : String(error))
  }
}

/** That the log was verified is part of it. */
const recordVerified = (db: Db, { head, finding }: Verdict) =>
  recordEvent(db, {
    name: 'audit_verified',
    at: new Date(),
    operatorId: null,
    detail: {
      entries: head.entries,
      whole: finding === null,
      ...(finding ? { fault: finding.fault, seq: finding.seq } : {}),
    },
  })

/** What became of verifying, as lines for whoever asked. */
export function verdictText(verdict: Verdict): string {
  const { head, lastAnchor, unsealed, finding, unseenInstances, archivedUpTo } = verdict
  const anchor = lastAnchor
    ? `last anchor ${lastAnchor.at} at entry ${lastAnchor.entries}`
    : 'no anchor yet'
  const archived = archivedUpTo > 0 ? `, the first ${archivedUpTo} of them archived` : ''
  const lines = [
    `${head.entries} entries whole${archived}, head ${head.mac}, ${anchor}, ${unsealed} not yet sealed`,
    ...verdict.unseenEntries.map(
      ({ from, to }) => `not compared: entries ${from} to ${to}; give their archive with --archive`,
    ),
    ...unseenInstances.map(
      (name) => `not compared: the anchors that ${name} wrote; give their file with --anchors`,
    ),
    ...(finding ? [`BROKEN: ${findingText(finding)}`] : []),
  ]
  return lines.join('\n')
}

const FAULTS: Readonly<Record<Fault, string>> = {
  changed: 'it, or its seal, is not what was sealed',
  missing: 'it is missing',
  order: 'it stands in another order than it was sealed in',
  put_in: 'it was put in: no seal stands for it',
  cut_off: 'the log was cut off here: an anchor tells of more entries',
  rewritten: 'from here on other entries were sealed than an anchor tells of',
  key: 'it was sealed with a key that is not known, or was given up before',
  unsealed: 'it waits to be sealed for too long, or was queued though it is sealed',
  anchor: 'not as it was signed, or missing',
  checkpoint: 'up to here the log was archived, which is not as it was signed',
  archive: 'the archive is not whole, or does not join on',
  unguarded: 'this trigger of the log is gone, is another one, or does not belong there',
}

function findingText({ fault, seq, eventId, at, about }: Finding): string {
  const which = [
    about,
    seq === null ? null : `entry ${seq}`,
    eventId === null ? null : `event ${eventId}`,
    at === null ? null : `of ${at}`,
  ].filter((part) => part !== null && part !== undefined)
  return `${which.join(', ')}: ${FAULTS[fault]}`
}
