import { type Db, marks, read } from '../db.ts'
import { type Hand, recordCaseEvent } from './cases.ts'

export const LONGEST_TAG = 30

/** A tag as it is kept: people type the same word in half and full width. */
export const tagOf = (typed: string): string =>
  typed
    .normalize('NFKC')
    .replace(/\s+/g, ' ')
    .replace(/^[#\s]+/, '')
    .trim()

/** The tags of some cases, by case. */
export async function tagsOf(db: Db, caseIds: readonly string[]): Promise<Map<string, string[]>> {
  if (caseIds.length === 0) return new Map()
  const rows = await read<{ case_id: string; tag: string }>(db, {
    sql: `select case_id, tag from case_tags where case_id in (${marks(caseIds)}) order by tag`,
    bindings: [...caseIds],
  })
  const tags = new Map<string, string[]>()
  for (const { case_id, tag } of rows) tags.set(case_id, [...(tags.get(case_id) ?? []), tag])
  return tags
}

/** Tags a case; one that has the tag already stays as it is. The words of a tag stand on no record but the case's. */
export async function addTag(trx: Db, caseId: string, tag: string, hand: Hand): Promise<void> {
  const added = await trx('case_tags')
    .insert({ case_id: caseId, tag, added_at: hand.at.toISOString(), added_by: hand.operatorId })
    .onConflict(['tag', 'case_id'])
    .ignore()
    .returning('tag')
  if (added.length > 0) await recordCaseEvent(trx, 'case_tagged', caseId, hand)
}

export async function removeTag(trx: Db, caseId: string, tag: string, hand: Hand): Promise<void> {
  const removed = await trx('case_tags').where({ case_id: caseId, tag }).delete()
  if (removed > 0) await recordCaseEvent(trx, 'case_untagged', caseId, hand)
}
