import { setTimeout } from 'node:timers/promises'
import type { Db } from '../db.ts'
import type { Anchor } from './anchor.ts'
import { type Compared, compareAnchors, earlier } from './anchors-compared.ts'
import { compareArchives } from './archives-compared.ts'
import { walkChain } from './chain-walk.ts'
import {
  beginningOf,
  type Checkpoint,
  isSigned,
  keptUpTo,
  NOTHING_KEPT,
  readCheckpoint,
} from './checkpoint.ts'
import { type Finding, finding } from './finding.ts'
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
  /** Up to which entry the log was archived, and which of these entries no archive that was given holds. */
  readonly archivedUpTo: number
  readonly unseenEntries: readonly { readonly from: number; readonly to: number }[]
}

export interface VerifyOptions {
  readonly keys: AuditKeys
  /** Where anchors are kept outside the database: files of anchors, or of what the program has said. */
  readonly files: readonly string[]
  /** Archives of its front, to be verified with it. */
  readonly archives?: readonly string[]
  /** What waits to be sealed since before then waits for too long. */
  readonly unsealedBefore: Date
  /** So long an anchor is waited for that has just been kept and is not in its file yet. */
  readonly patienceMs?: number
}

const MOST_COUNTED = 100_000_000

/** Verifies the whole log: the chain, its anchors, its archives if given, and that there is nothing besides it. */
export async function verifyLog(db: Db, options: VerifyOptions): Promise<Verdict> {
  const { keys, archives = [] } = options
  const chain = await verifyChain(db, options)
  const { head, anchors, broken, checkpoint } = chain
  const archived =
    broken === null ? await compareArchives(db, keys, archives, checkpoint) : NOT_COMPARED
  const finding =
    broken ??
    anchors.anchors ??
    archived.finding ??
    (await findLeftover(db, waitingOf(options))) ??
    (await findUnguarded(db))
  return {
    head,
    lastAnchor: anchors.last,
    unsealed: await countUnsealed(db, MOST_COUNTED),
    finding,
    unseenInstances: anchors.unseen,
    archivedUpTo: checkpoint?.entries ?? 0,
    unseenEntries: unseenOf(archives, archived.missing, checkpoint),
  }
}

const NOT_COMPARED = { finding: null, missing: [] }

/** Archived entries of which no file was given. */
const unseenOf = (
  archives: readonly string[],
  missing: Verdict['unseenEntries'],
  checkpoint: Checkpoint | null,
): Verdict['unseenEntries'] =>
  archives.length === 0 && checkpoint !== null ? [{ from: 1, to: checkpoint.entries }] : missing

/** The clocks of the program and of the database may differ by so much. */
const CLOCKS_MS = 15 * 60_000
const waitingOf = ({ unsealedBefore }: VerifyOptions) => ({
  since: unsealedBefore.toISOString(),
  until: new Date(Date.now() + CLOCKS_MS).toISOString(),
})

/**
 * The chain and its anchors. The log goes on meanwhile: an anchor may be younger than where the walk ended, and its front
 * may be archived.
 */
async function verifyChain(db: Db, options: VerifyOptions): Promise<Chain> {
  const checkpoint = await readCheckpoint(db)
  const found = await verifyFrom(db, options, checkpoint)
  const isMoved = found.broken !== null && (await readCheckpoint(db))?.mac !== checkpoint?.mac
  return isMoved ? verifyChain(db, options) : { ...found, checkpoint }
}

interface Chain {
  readonly head: Head
  readonly anchors: Compared
  readonly broken: Finding | null
  readonly checkpoint: Checkpoint | null
}

async function verifyFrom(
  db: Db,
  { keys, files, patienceMs = 0 }: VerifyOptions,
  checkpoint: Checkpoint | null,
): Promise<Omit<Chain, 'checkpoint'>> {
  const beginning = beginningOf(checkpoint)
  const walk = walkChain(db, keys, beginning)
  const front = await frontOf(db, keys, checkpoint)
  for (let again = 0; ; again += 1) {
    const broken = front ?? (await walk.goOn())
    const head = walk.head()
    const anchors = await compareAnchors(db, keys, files, { beginning, head })
    const isBehind = anchors.chain?.fault === 'cut_off' && broken === null
    const isLate = anchors.anchors !== null && again === 0 && patienceMs > 0
    if (isBehind && (await readHead(db)).entries > head.entries) continue
    if (!isLate) return { head, anchors, broken: front ?? earlier(broken, anchors.chain) }
    await setTimeout(patienceMs)
  }
}

/** What is wrong with where the log on line begins, and with what is kept of what stood before. */
async function frontOf(
  db: Db,
  keys: AuditKeys,
  checkpoint: Checkpoint | null,
): Promise<Finding | null> {
  if (checkpoint !== null && !isSigned(keys, checkpoint))
    return finding('checkpoint', { seq: checkpoint.entries })
  const kept = walkChain(db, keys, NOTHING_KEPT, 'audit_kept')
  const broken = await kept.goOn()
  const [is, should] = [kept.head(), keptUpTo(checkpoint)]
  const fault = is.entries > should.entries ? 'put_in' : is.mac === should.mac ? null : 'missing'
  const found =
    broken ?? (fault && finding(fault, { seq: Math.min(is.entries, should.entries) + 1 }))
  return (
    found && {
      ...found,
      seq: null,
      about: `what is kept of the archived log, its entry ${found.seq}`,
    }
  )
}

/** The last entries alone, on from the seal before them: enough for a look, not for a proof. */
export async function verifyLatest(
  db: Db,
  keys: AuditKeys,
  most: number,
): Promise<{ readonly entries: number; readonly finding: Finding | null }> {
  const { entries } = await readHead(db)
  const before = await headAt(db, Math.max(0, entries - most))
  const walk = walkChain(db, keys, before, 'audit_seals', true)
  const finding = await walk.goOn()
  return { entries: walk.head().entries - before.entries, finding }
}
