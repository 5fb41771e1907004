import { validate as isUuid } from 'uuid'
import { recordEvent } from '../audit/events.ts'
import type { Db } from '../db.ts'
import type { Form } from '../web/forms.ts'
import type { BulkChange, BulkKind, BulkRow, Ticked } from './bulk-change.ts'
import { takeReturn, takeStatus, takeTag, takeUntag } from './case-changes.ts'
import type { CaseFile } from './case-file.ts'
import { type FormDeps, type Sent, type Taken, takeClosure, takeOwner } from './case-forms.ts'
import { findCase, type Hand } from './cases.ts'
import { takePromiseOfMany } from './promise-forms.ts'

/** Each is what the page of a case does with one case: no rule can be walked around by ticking many. */
const TAKES: Readonly<
  Record<BulkKind, (deps: FormDeps, caseFile: CaseFile, sent: Sent) => Promise<Taken>>
> = {
  assign: takeOwner,
  status: takeStatus,
  tag: takeTag,
  untag: takeUntag,
  commitment: takePromiseOfMany,
  queue: takeReturn,
  close: takeClosure,
}

/** Writes down what is to be done, before anything is; false when the same form was sent before. */
export async function beginChange(
  db: Db,
  change: Omit<BulkChange, 'rows'>,
  ticked: readonly Ticked[],
  hand: Hand,
): Promise<boolean> {
  return await db.transaction(async (trx) => {
    const { id, operatorId, kind, list } = change
    const added = await trx('bulk_changes')
      .insert({
        id,
        operator_id: operatorId,
        kind,
        at: hand.at.toISOString(),
        list,
        typed: JSON.stringify(change.typed),
      })
      .onConflict('id')
      .ignore()
      .returning('id')
    if (added.length === 0) return false
    await trx('bulk_change_rows').insert(
      ticked.map(({ caseId }, nth) => ({ change_id: id, nth, case_id: caseId, outcome: 'left' })),
    )
    const detail = { change: id, kind, count: ticked.length }
    await recordEvent(trx, { name: 'bulk_changed', at: hand.at, operatorId, detail })
    return true
  })
}

/** Does it, one case after the other, each for itself: what is refused in one holds no other up. */
export async function runChange(
  deps: FormDeps,
  change: Pick<BulkChange, 'id' | 'kind'>,
  ticked: readonly Ticked[],
  sent: Sent,
): Promise<void> {
  for (const [nth, { caseId, version }] of ticked.entries()) {
    const caseFile = await findCase(deps.db, caseId)
    const taken = caseFile
      ? await TAKES[change.kind](deps, caseFile, { ...sent, form: formOf(sent.form, version) })
      : ({ kind: 'conflict' } as const)
    await deps.db('bulk_change_rows').where({ change_id: change.id, nth }).update(outcomeOf(taken))
  }
}
const outcomeOf = (taken: Taken) => ({
  outcome: taken.kind === 'taken' ? 'done' : taken.kind,
  why: taken.kind === 'refused' ? taken.error : '',
})
/** The form of one case: what was typed for all of them, and the version that was seen of this one. */
const formOf = (form: Form, version: number): Form => ({
  text: (name) => (name === 'version' ? String(version) : form.text(name)),
  number: (name) => (name === 'version' ? version : form.number(name)),
  all: () => ({ ...form.all(), version: String(version) }),
})

/** A change with what became of each case, in the order in which they were ticked. */
export async function findChange(db: Db, id: string): Promise<BulkChange | null> {
  if (!isUuid(id)) return null
  const row = await db('bulk_changes').where({ id: id.toLowerCase() }).first()
  if (!row) return null
  const rows: { case_id: string; outcome: BulkRow['outcome']; why: string }[] = await db(
    'bulk_change_rows',
  )
    .where({ change_id: row.id })
    .orderBy('nth')
  return {
    id: row.id,
    operatorId: row.operator_id,
    kind: row.kind,
    list: row.list,
    typed: JSON.parse(row.typed),
    rows: rows.map(({ case_id: caseId, outcome, why }) => ({ caseId, outcome, why })),
  }
}
