import { closeSync, fchmodSync, fstatSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { alone, type Db, marks, read } from '../db.ts'
import { type Anchor, anchorLine, NO_ANCHOR, readAnchorLine, signAnchor } from './anchor.ts'
import type { AuditKey } from './key.ts'
import { readHead, SEALING } from './seals.ts'

interface Row {
  readonly number: number | string
  readonly at: string
  readonly entries: number | string
  readonly head: string
  readonly key_id: string
  readonly instance: string
  readonly prev: string
  readonly mac: string
}
const toAnchor = ({ key_id, ...row }: Row): Anchor => ({
  ...row,
  number: Number(row.number),
  entries: Number(row.entries),
  keyId: key_id,
})

/** Anchors after a number, in their order. */
export async function anchorsAfter(db: Db, number: number, most: number): Promise<Anchor[]> {
  const rows = await read<Row>(db, {
    sql: 'select * from audit_anchors where number > ? order by number limit ?',
    bindings: [number, most],
  })
  return rows.map(toAnchor)
}

/** Anchors by their numbers. */
export async function anchorsByNumbers(db: Db, numbers: readonly number[]) {
  const rows = await read<Row>(db, {
    sql: `select * from audit_anchors where number in (${marks(numbers)})`,
    bindings: numbers,
  })
  return new Map(rows.map((row) => [Number(row.number), toAnchor(row)]))
}

/** The last anchor that is kept; null before the first. */
export async function lastAnchor(db: Db): Promise<Anchor | null> {
  const [row] = await read<Row>(db, {
    sql: 'select * from audit_anchors where number > ? order by number desc limit 1',
    bindings: [0],
  })
  return row ? toAnchor(row) : null
}

/** Keeps an anchor of how far the log is sealed now; null when nothing was sealed since the last one. */
export const keepAnchor = (
  db: Db,
  key: AuditKey,
  instance: string,
  now: Date,
): Promise<Anchor | null> =>
  alone(db, SEALING, async (trx) => {
    const [head, last] = [await readHead(trx), await lastAnchor(trx)]
    if (head.entries === (last?.entries ?? 0)) return null
    const anchor = signAnchor(key, {
      number: (last?.number ?? 0) + 1,
      at: now.toISOString(),
      entries: head.entries,
      head: head.mac,
      instance,
      prev: last?.mac ?? NO_ANCHOR,
    })
    const { keyId, ...columns } = anchor
    await trx('audit_anchors').insert({ ...columns, key_id: keyId })
    return anchor
  })

const SOME = 500

/**
 * Writes to the file what this instance has kept after an anchor; where that is not known, after its last one in the
 * file: a crash may have kept some from being written.
 */
export async function writeAnchors(
  db: Db,
  file: string,
  instance: string,
  known: number | null,
): Promise<Anchor[]> {
  const written: Anchor[] = []
  let after = known ?? (await lastNumberIn(db, file, instance))
  for (;;) {
    const anchors = await anchorsAfter(db, after, SOME)
    const own = anchors.filter((anchor) => anchor.instance === instance)
    if (own.length > 0) append(file, own.map((anchor) => `${anchorLine(anchor)}\n`).join(''))
    written.push(...own)
    if (anchors.length < SOME) return written
    after = anchors.at(-1)?.number ?? after
  }
}

/** It has reached the disk when this returns; a line that a crash cut off is left behind. */
function append(file: string, text: string): void {
  const handle = openSync(file, 'a+', 0o600)
  try {
    fchmodSync(handle, 0o600)
    const { size } = fstatSync(handle)
    const last = Buffer.alloc(1)
    if (size > 0) readSync(handle, last, 0, 1, size - 1)
    writeSync(handle, size > 0 && last.toString() !== '\n' ? `\n${text}` : text)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

const TAIL_BYTES = 8_192

/** The number of the last anchor of an instance in a file, if it is a true one; 0 when there is none. */
async function lastNumberIn(db: Db, file: string, instance: string): Promise<number> {
  const lines = (await tailOf(file)).split('\n')
  const anchors = lines
    .flatMap((line) => readAnchorLine(line) ?? [])
    .filter((anchor) => anchor.instance === instance)
  if (anchors.length === 0) return 0
  const kept = await anchorsByNumbers(
    db,
    anchors.map(({ number }) => number),
  )
  return anchors.findLast(({ number, mac }) => kept.get(number)?.mac === mac)?.number ?? 0
}

async function tailOf(file: string): Promise<string> {
  const handle = await open(file, 'r').catch(() => null)
  if (handle === null) return ''
  try {
    const { size } = await handle.stat()
    const length = Math.min(size, TAIL_BYTES)
    const { buffer } = await handle.read(Buffer.alloc(length), 0, length, size - length)
    return buffer.toString('utf8')
  } finally {
    await handle.close()
  }
}
