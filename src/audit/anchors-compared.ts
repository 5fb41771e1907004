import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { type Db, marks, read } from '../db.ts'
import { type Anchor, anchorMac, NO_ANCHOR, readAnchorLine } from './anchor.ts'
import { anchorsAfter, anchorsByNumbers } from './anchors.ts'
import { type Finding, finding } from './finding.ts'
import type { AuditKeys } from './key.ts'
import type { Head } from './seals.ts'

/** What the anchors say of a chain. */
export interface Compared {
  /** Where the chain is not what an anchor said of it. */
  readonly chain: Finding | null
  /** What is wrong with the anchors themselves. */
  readonly anchors: Finding | null
  readonly last: Anchor | null
  /** Instances of whose anchors none of the files holds any. */
  readonly unseen: readonly string[]
}

const SOME = 500

/** Holds the anchors in the database and in files against each other and against the chain as far as it is whole. */
export async function compareAnchors(
  db: Db,
  keys: AuditKeys,
  files: readonly string[],
  { beginning, head }: { readonly beginning: Head; readonly head: Head },
): Promise<Compared> {
  const compared = new Comparing(db, keys, beginning, head)
  await compared.takeKept()
  for (const file of files) await compared.takeFile(file)
  return compared.end(files)
}

class Comparing {
  private readonly db: Db
  private readonly keys: AuditKeys
  private readonly beginning: Head
  private readonly head: Head
  private chain: Finding | null = null
  private anchors: Finding | null = null
  private last: Anchor | null = null
  private good: number
  /** The numbers of the anchors that each instance has kept in the database, and those of them that a file holds. */
  private readonly kept = new Map<string, Set<number>>()
  private readonly held = new Map<string, Set<number>>()

  constructor(db: Db, keys: AuditKeys, beginning: Head, head: Head) {
    this.db = db
    this.keys = keys
    this.beginning = beginning
    this.head = head
    this.good = beginning.entries
  }

  async takeKept(): Promise<void> {
    let [number, prev] = [0, NO_ANCHOR]
    for (;;) {
      const some = await anchorsAfter(this.db, number, SOME)
      for (const anchor of some) {
        if (anchor.number !== number + 1 || anchor.prev !== prev || !this.isSigned(anchor))
          this.wrong(`the database's anchor ${number + 1}`)
        ;[number, prev] = [anchor.number, anchor.mac]
        numbersOf(this.kept, anchor).add(anchor.number)
      }
      await this.holdAgainstChain(some.filter((anchor) => this.isSigned(anchor)))
      if (some.length < SOME) return
    }
  }

  async takeFile(file: string): Promise<void> {
    let [some, line]: [Anchor[], number] = [[], 0]
    for await (const text of linesOf(file)) {
      line += 1
      const anchor = readAnchorLine(text)
      if (anchor && !this.isSigned(anchor)) this.wrong(`${file}, line ${line}`)
      else if (anchor) some.push(anchor)
      if (some.length === SOME) {
        await this.takeLines(file, some)
        some = []
      }
    }
    await this.takeLines(file, some)
  }

  private async takeLines(file: string, some: readonly Anchor[]): Promise<void> {
    if (some.length === 0) return
    await this.holdAgainstChain(some)
    const kept = await anchorsByNumbers(
      this.db,
      some.map(({ number }) => number),
    )
    for (const anchor of some) {
      if (kept.get(anchor.number)?.mac === anchor.mac)
        numbersOf(this.held, anchor).add(anchor.number)
      else this.wrong(`anchor ${anchor.number} of ${file}, which the database does not hold`)
    }
  }

  end(files: readonly string[]): Compared {
    const unseen: string[] = []
    for (const [instance, numbers] of this.kept) {
      const held = this.held.get(instance)
      const isAnyHeld = this.held.size > 0
      if (!held && isAnyHeld) unseen.push(instance)
      else
        for (const number of numbers)
          if (!held?.has(number)) {
            this.wrong(`anchor ${number}, which is missing in ${files.join(', ') || 'any file'}`)
            break
          }
    }
    const { chain, anchors, last } = this
    return { chain, anchors, last, unseen }
  }

  /** What an anchor contradicts began somewhere after the last one that was right. */
  private firstBefore({ entries }: Anchor): number {
    return this.good < entries ? this.good + 1 : entries
  }

  private isSigned(anchor: Anchor): boolean {
    const { current, previous } = this.keys
    const key = [current, ...previous].find(({ id }) => id === anchor.keyId)
    return key !== undefined && anchorMac(key, anchor) === anchor.mac
  }

  private wrong(about: string): void {
    this.anchors ??= finding('anchor', { about })
  }

  /**
   * Where the chain was whole it has to say what each anchor said; what it does not reach was cut off. What was archived
   * before is held against the archive.
   */
  private async holdAgainstChain(some: readonly Anchor[]): Promise<void> {
    if (some.length === 0) return
    const seals = await sealsAt(
      this.db,
      some.map(({ entries }) => entries),
    )
    seals.set(this.beginning.entries, this.beginning.mac)
    for (const anchor of some) {
      if (anchor.entries < this.beginning.entries) continue
      if (anchor.entries >= (this.last?.entries ?? 0)) this.last = anchor
      if (anchor.entries > this.head.entries)
        this.chain = earlier(this.chain, finding('cut_off', { seq: this.head.entries + 1 }))
      else if (seals.get(anchor.entries) === anchor.head) this.good = anchor.entries
      else this.chain = earlier(this.chain, finding('rewritten', { seq: this.firstBefore(anchor) }))
    }
  }
}

/** The one of two findings that stands earlier in the chain. */
export const earlier = (one: Finding | null, other: Finding | null): Finding | null =>
  one === null || (other !== null && (other.seq ?? 0) < (one.seq ?? 0)) ? other : one

function numbersOf(map: Map<string, Set<number>>, { instance }: Anchor): Set<number> {
  const known = map.get(instance) ?? new Set()
  map.set(instance, known)
  return known
}

async function sealsAt(db: Db, numbers: readonly number[]): Promise<Map<number, string>> {
  const rows = await read<{ seq: number | string; mac: string }>(db, {
    sql: `select seq, mac from audit_seals where seq in (${marks(numbers)})`,
    bindings: numbers,
  })
  return new Map(rows.map(({ seq, mac }) => [Number(seq), mac]))
}

/** The lines of a file, one after the other; none when it is not there. */
async function* linesOf(file: string): AsyncGenerator<string> {
  const stream = createReadStream(file)
  const isThere = await new Promise<boolean>((resolve, reject) => {
    stream.once('open', () => resolve(true))
    stream.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ENOENT' ? resolve(false) : reject(error),
    )
  })
  if (isThere) yield* createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })
}
