import { type Db, marks, read } from '../db.ts'
import { familyIn } from '../families.ts'
import type { CaseFile } from './case-file.ts'
import { priorityOf } from './urgency.ts'

interface Row extends Pick<CaseFile, 'status' | 'reason' | 'queue'> {
  readonly priority: number
  readonly due_at: string | null
  readonly commitment_due_at: string | null
}
interface Open {
  readonly what: 'commitment' | 'task'
  readonly kind: string
  readonly due_at: string
}

const openOf = (ids: readonly string[]) => `
  select 'commitment' as what, kind, due_at from commitments where case_id in (${marks(ids)}) and state = 'open'
  union all select 'task', kind, due_at from tasks where case_id in (${marks(ids)}) and state = 'open'`

/**
 * Brings what lists are sorted by up to date: by when a case is due and how urgent it is, with what is owed in those
 * merged into it. Whoever changes a case's status, its promises or its tasks calls this in the same transaction.
 */
export async function followUrgency(trx: Db, caseId: string): Promise<void> {
  const family = await familyIn(trx, 'cases', caseId)
  const [id = caseId] = family
  const [row] = await read<Row>(trx, {
    sql: `select status, reason, queue, priority, due_at, commitment_due_at from cases where id = ?`,
    bindings: [id],
  })
  if (!row) return
  const open = await read<Open>(trx, { sql: openOf(family), bindings: [...family, ...family] })
  const change = changed(row, standing(row, open))
  if (Object.keys(change).length > 0) await trx('cases').where({ id }).update(change)
}

function standing(row: Row, open: readonly Open[]) {
  const commitments = open.filter(({ what }) => what === 'commitment')
  const tasks = open.filter(({ what }) => what === 'task')
  const kindsOf = (some: readonly Open[]) => some.map(({ kind }) => kind)
  const kinds = { commitments: kindsOf(commitments), tasks: kindsOf(tasks) }
  return {
    priority: priorityOf(row, kinds),
    due_at: earliest(open),
    commitment_due_at: earliest(commitments),
  }
}
const earliest = (some: readonly Open[]): string | null =>
  some.map(({ due_at }) => due_at).sort()[0] ?? null

const changed = (row: Row, now: ReturnType<typeof standing>) => {
  const was: Readonly<Record<string, unknown>> = { ...row }
  return Object.fromEntries(Object.entries(now).filter(([column, value]) => was[column] !== value))
}
