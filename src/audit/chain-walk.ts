import { type Db, read } from '../db.ts'
import { COLUMNS, type EventColumns, sealOf } from './chain.ts'
import { type Finding, finding } from './finding.ts'
import type { AuditKey, AuditKeys } from './key.ts'
import type { Head } from './seals.ts'

type Nullable<T> = { readonly [K in keyof T]: T[K] | null }
/** A seal with its event, whose columns are empty where there is none. */
export interface SealRow extends Nullable<EventColumns> {
  readonly seq: number | string
  readonly event_id: string
  readonly key_id: string
  readonly seal: string
}

const SOME = 2_000
const BEFORE_ALL = -9_000_000_000_000

/** A walk along the chain, a part at a time: however long it is, no more than a part is held. */
export interface ChainWalk {
  /** So far the chain is whole. */
  head(): Head
  /** Goes on to the end, or to the first entry that is broken, and tells of that. */
  goOn(): Promise<Finding | null>
}

/** Which chain: that of the log, or that of what is kept on line of its archived front. */
export type ChainTable = 'audit_seals' | 'audit_kept'

/**
 * A walk on from where the chain is known: from its beginning, where nothing may stand before it, or `inTheMiddle`, where
 * there is more.
 */
export function walkChain(
  db: Db,
  keys: AuditKeys,
  from: Head,
  table: ChainTable = 'audit_seals',
  inTheMiddle = false,
): ChainWalk {
  const walk = new Walk(keys, from)
  let after = inTheMiddle ? from.entries : BEFORE_ALL
  return {
    head: () => walk.head,
    async goOn() {
      for (;;) {
        const rows = await sealsAfter(db, after, SOME, table)
        for (const row of rows) {
          const broken = walk.step(row)
          if (broken) return told(db, walk, row, broken, table)
          after = Number(row.seq)
        }
        if (rows.length < SOME) return null
      }
    },
  }
}

/** Seals behind a number, each with its event. */
export const sealsAfter = (
  db: Db,
  seq: number,
  most: number,
  table: ChainTable = 'audit_seals',
): Promise<SealRow[]> =>
  read<SealRow>(db, {
    sql: `select s.seq, s.event_id, s.key_id, s.mac as seal, ${COLUMNS.map((name) => `e.${name}`).join(', ')}
          from ${table} s left join audit_events e on e.id = s.event_id
          where s.seq > ? order by s.seq limit ?`,
    bindings: [seq, most],
  })

/** Goes along a chain, wherever its entries come from. */
export class Walk {
  head: Head
  key: AuditKey | undefined
  private readonly keys: readonly AuditKey[]
  private least = 0
  constructor({ current, previous }: AuditKeys, from: Head) {
    this.head = from
    // The newest is the last that may come: a key that was given up seals nothing any more.
    this.keys = [...previous].reverse().concat(current)
  }

  /** Goes on by one entry; tells what is wrong with it. */
  step(row: SealRow): Finding | null {
    const seq = this.head.entries + 1
    const of = { seq, eventId: row.event_id, at: textOf(row.at) }
    // A number that was left out is itself what is missing; nothing can stand before the first.
    if (Number(row.seq) > seq) return finding('missing', { seq })
    if (Number(row.seq) < seq) return finding('put_in', { ...of, seq: Number(row.seq) })
    const at = this.keys.findIndex(({ id }) => id === row.key_id)
    const key = this.keys[at]
    if (!key || at < this.least) return finding('key', of)
    this.key = key
    if (row.id === null) return finding('missing', of)
    if (sealOf(key, { seq, prev: this.head.mac }, row.event_id, row) !== row.seal)
      return finding('changed', of)
    this.least = at
    this.head = { entries: seq, mac: row.seal }
    return null
  }
}

/** How far around a broken entry it is looked for the one that should stand there. */
const AROUND = 500

/** Looks whether the entry that belongs here stands elsewhere: then it is the order that is wrong. */
async function told(
  db: Db,
  walk: Walk,
  row: SealRow,
  broken: Finding,
  table: ChainTable,
): Promise<Finding> {
  const { key, head } = walk
  if (broken.fault !== 'changed' || !key) return broken
  const seq = head.entries + 1
  const near = await sealsAfter(db, seq - AROUND, 2 * AROUND, table)
  const seals = new Set(near.map(({ seal }) => seal))
  const isMoved = near.some((each) => {
    if (each.id === null || textOf(each.id) === row.event_id) return false
    return seals.has(sealOf(key, { seq, prev: head.mac }, textOf(each.id) ?? '', each))
  })
  const isOwnSealElsewhere =
    row.id !== null &&
    near.some(
      (each) =>
        each.seal !== row.seal &&
        each.seal === sealOf(key, { seq, prev: head.mac }, row.event_id, row),
    )
  return isMoved || isOwnSealElsewhere ? { ...broken, fault: 'order' } : broken
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)
