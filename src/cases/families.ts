import type { Db } from '../db.ts'
import { familiesIn, familyIn } from '../families.ts'
import type { CaseFile } from './case-file.ts'
import { demandCase, lockCases } from './cases.ts'

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
