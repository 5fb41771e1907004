import { type Db, read } from '../db.ts'
import { BEGINNING, COLUMNS, type EventColumns, sealOf } from './chain.ts'
import { type Finding, finding } from './finding.ts'
import type { AuditKey, AuditKeys } from './key.ts'
import type { Head } from './seals.ts'

type Nullable<T> = { readonly [K in keyof T]: T[K] | null }
interface SealRow extends Nullable<EventColumns> {
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

/** A walk from the beginning, or on from where the chain is known. */
export function walkChain(db: Db, keys: AuditKeys, from?: Head): ChainWalk {
  // The newest is the last that may come: a key that was given up seals nothing any more.
  const walk = new Walk([...keys.previous].reverse().concat(keys.current), from)
  let after = from?.entries ? from.entries : BEFORE_ALL
  return {
    head: () => walk.head,
    async goOn() {
      for (;;) {
        const rows = await sealsAfter(db, after, SOME)
        for (const row of rows) {
          const broken = walk.step(row)
          if (broken) return told(db, walk, row, broken)
          after = Number(row.seq)
        }
        if (rows.length < SOME) return null
      }
    },
  }
}

const sealsAfter = (db: Db, seq: number, most: number): Promise<SealRow[]> =>
  read<SealRow>(db, {
    sql: `select s.seq, s.event_id, s.key_id, s.mac as seal, ${COLUMNS.map((name) => `e.${name}`).join(', ')}
          from audit_seals s left join audit_events e on e.id = s.event_id
          where s.seq > ? order by s.seq limit ?`,
    bindings: [seq, most],
  })

class Walk {
  head: Head
  key: AuditKey | undefined
  private readonly keys: readonly AuditKey[]
  private least = 0
  constructor(keys: readonly AuditKey[], from: Head = { entries: 0, mac: BEGINNING }) {
    this.head = from
    this.keys = keys
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
async function told(db: Db, walk: Walk, row: SealRow, broken: Finding): Promise<Finding> {
  const { key, head } = walk
  if (broken.fault !== 'changed' || !key) return broken
  const seq = head.entries + 1
  const near = await sealsAfter(db, seq - AROUND, 2 * AROUND)
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
