import type { Db } from '../db.ts'
import { type CaseFile, statusAfterPromise } from './case-file.ts'
import { type AnyHand, changeCase, findCase } from './cases.ts'
import { commitmentsOf } from './commitments.ts'
import { familyOf, survivorOf } from './families.ts'

/**
 * Brings a case's status up to date once one of its promises has ended; `settled`: no action of it is still running. The
 * case that goes on in its place follows as well, once nothing of the whole is promised any more.
 */
export async function followPromiseEnd(
  trx: Db,
  caseId: string,
  settled: boolean,
  hand: AnyHand,
): Promise<void> {
  const caseFile = await findCase(trx, caseId)
  if (!caseFile) return
  const survivor = await survivorOf(trx, caseFile)
  if (survivor.id !== caseId) await follow(trx, caseFile, [caseId], settled, hand)
  await follow(trx, survivor, await familyOf(trx, caseId), settled, hand)
}

async function follow(
  trx: Db,
  caseFile: CaseFile,
  caseIds: readonly string[],
  settled: boolean,
  hand: AnyHand,
): Promise<void> {
  const open = (await commitmentsOf(trx, caseIds)).filter((each) => each.state === 'open')
  const status = statusAfterPromise(caseFile, open, settled)
  if (status !== caseFile.status)
    await changeCase(trx, caseFile.id, 'case_status_set', { status }, hand)
}
