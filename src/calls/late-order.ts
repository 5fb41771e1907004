import type { CardAction } from '../cards/card-action.ts'
import type { AnyHand } from '../cases/cases.ts'
import type { Commitment } from '../cases/commitment.ts'
import { makeCommitment } from '../cases/commitments.ts'
import type { Db } from '../db.ts'
import { orderIn } from './awaited.ts'
import { promiseWords } from './promise-words.ts'
import { businessHoursFrom } from './promises.ts'

/**
 * An order that went through after its call was over: the customer was promised to be told when the card comes, which
 * nobody has done yet. Whoever owed them the order owes them that, and the card is followed meanwhile.
 */
export async function promiseToTell(
  trx: Db,
  { result }: CardAction,
  { caseId, matter, ownerId, madeBy }: Commitment,
  hand: AnyHand,
  timeZone: string,
): Promise<void> {
  const kind = 'tell_delivery'
  const dueAt = businessHoursFrom(hand.at, 1)
  const by = ownerId ?? madeBy
  const words = { caseId, kind, dueAt, operatorId: by, timeZone, delivery: null, window: '' }
  const wording = await promiseWords(trx, words)
  const subjectRef = orderIn(result)
  await makeCommitment(trx, { caseId, matter, kind, wording, dueAt, subjectRef, by }, hand)
}
