import { type Db, read } from '../db.ts'
import { lastAnchor } from './anchors.ts'
import type { AuditState } from './audit-page.ts'
import { readCheckpoint } from './checkpoint.ts'
import { countUnsealed, readHead } from './seals.ts'

const MOST_COUNTED = 1_000

/** How far the log is sealed, anchored and verified. */
export async function readState(db: Db, isSealing: boolean): Promise<AuditState> {
  const [head, unsealed, anchor, verified, checkpoint] = await Promise.all([
    readHead(db),
    countUnsealed(db, MOST_COUNTED + 1),
    lastAnchor(db),
    lastVerified(db),
    readCheckpoint(db),
  ])
  return {
    isSealing,
    sealed: head.entries,
    unsealed: Math.min(unsealed, MOST_COUNTED),
    isMore: unsealed > MOST_COUNTED,
    anchor: anchor && { at: anchor.at, entries: anchor.entries },
    verified,
    archived: checkpoint && { at: checkpoint.at, entries: checkpoint.entries },
  }
}

async function lastVerified(db: Db): Promise<AuditState['verified']> {
  const [row] = await read<{ at: string; detail: string }>(db, {
    sql: 'select at, detail from audit_events where name = ? order by at desc limit 1',
    bindings: ['audit_verified'],
  })
  if (!row) return null
  const detail = JSON.parse(row.detail)
  return {
    at: row.at,
    entries: Number(detail.entries),
    whole: detail.whole === true,
    isRecent: detail.recent === true,
    seq: typeof detail.seq === 'number' ? detail.seq : null,
  }
}
