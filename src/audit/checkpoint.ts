import { type Db, read } from '../db.ts'
import { BEGINNING, macOf } from './chain.ts'
import type { AuditKey, AuditKeys } from './key.ts'
import type { Head } from './seals.ts'

/**
 * A signed word of how far the log was archived: the chain on line goes on behind it. What is kept of the archived
 * entries on line is a chain of its own, and it says how far that goes.
 */
export interface Checkpoint {
  readonly at: string
  /** The last entry that was archived, and its seal. */
  readonly entries: number
  readonly head: string
  readonly kept: number
  readonly keptHead: string
  readonly keyId: string
  readonly mac: string
}
type Unsigned = Omit<Checkpoint, 'mac' | 'keyId'>

/** What stands before the first seal of what is kept on line. */
export const KEPT_BEGINNING = 'the beginning of what is kept of the archived audit log'
export const NOTHING_KEPT: Head = { entries: 0, mac: KEPT_BEGINNING }

export const signCheckpoint = (key: AuditKey, of: Unsigned): Checkpoint => ({
  ...of,
  keyId: key.id,
  mac: macOfCheckpoint(key, of),
})

const macOfCheckpoint = (key: AuditKey, { at, entries, head, kept, keptHead }: Unsigned): string =>
  macOf(key, ['annai audit checkpoint 1', at, entries, head, kept, keptHead, key.id])

/** Whether it was signed with one of our keys. */
export function isSigned({ current, previous }: AuditKeys, checkpoint: Checkpoint): boolean {
  const key = [current, ...previous].find(({ id }) => id === checkpoint.keyId)
  return key !== undefined && macOfCheckpoint(key, checkpoint) === checkpoint.mac
}

/** Where the chain on line begins. */
export const beginningOf = (checkpoint: Checkpoint | null): Head =>
  checkpoint === null
    ? { entries: 0, mac: BEGINNING }
    : { entries: checkpoint.entries, mac: checkpoint.head }

/** How far what is kept goes. */
export const keptUpTo = (checkpoint: Checkpoint | null): Head =>
  checkpoint === null ? NOTHING_KEPT : { entries: checkpoint.kept, mac: checkpoint.keptHead }

interface Row {
  readonly at: string
  readonly entries: number | string
  readonly head: string
  readonly kept: number | string
  readonly kept_head: string
  readonly key_id: string
  readonly mac: string
}

/** How far the log was archived; null while all of it is on line. */
export async function readCheckpoint(db: Db): Promise<Checkpoint | null> {
  const [row] = await read<Row>(db, {
    sql: 'select * from audit_checkpoint where id = ?',
    bindings: [1],
  })
  if (!row) return null
  const { at, entries, head, kept, kept_head: keptHead, key_id: keyId, mac } = row
  return { at, entries: Number(entries), head, kept: Number(kept), keptHead, keyId, mac }
}

/** Keeps a checkpoint in place of the one before. */
export async function writeCheckpoint(trx: Db, checkpoint: Checkpoint): Promise<void> {
  const { keptHead: kept_head, keyId: key_id, ...columns } = checkpoint
  const row = { ...columns, kept_head, key_id }
  if ((await trx('audit_checkpoint').where({ id: 1 }).update(row)) === 0)
    await trx('audit_checkpoint').insert({ id: 1, ...row })
}
