import { recordEvent } from '../audit/events.ts'
import { actionsOfCase, actionsOfCases } from '../cards/actions.ts'
import { type CardAction, isUnsettled } from '../cards/card-action.ts'
import type { ArrivedShipment, AwaitedShipment } from '../cards/shipments.ts'
import { lockCases } from '../cases/cases.ts'
import { endCommitment, findCommitment, openCommitmentsOfKinds } from '../cases/commitments.ts'
import { followPromiseEnd } from '../cases/promise-ended.ts'
import type { Db } from '../db.ts'
import type { CallDeps } from './context.ts'

/** The audit event that tells on which day a card reached its customer. */
export const ARRIVED = 'card_arrived'

/** Promises that a card will come, which end by themselves once it has come. */
const AWAITING = ['delivery', 'reshipment'] as const

/** What is promised and on its way; a promise that names no order is about the one that its case has made. */
export async function awaitedShipments({
  db,
}: Pick<CallDeps, 'db'>): Promise<readonly AwaitedShipment[]> {
  const promises = await openCommitmentsOfKinds(db, AWAITING)
  const unnamed = promises.filter((each) => each.subjectRef === null)
  const actions = await actionsOfCases(
    db,
    unnamed.map((each) => each.caseId),
  )
  return promises.flatMap(({ id, caseId, subjectRef }) => {
    const made = actions.filter((each) => each.caseId === caseId)
    const reissueRef = subjectRef ?? made.map(orderOf).findLast((ref) => ref !== null)
    return reissueRef == null ? [] : [{ commitmentId: id, reissueRef }]
  })
}

const ORDERS = new Set(['requestReissue', 'requestReshipment'])

/** The order that an action made or sent again. */
function orderOf({ operation, state, result }: CardAction): string | null {
  if (!ORDERS.has(operation) || state !== 'done') return null
  const ref: unknown =
    typeof result === 'object' && result !== null ? Reflect.get(result, 'reissueRef') : null
  return typeof ref === 'string' ? ref : null
}

/** What follows in a case when its card has been delivered: the promise is kept, and nothing more may be left to do. */
export async function onCardArrived(
  { db, clock }: Pick<CallDeps, 'db' | 'clock'>,
  { commitmentId, deliveredAt }: ArrivedShipment,
): Promise<void> {
  const hand = { operatorId: null, at: clock.now() }
  await db.transaction(async (trx) => {
    const promise = await findCommitment(trx, commitmentId)
    if (!promise) return
    await lockCases(trx, [promise.caseId])
    if (!(await endCommitment(trx, promise, 'kept', 'delivered', hand))) return
    const { caseId, subjectRef } = promise
    await recordEvent(trx, { name: ARRIVED, ...hand, caseId, detail: { subjectRef, deliveredAt } })
    await followPromiseEnd(trx, caseId, !(await isRunning(trx, caseId)), hand)
  })
}

/** Whether anything that was started for a case may still have an effect. */
export async function isRunning(db: Db, caseId: string): Promise<boolean> {
  const actions = await actionsOfCase(db, caseId)
  return actions.some((each) => isUnsettled(each) || each.state === 'waiting')
}
