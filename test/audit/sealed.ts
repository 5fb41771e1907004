import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { recordEvents } from '../../src/audit/events.ts'
import { type AuditKey, type AuditKeys, readAuditKey } from '../../src/audit/key.ts'
import { type AuditSettings, createSealer, type Sealer } from '../../src/audit/sealer.ts'
import { type Verdict, verifyLog } from '../../src/audit/verify.ts'
import type { Db } from '../../src/db.ts'
import { MovableClock } from '../support/annai.ts'

/** What an audit log is sealed with in a test, and where its anchors go. */
export interface Sealing {
  readonly settings: AuditSettings
  readonly file: string
  readonly said: string[]
  /** Files into which the front of the log was moved. */
  readonly archives: string[]
  /** Lets go of the folder. */
  remove(): void
}

export const newKey = (): AuditKey => {
  const key = readAuditKey(randomBytes(32).toString('hex'))
  if (!key) throw new Error('no key')
  return key
}

export function newSealing(everyEntries = 50, keys = [newKey()]): Sealing {
  const folder = mkdtempSync(join(tmpdir(), 'annai-audit-'))
  const [current = newKey(), ...previous] = keys
  const said: string[] = []
  const file = join(folder, 'audit-anchors.jsonl')
  return {
    file,
    said,
    archives: [],
    settings: {
      keys: { current, previous },
      instance: 'one',
      anchors: { file, everyMs: 60_000, everyEntries, say: (line) => said.push(line) },
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

export const sealerOf = (db: Db, settings: AuditSettings, clock = new MovableClock()): Sealer =>
  createSealer({ db, clock, log: pino({ level: 'silent' }) }, settings)

export const verified = (
  db: Db,
  of: Sealing | { readonly keys: AuditKeys; readonly file: string },
): Promise<Verdict> =>
  verifyLog(db, {
    keys: 'keys' in of ? of.keys : of.settings.keys,
    files: [of.file],
    archives: 'archives' in of ? of.archives : [],
    unsealedBefore: new Date(Date.now() - 3_600_000),
  })

/** Fills a log up with events of all kinds of columns. */
export async function fill(db: Db, count: number, from = 0): Promise<void> {
  const uuid = (n: number) => `019aa000-0000-7000-8000-${String(n).padStart(12, '0')}`
  const events = Array.from({ length: count }, (_, index) => {
    const n = from + index
    return {
      name: n % 3 === 0 ? ('case_viewed' as const) : ('customer_viewed' as const),
      at: new Date(Date.UTC(2026, 10, 23, 1) + n * 1_000),
      operatorId: null,
      customerId: n % 2 === 0 ? uuid(n % 7) : null,
      caseId: n % 3 === 0 ? uuid(100 + (n % 5)) : null,
      callId: n % 4 === 0 ? uuid(200 + (n % 5)) : null,
      detail: { n },
      refused: n % 11 === 0,
    }
  })
  await recordEvents(db, events)
}
