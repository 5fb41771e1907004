import type { Db } from '../db.ts'
import { familiesIn, familyIn } from '../families.ts'
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

/** Takes a case with all that are one with it, in the order of all; who they are is read anew when they are taken. */
export async function lockFamily(trx: Db, caseIds: readonly string[]): Promise<void> {
  const families = async () => [...(await familiesOf(trx, caseIds)).values()].flat()
  const before = new Set(await families())
  if (before.size === 0) return
  await lockCases(trx, [...before])
  const since = (await families()).filter((id) => !before.has(id))
  // Merged at the same moment: cases that are new to the family come after those taken already, and only seldom.
  if (since.length > 0) await lockCases(trx, since)
}
