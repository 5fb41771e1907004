import { z } from 'zod'
import { macOf } from './chain.ts'
import type { AuditKey } from './key.ts'

/**
 * A signed word of how far the log went at a time. Kept outside the database as well, so that entries cut off the end
 * are missed; each tells the check value of the one before, so that anchors are missed too.
 */
export interface Anchor {
  readonly number: number
  readonly at: string
  /** How many entries the log had. */
  readonly entries: number
  /** The seal of the last of them. */
  readonly head: string
  readonly keyId: string
  /** Which running program said so. */
  readonly instance: string
  /** The check value of the anchor before; of none before the first. */
  readonly prev: string
  readonly mac: string
}

/** What stands before the first anchor. */
export const NO_ANCHOR = ''

/** Signs an anchor. */
export const signAnchor = (key: AuditKey, anchor: Omit<Anchor, 'mac' | 'keyId'>): Anchor => ({
  ...anchor,
  keyId: key.id,
  mac: anchorMac(key, anchor),
})

/** The check value that an anchor must have. */
export function anchorMac(key: AuditKey, anchor: Omit<Anchor, 'mac' | 'keyId'>): string {
  const { number, at, entries, head, instance, prev } = anchor
  return macOf(key, ['annai audit anchor 1', number, at, entries, head, key.id, instance, prev])
}

const schema = z.object({
  number: z.number().int(),
  at: z.string(),
  entries: z.number().int(),
  head: z.string(),
  keyId: z.string(),
  instance: z.string(),
  prev: z.string(),
  mac: z.string(),
})
const said = z.object({ anchor: schema })

/** An anchor as one line of text: of the file of anchors, and of the log. */
export const anchorLine = (anchor: Anchor): string => JSON.stringify({ anchor })

/** Reads a line; null when it is no anchor. */
export function readAnchorLine(line: string): Anchor | null {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return null
  }
  const parsed = said.safeParse(value)
  return parsed.success ? parsed.data.anchor : null
}
