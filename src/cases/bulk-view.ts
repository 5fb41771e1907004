import { randomUUID } from 'node:crypto'
import type { Db } from '../db.ts'
import type { Catalogue } from '../i18n/index.ts'
import { readStaff } from '../operators/operators.ts'
import { bulkBar } from './bulk-bar.ts'
import type { BulkChange } from './bulk-change.ts'
import type { BulkResultPage } from './bulk-page.ts'
import { casesByIds } from './cases.ts'
import { listRows } from './list-rows.ts'

/** What became of each case of a change. What was not done stays ticked, with the version that stands now. */
export async function bulkResult(
  db: Db,
  change: BulkChange,
  now: Date,
  t: Catalogue,
): Promise<BulkResultPage> {
  const { bulk } = t.queues
  const known = await casesByIds(
    db,
    change.rows.map(({ caseId }) => caseId),
  )
  const cases = change.rows
    .map(({ caseId }) => known.get(caseId))
    .filter((each) => each !== undefined)
  const { names, operators } = await readStaff(db)
  const lines = await listRows(db, cases, { names, now, isGuarded: false }, t)
  const lineOf = new Map(lines.map((line) => [line.id, line]))
  const rows = change.rows.flatMap(({ caseId, outcome, why }) => {
    const line = lineOf.get(caseId)
    const words = outcome === 'conflict' ? bulk.conflict : why
    return line ? [{ ...line, outcome, outcomeLabel: bulk.outcomes[outcome], why: words }] : []
  })
  const done = rows.filter(({ outcome }) => outcome === 'done').length
  return {
    what: bulk.kinds[change.kind],
    kind: change.kind,
    rows,
    done,
    address: change.list,
    bulk: done === rows.length ? null : await bulkBar(db, operators, t),
    typed: { ...change.typed, kind: change.kind },
    error: null,
    submission: randomUUID(),
  }
}
