import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { COLUMNS } from './chain.ts'
import { type SealRow, Walk } from './chain-walk.ts'
import { type Finding, finding } from './finding.ts'
import type { AuditKeys } from './key.ts'
import type { Head } from './seals.ts'

/** An archive of the log: JSON lines. Its head says where it begins, then come entries with their seals, then its end. */

const head = z.object({ entries: z.number().int(), mac: z.string() })
const first = z.object({ archive: z.object({ version: z.literal(1), from: head }) })
const last = z.object({ end: head })
const entry = z.object({
  entry: z.object({
    seq: z.number().int(),
    keyId: z.string(),
    seal: z.string(),
    event: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  }),
})

export const firstLine = (from: Head): string => line({ archive: { version: 1, from } })
export const lastLine = (end: Head): string => line({ end })
export const entryLine = (row: SealRow): string =>
  line({
    entry: {
      seq: Number(row.seq),
      keyId: row.key_id,
      seal: row.seal,
      event: Object.fromEntries(COLUMNS.map((column) => [column, row[column]])),
    },
  })
const line = (value: unknown): string => `${JSON.stringify(value)}\n`

/** What an archive was found to hold. */
export interface Archive {
  readonly from: Head
  readonly to: Head
  /** The first thing that is wrong with it; null when it is as it was sealed. */
  readonly broken: Finding | null
  readonly sha256: string
}

/**
 * Reads an archive from end to end and holds each entry against its seal; `onEntry` is told how far it is whole. However
 * long it is, no more than a line is held.
 */
export async function readArchive(
  file: string,
  keys: AuditKeys,
  onEntry: (head: Head) => Promise<Finding | null> | null = () => null,
): Promise<Archive> {
  const stream = createReadStream(file)
  const hash = createHash('sha256')
  stream.on('data', (piece) => hash.update(piece))
  const reading = new Reading(keys)
  for await (const text of createInterface({
    input: stream,
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    if (reading.broken === null) reading.take(text)
    if (reading.broken === null && reading.walk) reading.broken = await onEntry(reading.walk.head)
  }
  const broken = reading.end()
  const to = reading.walk?.head ?? NONE
  const wrong = broken && { ...broken, about: [file, broken.about].filter(Boolean).join(', ') }
  return { from: reading.from ?? NONE, to, broken: wrong, sha256: hash.digest('hex') }
}

/** Where an archive begins, as it says itself; null when it is none. */
export async function archiveBeginning(file: string): Promise<Head | null> {
  const lines = createInterface({ input: createReadStream(file) })
  for await (const text of lines) {
    lines.close()
    return first.safeParse(parsed(text)).data?.archive.from ?? null
  }
  return null
}

const NONE: Head = { entries: 0, mac: '' }

class Reading {
  from: Head | null = null
  walk: Walk | null = null
  broken: Finding | null = null
  private isEnded = false
  private readonly keys: AuditKeys

  constructor(keys: AuditKeys) {
    this.keys = keys
  }

  take(text: string): void {
    const value = parsed(text)
    const found = entry.safeParse(value)
    if (this.walk === null) this.begin(value)
    else if (found.success && !this.isEnded) this.broken = this.walk.step(rowOf(found.data.entry))
    else this.endAt(value, this.walk.head)
  }

  private begin(value: unknown): void {
    const found = first.safeParse(value)
    if (!found.success) this.broken = finding('archive', { about: 'no archive of the audit log' })
    else {
      this.from = found.data.archive.from
      this.walk = new Walk(this.keys, this.from)
    }
  }

  private endAt(value: unknown, { entries, mac }: Head): void {
    const end = last.safeParse(value).data?.end
    if (this.isEnded || end?.entries !== entries || end.mac !== mac)
      this.broken = finding('archive', { seq: entries + 1 })
    this.isEnded = true
  }

  end(): Finding | null {
    const next = (this.walk?.head.entries ?? 0) + 1
    return (
      this.broken ?? (this.isEnded ? null : finding('archive', { seq: next, about: 'its end' }))
    )
  }
}

function rowOf({ seq, keyId, seal, event }: z.infer<typeof entry>['entry']): SealRow {
  const columns = Object.fromEntries(COLUMNS.map((column) => [column, event[column] ?? null]))
  // Each column of an event is there, or empty.
  const whole = columns as Record<(typeof COLUMNS)[number], string | number | null>
  return { ...whole, seq, event_id: String(event.id), key_id: keyId, seal }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
