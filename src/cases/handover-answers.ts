import type { Db } from '../db.ts'
import type { AnyHand } from './cases.ts'
import type { Handover } from './handover.ts'
import { endHandover, waitingHandover } from './handovers.ts'
import { endTasksAbout } from './tasks.ts'

/** A case that changes hands otherwise does not wait to be taken any more. */
export async function dropHandover(trx: Db, caseId: string, hand: AnyHand): Promise<void> {
  const waiting = await waitingHandover(trx, [caseId])
  if (waiting) await answerHandover(trx, waiting, 'withdrawn', null, hand)
}

/** Ends a handover, and with it what was to be seen to because nobody had answered; false when somebody was faster. */
export async function answerHandover(
  trx: Db,
  handover: Handover,
  state: 'taken' | 'declined' | 'withdrawn',
  reason: string | null,
  hand: AnyHand,
): Promise<boolean> {
  if (!(await endHandover(trx, handover, state, reason, hand))) return false
  await endTasksAbout(trx, ['handover_late'], handover.id, 'handover_answered', hand)
  return true
}
