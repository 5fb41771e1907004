import type { Db } from '../db.ts'
import type { Hand } from './cases.ts'
import type { Commitment } from './commitment.ts'
import { commitmentsOf, endCommitment, makeCommitment } from './commitments.ts'

/** What takes the place of a promise whose time is moved, and why. */
export interface Moved {
  readonly id?: string
  readonly dueAt: Date
  readonly wording: string
  readonly reason: string
}

/**
 * A time that is moved is a new promise: the old one is withdrawn with the reason, and what it was about goes on. False
 * when it is not open any more.
 */
export async function moveCommitment(
  trx: Db,
  commitment: Commitment,
  { reason, ...moved }: Moved,
  hand: Hand,
): Promise<boolean> {
  const { caseId, kind, matter, subjectRef, ownerId } = commitment
  if (!(await endCommitment(trx, commitment, 'withdrawn', reason, hand))) return false
  const made = { ...moved, caseId, kind, matter, subjectRef, ownerId }
  await makeCommitment(trx, { ...made, beside: await openRefs(trx, caseId, kind) }, hand)
  return true
}

/** What other open promises of the kind are about: they stand beside a new one. */
export const openRefs = async (trx: Db, caseId: string, kind: string) =>
  (await commitmentsOf(trx, [caseId])).flatMap((each) =>
    each.state === 'open' && each.kind === kind ? [each.subjectRef] : [],
  )
