import { setTimeout } from 'node:timers/promises'
import type { Db } from '../db.ts'
import type { Anchor } from './anchor.ts'
import { compareAnchors, earlier } from './anchors-compared.ts'
import { walkChain } from './chain-walk.ts'
import type { Finding } from './finding.ts'
import type { AuditKeys } from './key.ts'
import { findLeftover, findUnguarded } from './leftovers.ts'
import { countUnsealed, type Head, headAt, readHead } from './seals.ts'

/** What became of verifying the log. */
export interface Verdict {
  /** So far it is whole. */
  readonly head: Head
  readonly lastAnchor: Anchor | null
  readonly unsealed: number
  /** The first thing that is wrong; null when the log is whole. */
  readonly finding: Finding | null
  readonly unseenInstances: readonly string[]
}

export interface VerifyOptions {
  readonly keys: AuditKeys
  /** Where anchors are kept outside the database: files of anchors, or of what the program has said. */
  readonly files: readonly string[]
  /** What waits to be sealed since before then waits for too long. */
  readonly unsealedBefore: Date
  /** So long an anchor is waited for that has just been kept and is not in its file yet. */
  readonly patienceMs?: number
}

const MOST_COUNTED = 100_000_000

/** Verifies the whole log: the chain, its anchors, and that there is nothing besides it. */
export async function verifyLog(db: Db, options: VerifyOptions): Promise<Verdict> {
  const { unsealedBefore } = options
  const { head, anchors, broken } = await verifyChain(db, options)
  const finding =
    broken ??
    anchors.anchors ??
    (await findLeftover(db, unsealedBefore.toISOString())) ??
    (await findUnguarded(db))
  const unsealed = await countUnsealed(db, MOST_COUNTED)
  return { head, lastAnchor: anchors.last, unsealed, finding, unseenInstances: anchors.unseen }
}

/** The chain and its anchors. The log goes on meanwhile: an anchor may be younger than where the walk ended. */
async function verifyChain(db: Db, { keys, files, patienceMs = 0 }: VerifyOptions) {
  const walk = walkChain(db, keys)
  for (let again = 0; ; again += 1) {
    const broken = await walk.goOn()
    const head = walk.head()
    const anchors = await compareAnchors(db, keys, files, head)
    const isBehind = anchors.chain?.fault === 'cut_off' && broken === null
    const isLate = anchors.anchors !== null && again === 0 && patienceMs > 0
    if (isBehind && (await readHead(db)).entries > head.entries) continue
    if (!isLate) return { head, anchors, broken: earlier(broken, anchors.chain) }
    await setTimeout(patienceMs)
  }
}

/** The last entries alone, on from the seal before them: enough for a look, not for a proof. */
export async function verifyLatest(
  db: Db,
  keys: AuditKeys,
  most: number,
): Promise<{ readonly entries: number; readonly finding: Finding | null }> {
  const { entries } = await readHead(db)
  const before = Math.max(0, entries - most)
  const walk = walkChain(db, keys, await headAt(db, before))
  const finding = await walk.goOn()
  return { entries: walk.head().entries - before, finding }
}
