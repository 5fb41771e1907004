import type { Db } from '../db.ts'
import { statusAfterPromise } from './case-file.ts'
import { type AnyHand, changeCase, findCase } from './cases.ts'
import { commitmentsOf } from './commitments.ts'

/** Brings a case's status up to date once one of its promises has ended; `settled`: no action of it is still running. */
export async function followPromiseEnd(
  trx: Db,
  caseId: string,
  settled: boolean,
  hand: AnyHand,
): Promise<void> {
  const caseFile = await findCase(trx, caseId)
  if (!caseFile) return
  const open = (await commitmentsOf(trx, [caseId])).filter((each) => each.state === 'open')
  const status = statusAfterPromise(caseFile, open, settled)
  if (status !== caseFile.status) await changeCase(trx, caseId, 'case_status_set', { status }, hand)
}
