import { isUnmatched, type ManualStop } from '../cards/manual-stop.ts'
import { type ComparedStop, manualStopsOfCase, markCompared } from '../cards/manual-stops.ts'
import { type AnyHand, recordCaseEvent } from '../cases/cases.ts'
import { commitmentsOf, endCommitments } from '../cases/commitments.ts'
import { lockFamily } from '../cases/families.ts'
import { followPromiseEnd } from '../cases/promise-ended.ts'
import { endTasksAbout, raiseTask } from '../cases/tasks.ts'
import type { Db } from '../db.ts'
import type { CallDeps } from './context.ts'

/** So long the other route is given before a stop that does not show is somebody's task. */
const GRACE_MS = 5 * 60_000

/** What follows in a case when its stop by another route was compared with the card system. */
export async function onStopCompared(
  { db, clock }: Pick<CallDeps, 'db' | 'clock'>,
  stop: ComparedStop,
  stopRef: string | null,
): Promise<void> {
  const at = clock.now()
  const isLate = at.getTime() - Date.parse(stop.recordedAt) >= GRACE_MS
  const hand: AnyHand = { operatorId: null, at }
  await db.transaction(async (trx) => {
    await lockFamily(trx, [stop.caseId])
    if (!(await markCompared(trx, stop, stopRef, isLate, at))) return
    if (stopRef === null) await raiseDiffering(trx, stop, hand)
    else await settle(trx, stop, stopRef, hand)
  })
}

/** What follows in a case, which is locked, from what a person said of a stop by another route. */
export async function onStopTurned(
  trx: Db,
  { id, caseId }: ManualStop,
  turn: 'named' | 'withdrawn',
  hand: AnyHand,
  detail: Readonly<Record<string, string>> = {},
): Promise<void> {
  await recordCaseEvent(trx, `manual_stop_${turn}`, caseId, hand, { id, ...detail })
  await endTasksAbout(trx, ['stop_differs', 'stop_unmatched'], id, turn, hand)
  if (turn === 'withdrawn') await keepPromise(trx, caseId, hand)
}

async function raiseDiffering(trx: Db, { id, caseId, last4 }: ComparedStop, hand: AnyHand) {
  await recordCaseEvent(trx, 'manual_stop_differs', caseId, hand, { id })
  const task = { caseId, kind: 'stop_differs', subjectRef: id, detail: { last4 } } as const
  await raiseTask(trx, task, hand)
}

async function settle(trx: Db, { id, caseId }: ComparedStop, stopRef: string, hand: AnyHand) {
  await recordCaseEvent(trx, 'manual_stop_matched', caseId, hand, { id, stopRef })
  await endTasksAbout(trx, ['stop_differs', 'stop_unmatched'], id, 'matched', hand)
  await keepPromise(trx, caseId, hand)
}

const PROMISE = 'verify_manual_stop'

/**
 * The promise is kept once nothing is left to compare and a stop was found since it was made; with none found, a person
 * has to say what became of it.
 */
async function keepPromise(trx: Db, caseId: string, hand: AnyHand): Promise<void> {
  const stops = await manualStopsOfCase(trx, caseId)
  if (stops.some(isUnmatched)) return
  const promises = await commitmentsOf(trx, [caseId])
  const open = promises.find(({ kind, state }) => kind === PROMISE && state === 'open')
  const since = open?.madeAt ?? ''
  if (!stops.some(({ state, endedAt }) => state === 'matched' && (endedAt ?? '') >= since)) return
  await endCommitments(trx, caseId, [PROMISE], 'kept', 'fulfilled', hand)
  await followPromiseEnd(trx, caseId, false, hand)
}
