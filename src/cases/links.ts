import { validate as isUuid, v7 as uuid } from 'uuid'
import { type Db, marks, read } from '../db.ts'
import { type Hand, recordCaseEvent } from './cases.ts'

/** Two cases that have to do with each other and stay two: see also. */
export interface CaseLink {
  readonly id: string
  readonly oneCase: string
  readonly otherCase: string
  readonly reason: string
  readonly linkedAt: string
  readonly linkedBy: string
  readonly removedAt: string | null
}
interface Row {
  readonly id: string
  readonly one_case: string
  readonly other_case: string
  readonly reason: string
  readonly linked_at: string
  readonly linked_by: string
  readonly removed_at: string | null
}
const toLink = (row: Row): CaseLink => ({
  id: row.id,
  oneCase: row.one_case,
  otherCase: row.other_case,
  reason: row.reason,
  linkedAt: row.linked_at,
  linkedBy: row.linked_by,
  removedAt: row.removed_at,
})

/** Links two cases, in no direction; false when they are linked already. */
export async function linkCases(
  trx: Db,
  one: string,
  other: string,
  reason: string,
  hand: Hand,
): Promise<boolean> {
  const id = uuid()
  const inserted = await trx('case_links')
    .insert({
      id,
      one_case: one,
      other_case: other,
      once_key: [one, other].sort().join(':'),
      reason,
      linked_at: hand.at.toISOString(),
      linked_by: hand.operatorId,
    })
    .onConflict('once_key')
    .ignore()
    .returning('id')
  if (inserted.length === 0) return false
  await recordCaseEvent(trx, 'case_linked', one, hand, { id, to: other })
  await recordCaseEvent(trx, 'case_linked', other, hand, { id, to: one })
  return true
}

/** Takes a link away; false when it is gone already. */
export async function removeLink(trx: Db, link: CaseLink, hand: Hand): Promise<boolean> {
  const removed = await trx('case_links')
    .where({ id: link.id })
    .whereNull('removed_at')
    .update({ once_key: null, removed_at: hand.at.toISOString(), removed_by: hand.operatorId })
  if (removed === 0) return false
  const { id, oneCase, otherCase } = link
  await recordCaseEvent(trx, 'case_unlinked', oneCase, hand, { id, to: otherCase })
  await recordCaseEvent(trx, 'case_unlinked', otherCase, hand, { id, to: oneCase })
  return true
}

export async function findLink(db: Db, id: string): Promise<CaseLink | null> {
  if (!isUuid(id)) return null
  const row = await db<Row>('case_links').where({ id: id.toLowerCase() }).first()
  return row ? toLink(row) : null
}

/** The links that these cases have now, from either side, the oldest first. */
export async function linksOf(db: Db, caseIds: readonly string[]): Promise<CaseLink[]> {
  const rows = await read<Row>(db, {
    sql: `select * from case_links where one_case in (${marks(caseIds)}) and removed_at is null
          union
          select * from case_links where other_case in (${marks(caseIds)}) and removed_at is null
          order by linked_at, id`,
    bindings: [...caseIds, ...caseIds],
  })
  return rows.map(toLink)
}
