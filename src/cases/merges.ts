import { validate as isUuid, v7 as uuid } from 'uuid'
import { isSamePerson, lockPeople } from '../customers/one-person.ts'
import { type Db, marks, read } from '../db.ts'
import { type CaseFile, isOver } from './case-file.ts'
import { demandCase, type Hand, recordCaseEvent } from './cases.ts'
import { familyOf, lockFamily } from './families.ts'
import { countWaitingHandovers } from './handovers.ts'
import { followUrgency } from './urgencies.ts'

/**
 * A case that goes on in another one. Nothing is moved: whoever reads the surviving case reads the merged ones with it,
 * so that taking it back leaves every row as it was before.
 */
export interface CaseMerge {
  readonly id: string
  readonly fromCase: string
  readonly intoCase: string
  readonly mergedAt: string
  readonly mergedBy: string
  readonly reason: string
  readonly undoneAt: string | null
  readonly undoneBy: string | null
}
interface Row {
  readonly id: string
  readonly from_case: string
  readonly into_case: string
  readonly merged_at: string
  readonly merged_by: string
  readonly reason: string
  readonly undone_at: string | null
  readonly undone_by: string | null
}
const toMerge = (row: Row): CaseMerge => ({
  id: row.id,
  fromCase: row.from_case,
  intoCase: row.into_case,
  mergedAt: row.merged_at,
  mergedBy: row.merged_by,
  reason: row.reason,
  undoneAt: row.undone_at,
  undoneBy: row.undone_by,
})

/** Why two cases cannot be made one. */
export type MergeObstacle =
  | 'itself'
  | 'already_merged'
  | 'other_customer'
  | 'keep_known_customer'
  | 'into_closed'
  | 'waiting_handover'

/** The rule of merging; null when it may be. A case that was merged itself may survive in its own survivor only. */
export async function mergeObstacle(
  db: Db,
  from: CaseFile,
  into: CaseFile,
): Promise<MergeObstacle | null> {
  if (from.id === into.id) return 'itself'
  if (from.mergedInto !== null || into.mergedInto !== null) return 'already_merged'
  // Whoever opens the case that goes on must be verified as whoever any of it is about.
  if (from.customerId !== null && into.customerId === null) return 'keep_known_customer'
  if (from.customerId !== null && !(await isSamePerson(db, from.customerId, into.customerId)))
    return 'other_customer'
  if (isOver(into) && !isOver(from)) return 'into_closed'
  return (await countWaitingHandovers(db, [from.id])) > 0 ? 'waiting_handover' : null
}

/** How two cases were seen by whoever merges them. */
export interface MergeAsked {
  readonly from: string
  readonly fromVersion: number
  readonly into: string
  readonly intoVersion: number
  readonly reason: string
}

/** Lets a case go on in another one. `conflict`: one of the two is not as it was seen any more. */
export async function mergeCases(
  trx: Db,
  asked: MergeAsked,
  hand: Hand,
): Promise<'merged' | 'conflict' | MergeObstacle> {
  await lockFamily(trx, [asked.from, asked.into])
  const from = await demandCase(trx, asked.from)
  const into = await demandCase(trx, asked.into)
  // Nobody says meanwhile that the two records are two people after all.
  const people = [from.customerId, into.customerId].filter((id) => id !== null)
  if (new Set(people).size > 1) await lockPeople(trx, people)
  const obstacle = await mergeObstacle(trx, from, into)
  if (obstacle !== null) return obstacle
  if (from.version !== asked.fromVersion || into.version !== asked.intoVersion) return 'conflict'
  const id = uuid()
  await trx('case_merges').insert({
    id,
    from_case: from.id,
    into_case: into.id,
    merged_at: hand.at.toISOString(),
    merged_by: hand.operatorId,
    reason: asked.reason,
  })
  // The version stays: the case itself has not changed, and once it is taken back, it is as it was.
  await trx('cases').where({ id: from.id }).update({ merged_into: into.id })
  await followUrgency(trx, into.id)
  await recordCaseEvent(trx, 'case_merged', from.id, hand, { id, into: into.id })
  await recordCaseEvent(trx, 'case_absorbed', into.id, hand, { id, from: from.id })
  return 'merged'
}

/** Lets a merged case stand for itself again; false when it does already. */
export async function undoMerge(
  trx: Db,
  { id, fromCase, intoCase }: CaseMerge,
  reason: string,
  hand: Hand,
): Promise<boolean> {
  await lockFamily(trx, [fromCase])
  const undone = await trx('case_merges')
    .where({ id })
    .whereNull('undone_at')
    .update({ undone_at: hand.at.toISOString(), undone_by: hand.operatorId, undo_reason: reason })
  if (undone === 0) return false
  await trx('cases').where({ id: fromCase }).update({ merged_into: null })
  for (const id of [fromCase, intoCase]) await followUrgency(trx, id)
  await recordCaseEvent(trx, 'case_unmerged', fromCase, hand, { id, from: intoCase })
  await recordCaseEvent(trx, 'case_unmerged', intoCase, hand, { id, from: fromCase })
  return true
}

export async function findMerge(db: Db, id: string): Promise<CaseMerge | null> {
  if (!isUuid(id)) return null
  const row = await db<Row>('case_merges').where({ id: id.toLowerCase() }).first()
  return row ? toMerge(row) : null
}

/** The merges by which these cases are one, the oldest first. */
export async function mergesOf(db: Db, caseIds: readonly string[]): Promise<CaseMerge[]> {
  const rows = await read<Row>(db, {
    sql: `select * from case_merges where from_case in (${marks(caseIds)}) and undone_at is null
          order by merged_at, id`,
    bindings: caseIds,
  })
  return rows.map(toMerge)
}

/** The case that this one was merged into just now by the same hand and words: the form was pressed twice. */
export async function twinOfMerge(db: Db, asked: MergeAsked, operatorId: string): Promise<boolean> {
  const [row] = await read<{ id: string }>(db, {
    sql: `select id from case_merges where from_case = ? and into_case = ? and merged_by = ?
          and reason = ? and undone_at is null`,
    bindings: [asked.from, asked.into, operatorId, asked.reason],
  })
  return row !== undefined
}

/** The family in words of merges: which case each of the others went on in. */
export const absorbedIn = async (db: Db, caseId: string): Promise<CaseMerge[]> =>
  mergesOf(db, await familyOf(db, caseId))
