import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { alone, type Db, insertMany } from '../db.ts'
import { entryLine, firstLine, lastLine, readArchive } from './archive-file.ts'
import { sealOf } from './chain.ts'
import { type SealRow, sealsAfter, Walk } from './chain-walk.ts'
import {
  beginningOf,
  type Checkpoint,
  keptUpTo,
  readCheckpoint,
  signCheckpoint,
  writeCheckpoint,
} from './checkpoint.ts'
import { recordEvent } from './events.ts'
import type { Finding } from './finding.ts'
import type { AuditKeys } from './key.ts'
import { type Head, SEALING } from './seals.ts'

/** What is to be archived, and what of it stays on line nevertheless. */
export interface ArchiveOptions {
  readonly keys: AuditKeys
  /** Entries of before this instant, as far as none younger stands before them. */
  readonly before: string
  readonly file: string
  readonly now: Date
  /** What the pages still read of, or what must not go. */
  isKept(row: SealRow): boolean
  /** So many are taken from the database in one transaction. */
  readonly atOnce?: number
}

/** What was archived. */
export interface Archived {
  readonly from: number
  readonly to: Head
  readonly kept: number
  readonly sha256: string
}

/** The log is not as it was sealed, or its archive is not as it was written: nothing more is taken from it. */
export class NotArchived extends Error {
  override readonly name = 'NotWhole'
  readonly finding: Finding | null
  constructor(message: string, found: Finding | null) {
    super(message)
    this.finding = found
  }
}

const SOME = 2_000

/**
 * Writes the front of the log to a new file, reads that from end to end, and only then takes it from the database, a part
 * at a time, each with a signed checkpoint of how far it went. Null when nothing is old enough.
 */
export async function archiveLog(db: Db, options: ArchiveOptions): Promise<Archived | null> {
  const from = beginningOf(await readCheckpoint(db))
  const to = await writeArchive(db, from, options)
  if (to === null) return null
  const { file, keys } = options
  const { broken, to: read, sha256 } = await readArchive(file, keys)
  if (broken || read.mac !== to.mac)
    throw new NotArchived(`${file} is not as it was written: nothing was deleted.`, broken)
  const kept = await takeOffLine(db, from, to, sha256, options)
  return { from: from.entries + 1, to, kept, sha256 }
}

/** Writes the file, which must not be there yet; of what failed nothing is left. */
async function writeArchive(db: Db, from: Head, options: ArchiveOptions): Promise<Head | null> {
  const { file, keys } = options
  const handle = openSync(file, 'wx', 0o600)
  let to: Head | null = null
  try {
    writeSync(handle, firstLine(from))
    to = await writeEntries(db, handle, new Walk(keys, from), options)
    if (to.entries === from.entries) to = null
    else writeSync(handle, lastLine(to))
    fsyncSync(handle)
  } catch (error) {
    rmSync(file)
    throw error
  } finally {
    closeSync(handle)
  }
  if (to === null) rmSync(file)
  else syncFolder(file)
  return to
}

/** Goes along the chain to the first entry that is not old enough. */
async function writeEntries(
  db: Db,
  handle: number,
  walk: Walk,
  { before }: ArchiveOptions,
): Promise<Head> {
  for (;;) {
    const rows = await sealsAfter(db, walk.head.entries, SOME)
    const young = rows.findIndex(({ at }) => String(at) >= before)
    const old = young < 0 ? rows : rows.slice(0, young)
    for (const row of old) demandWhole(walk.step(row))
    writeSync(handle, old.map(entryLine).join(''))
    if (young >= 0 || rows.length < SOME) return walk.head
  }
}

const demandWhole = (broken: Finding | null): void => {
  if (broken)
    throw new NotArchived(
      `Entry ${broken.seq} is not as it was sealed (annai audit verify says more): the log was not archived.`,
      broken,
    )
}

function syncFolder(file: string): void {
  const folder = openSync(dirname(file), 'r')
  fsyncSync(folder)
  closeSync(folder)
}

/** Others write between the parts. Broken off, the log is whole behind the last checkpoint, and the file holds the rest. */
async function takeOffLine(
  db: Db,
  from: Head,
  to: Head,
  sha256: string,
  options: ArchiveOptions,
): Promise<number> {
  let [at, kept] = [from, 0]
  while (at.entries < to.entries) {
    const began = performance.now()
    const part = await alone(db, SEALING, async (trx) => {
      if (at === from) await recordArchived(trx, from, to, sha256, options)
      return await takePart(trx, at, to, options)
    })
    at = beginningOf(part.checkpoint)
    kept += part.kept
    await setTimeout(performance.now() - began)
  }
  return kept
}

/** That it is deleted stands with the first of the deletions. */
const recordArchived = (
  trx: Db,
  from: Head,
  to: Head,
  sha256: string,
  { before, now }: ArchiveOptions,
) =>
  recordEvent(trx, {
    name: 'audit_archived',
    at: now,
    operatorId: null,
    detail: {
      entries: to.entries - from.entries,
      from: from.entries + 1,
      to: to.entries,
      head: to.mac,
      before,
      sha256,
    },
  })

async function takePart(
  trx: Db,
  at: Head,
  to: Head,
  { keys, now, isKept, atOnce = SOME }: ArchiveOptions,
) {
  const before = await readCheckpoint(trx)
  if (beginningOf(before).mac !== at.mac)
    throw new NotArchived('Another annai audit archive is under way: please try again.', null)
  const walk = new Walk(keys, at)
  const most = Math.min(atOnce, to.entries - at.entries)
  const rows = await sealsAfter(trx, at.entries, most)
  for (const row of rows) demandWhole(walk.step(row))
  const stay = rows.filter(isKept)
  const kept = await keep(trx, keys, stay, keptUpTo(before))
  const checkpoint = signCheckpoint(keys.current, {
    at: now.toISOString(),
    entries: walk.head.entries,
    head: walk.head.mac,
    kept: kept.entries,
    keptHead: kept.mac,
  })
  await writeCheckpoint(trx, checkpoint)
  await deleteUpTo(trx, checkpoint)
  return { checkpoint, kept: stay.length }
}

/** What stays on line is sealed in a chain of its own. */
async function keep(trx: Db, { current }: AuditKeys, rows: readonly SealRow[], from: Head) {
  let { entries: seq, mac: prev } = from
  const kept = rows.map((row) => {
    seq += 1
    prev = sealOf(current, { seq, prev }, row.event_id, row)
    return [seq, row.event_id, current.id, prev]
  })
  if (kept.length > 0)
    await insertMany(trx, 'audit_kept', ['seq', 'event_id', 'key_id', 'mac'], kept)
  return { entries: seq, mac: prev }
}

async function deleteUpTo(trx: Db, { entries }: Checkpoint): Promise<void> {
  const sealed = trx('audit_seals').where('audit_seals.seq', '<=', entries)
  await trx('audit_events')
    .whereIn('id', sealed.clone().select('event_id'))
    .whereNotIn(
      'id',
      sealed
        .clone()
        .join('audit_kept', 'audit_kept.event_id', 'audit_seals.event_id')
        .select('audit_kept.event_id'),
    )
    .delete()
  await sealed.clone().delete()
}
