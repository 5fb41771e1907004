import { type Db, marks, read } from '../db.ts'
import { familiesIn, familyIn, lockFamiliesIn } from '../families.ts'
import type { CaseFile } from './case-file.ts'
import { casesByIds, demandCase, lockCases } from './cases.ts'

/** The surviving case, and all that were merged into it, in chains too. */
export const familyOf = (db: Db, caseId: string): Promise<readonly string[]> =>
  familyIn(db, 'cases', caseId)

/** The same for several cases, by the id asked for. */
export const familiesOf = (db: Db, caseIds: readonly string[]) => familiesIn(db, 'cases', caseIds)

/** The case that goes on in the place of this one; itself when it was not merged. */
export async function survivorOf(db: Db, caseFile: CaseFile): Promise<CaseFile> {
  if (caseFile.mergedInto === null) return caseFile
  const [id = caseFile.id] = await familyOf(db, caseFile.id)
  return await demandCase(db, id)
}

/** The case that goes on for each of these, by the id of each. */
export async function survivorsOf(
  db: Db,
  cases: readonly CaseFile[],
): Promise<ReadonlyMap<string, CaseFile>> {
  const merged = cases.filter(({ mergedInto }) => mergedInto !== null)
  const families = await familiesOf(
    db,
    merged.map(({ id }) => id),
  )
  const firsts = new Map([...families].map(([id, [first = id]]) => [id, first]))
  const known = await casesByIds(db, [...firsts.values()])
  return new Map(cases.map((each) => [each.id, known.get(firsts.get(each.id) ?? '') ?? each]))
}

/** The ids of the cases that lists show in the place of these; each once. */
export async function survivingIds(db: Db, ids: readonly string[]): Promise<readonly string[]> {
  if (ids.length === 0) return []
  const rows = await read<{ id: string }>(db, {
    sql: `select id from cases where id in (${marks(ids)}) and merged_into is not null`,
    bindings: ids,
  })
  const families = await familiesOf(
    db,
    rows.map(({ id }) => id),
  )
  return [...new Set(ids.map((id) => families.get(id)?.[0] ?? id))]
}

/** Takes a case with all that are one with it, in the order of all. */
export const lockFamily = (trx: Db, caseIds: readonly string[]): Promise<void> =>
  lockFamiliesIn(trx, 'cases', caseIds, lockCases)
