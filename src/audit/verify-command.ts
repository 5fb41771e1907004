import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type Config, ConfigError } from '../config.ts'
import { closeDatabase, migrate, openDatabase } from '../db.ts'
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
  const lost = values.anchors.find((file) => !existsSync(file))
  if (lost !== undefined) throw new ConfigError(`There is no file ${lost}.`)
  const minutes = Number(values['unsealed-minutes'])
  if (!(minutes > 0)) throw new ConfigError('Please give --unsealed-minutes a number above 0.')
  const db = openDatabase(config.databaseUrl)
  try {
    await migrate(db)
    const verdict = await verifyLog(db, {
      keys: auditKeys(config),
      files: [config.auditAnchors, ...values.anchors],
      unsealedBefore: new Date(Date.now() - minutes * 60_000),
      patienceMs: ANCHOR_PATIENCE_MS,
    })
    console.log(verdictText(verdict))
    await recordVerified(db, verdict)
    return verdict.finding === null ? 0 : 1
  } finally {
    await closeDatabase(db)
  }
}

function readOptions(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        anchors: { type: 'string', multiple: true, default: [] },
        'unsealed-minutes': { type: 'string', default: '60' },
      },
    }).values
  } catch (error) {
    throw new ConfigError(error instanceof Error ? error.message : String(error))
  }
}

/** That the log was verified is part of it. */
const recordVerified = (db: Parameters<typeof recordEvent>[0], { head, finding }: Verdict) =>
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
  const { head, lastAnchor, unsealed, finding, unseenInstances } = verdict
  const anchor = lastAnchor
    ? `last anchor ${lastAnchor.at} at entry ${lastAnchor.entries}`
    : 'no anchor yet'
  const lines = [
    `${head.entries} entries whole, head ${head.mac}, ${anchor}, ${unsealed} not yet sealed`,
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
  unguarded: 'the trigger that keeps the log is gone',
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
