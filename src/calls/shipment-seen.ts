import { recordEvent } from '../audit/events.ts'
import { actionsOfCases } from '../cards/actions.ts'
import { isUnsettled } from '../cards/card-action.ts'
import type { Place, ShipmentSighting } from '../cards/sighting.ts'
import { shipmentSighting, writeSighting } from '../cards/sightings.ts'
import { type AnyHand, changeCase, demandCase } from '../cases/cases.ts'
import type { Commitment } from '../cases/commitment.ts'
import { endCommitment, openCommitmentsAbout } from '../cases/commitments.ts'
import { familyOf, lockFamily, survivorOf } from '../cases/families.ts'
import { followPromiseEnd } from '../cases/promise-ended.ts'
import type { TaskKind } from '../cases/task.ts'
import { endTasksAbout, openTasksAbout, tasksOfCases } from '../cases/tasks.ts'
import type { Db } from '../db.ts'
import { AWAITING_CARD, SHIPMENT_TASKS } from './awaited.ts'
import type { CallDeps } from './context.ts'
import { raiseOnce } from './raising.ts'
import { type ShipmentTurn, turnOf } from './shipment-turn.ts'

/** The audit event that tells on which day a card reached its customer. */
export const ARRIVED = 'card_arrived'

/** What follows in the cases that wait for a card from where it is; told twice, it does nothing the second time. */
export async function onShipmentSeen(
  { db, clock }: Pick<CallDeps, 'db' | 'clock'>,
  seen: ShipmentSighting,
): Promise<void> {
  const hand = { operatorId: null, at: clock.now() }
  const { reissueRef, askedAt, ...state } = seen
  await db.transaction(async (trx) => {
    // A card that was posted is not unposted: such an answer tells nothing.
    const before = await shipmentSighting(trx, reissueRef)
    if (seen.shipmentRef === null && before?.shipmentRef) return
    const sighting = { kind: 'shipment', ref: reissueRef, askedAt, state } as const
    if (!(await writeSighting(trx, sighting, hand.at))) return
    await lockFamily(trx, await casesWaiting(trx, reissueRef))
    const cases = await casesWaiting(trx, reissueRef)
    if (cases.length === 0) return
    const promises = await openCommitmentsAbout(trx, AWAITING_CARD, reissueRef)
    const sentAgainAt = await lastSentAgain(trx, seen.shipmentRef)
    const turn = turnOf(seen, { promises, sentAgainAt }, hand.at)
    for (const kind of turn.settled)
      await endTasksAbout(trx, [kind], reissueRef, settledBy(kind, turn.place), hand)
    for (const caseId of cases) await followInCase(trx, caseId, seen, turn, hand)
    const caseId = promises.at(-1)?.caseId ?? cases.at(-1)
    if (turn.task && caseId !== undefined)
      await raiseOnce(trx, { ...turn.task, caseId, subjectRef: reissueRef }, hand)
  })
}

function settledBy(kind: TaskKind, place: Place): string {
  if (place === 'delivered') return 'delivered'
  return kind === 'shipment_returned' ? 'sent_again' : 'moved_on'
}

/** Those in which it is promised, and those with a task about it. */
async function casesWaiting(trx: Db, reissueRef: string): Promise<string[]> {
  const promises = await openCommitmentsAbout(trx, AWAITING_CARD, reissueRef)
  const tasks = await openTasksAbout(trx, SHIPMENT_TASKS, reissueRef)
  return [...new Set([...tasks, ...promises].map(({ caseId }) => caseId))]
}

async function followInCase(
  trx: Db,
  caseId: string,
  { reissueRef, deliveredAt }: ShipmentSighting,
  { place, promises }: ShipmentTurn,
  hand: AnyHand,
): Promise<void> {
  const own = promises.filter(({ promise }) => promise.caseId === caseId)
  for (const { promise, state, reason } of own)
    await endCommitment(trx, promise, state, reason, hand)
  if (place === 'delivered') {
    const detail = { subjectRef: reissueRef, deliveredAt }
    await recordEvent(trx, { name: ARRIVED, ...hand, caseId, detail })
    if (own.length > 0) await followPromiseEnd(trx, caseId, await isSettled(trx, caseId), hand)
  }
  if (place === 'back') await showAgain(trx, caseId, own, hand)
}

/** A case that only waited for the card has to be seen by somebody, and so has the one that goes on in its place. */
async function showAgain(
  trx: Db,
  caseId: string,
  broken: readonly { promise: Commitment }[],
  hand: AnyHand,
): Promise<void> {
  if (broken.length === 0) return
  const own = await demandCase(trx, caseId)
  const both = new Map([own, await survivorOf(trx, own)].map((each) => [each.id, each]))
  for (const { id, status } of both.values())
    if (status === 'waiting_delivery')
      await changeCase(trx, id, 'case_status_set', { status: 'open' }, hand)
}

/** Whether nothing that was started for the whole of a case may still have an effect, and nobody has anything to see to. */
async function isSettled(trx: Db, caseId: string): Promise<boolean> {
  const family = await familyOf(trx, caseId)
  const actions = await actionsOfCases(trx, family)
  const tasks = await tasksOfCases(trx, family)
  return !(
    actions.some((each) => isUnsettled(each) || each.state === 'waiting') ||
    tasks.some(({ state }) => state === 'open')
  )
}

async function lastSentAgain(trx: Db, shipmentRef: string | null): Promise<string | null> {
  const sent: { ended_at: string } | undefined = await trx('card_actions')
    .where({ operation: 'requestReshipment', target_ref: shipmentRef ?? '', state: 'done' })
    .orderBy('ended_at', 'desc')
    .first('ended_at')
  return sent?.ended_at ?? null
}
