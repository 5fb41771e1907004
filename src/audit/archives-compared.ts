import { type Db, read } from '../db.ts'
import type { Anchor } from './anchor.ts'
import { anchorsAfter } from './anchors.ts'
import { archiveBeginning, readArchive } from './archive-file.ts'
import type { Checkpoint } from './checkpoint.ts'
import { type Finding, finding } from './finding.ts'
import type { AuditKeys } from './key.ts'
import type { Head } from './seals.ts'

/** What the archives say: what is wrong with them, and which entries none of them holds. */
export interface ArchivesCompared {
  readonly finding: Finding | null
  readonly missing: readonly { readonly from: number; readonly to: number }[]
}

/**
 * Reads archives in their order and holds each against its seals, against the archive before, against the anchors, and
 * against where the log on line begins.
 */
export async function compareArchives(
  db: Db,
  keys: AuditKeys,
  files: readonly string[],
  checkpoint: Checkpoint | null,
): Promise<ArchivesCompared> {
  const missing: { from: number; to: number }[] = []
  let reached: Head | null = null
  for (const { file, from } of await inOrder(files)) {
    const before: number = reached?.entries ?? 0
    if (from !== null && from.entries > before) missing.push({ from: before + 1, to: from.entries })
    const comparing = new Comparing(db, file, [reached, joint(checkpoint)], from?.entries ?? 0)
    const { to, broken } = await readArchive(file, keys, (head) => comparing.take(head))
    const found = broken ?? (await comparing.joinsOnLine(to))
    if (found) return { finding: found, missing }
    if (to.entries > before) reached = to
  }
  const end = checkpoint?.entries ?? 0
  const at = reached?.entries ?? 0
  const isShort = files.length > 0 && at < end
  const short = finding('archive', { seq: at + 1, about: 'the archives end before the log begins' })
  return { finding: isShort ? short : null, missing }
}

const joint = (checkpoint: Checkpoint | null): Head | null =>
  checkpoint && { entries: checkpoint.entries, mac: checkpoint.head }

async function inOrder(files: readonly string[]) {
  const begun: { file: string; from: Head | null }[] = []
  for (const file of files) begun.push({ file, from: await archiveBeginning(file) })
  return begun.sort((one, other) => (one.from?.entries ?? 0) - (other.from?.entries ?? 0))
}

const SOME = 500

/** Goes along an archive with what is known of the chain from elsewhere. */
class Comparing {
  private readonly db: Db
  private readonly file: string
  private readonly known: ReadonlyMap<number, string>
  private anchors: Anchor[] = []
  private number = 0
  private isAll = false
  private readonly from: number

  constructor(db: Db, file: string, known: readonly (Head | null)[], from: number) {
    this.db = db
    this.file = file
    this.from = from
    this.known = new Map(known.flatMap((each) => (each ? [[each.entries, each.mac]] : [])))
  }

  async take({ entries, mac }: Head): Promise<Finding | null> {
    while ((await this.anchor())?.entries === entries) {
      if (this.anchors[0]?.head !== mac)
        return finding('rewritten', { seq: entries, about: this.file })
      this.anchors.shift()
    }
    const known = this.known.get(entries)
    return known === undefined || known === mac ? null : this.wrong(entries)
  }

  /** Where it reaches into what is on line, that has to say the same. */
  async joinsOnLine({ entries, mac }: Head): Promise<Finding | null> {
    const [row] = await read<{ mac: string }>(this.db, {
      sql: 'select mac from audit_seals where seq = ?',
      bindings: [entries],
    })
    return row && row.mac !== mac ? this.wrong(entries) : null
  }

  private wrong(seq: number): Finding {
    return finding('archive', { seq, about: `${this.file}, which does not join on` })
  }

  /** The next anchor that is about this archive. */
  private async anchor(): Promise<Anchor | undefined> {
    while (this.anchors.length === 0 && !this.isAll) {
      const some = await anchorsAfter(this.db, this.number, SOME)
      this.isAll = some.length < SOME
      this.number = some.at(-1)?.number ?? this.number
      this.anchors = some.filter(({ entries }) => entries > this.from)
    }
    return this.anchors[0]
  }
}
