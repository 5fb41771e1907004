import type { Db } from '../db.ts'
import { type CaseFile, isOver } from './case-file.ts'
import { closeCase } from './case-turns.ts'
import { demandCase, type Hand } from './cases.ts'
import type { Commitment } from './commitment.ts'
import { commitmentsOf } from './commitments.ts'
import { familyOf, lockFamily } from './families.ts'
import { countWaitingHandovers } from './handovers.ts'
import type { CaseReaders } from './readers.ts'
import type { Task } from './task.ts'
import { tasksOfCases } from './tasks.ts'

/** Why a case may not be closed yet, in the order in which it is best seen to. */
export const OBSTACLES = [
  'already_closed',
  'merged',
  'calls_going_on',
  'open_commitments',
  'unknown_actions',
  'open_tasks',
  'missing_wrap_up',
  'waiting_handover',
] as const
export type ClosureObstacle = (typeof OBSTACLES)[number]

/** What the rule goes by: all that belongs to the case, and to those merged into it. */
export interface ClosingFacts {
  readonly commitments: readonly Pick<Commitment, 'state'>[]
  readonly actions: readonly { readonly state: string }[]
  readonly tasks: readonly Pick<Task, 'state'>[]
  /** Calls that ended without their wrap-up, and that nobody has written of since. */
  readonly missingWrapUps: number
  readonly callsGoingOn: number
  /** Waiting to be taken by somebody. */
  readonly handovers: number
}

const RUNNING = ['pending', 'sent', 'unknown', 'waiting']
/** Whether anything that was started in the card system may still have an effect. */
export const mayStillAct = (actions: ClosingFacts['actions']): boolean =>
  actions.some((each) => RUNNING.includes(each.state))

/** The closing rule; the same on every route. */
export function obstaclesToClosure(
  caseFile: Pick<CaseFile, 'status' | 'mergedInto'>,
  facts: ClosingFacts,
): ClosureObstacle[] {
  const found: Readonly<Record<ClosureObstacle, boolean>> = {
    already_closed: isOver(caseFile),
    merged: caseFile.mergedInto !== null,
    calls_going_on: facts.callsGoingOn > 0,
    open_commitments: facts.commitments.some((each) => each.state === 'open'),
    unknown_actions: mayStillAct(facts.actions),
    open_tasks: facts.tasks.some((each) => each.state === 'open'),
    missing_wrap_up: facts.missingWrapUps > 0,
    waiting_handover: facts.handovers > 0,
  }
  return OBSTACLES.filter((each) => found[each])
}

async function closingFacts(
  readers: Pick<CaseReaders, 'closing'>,
  trx: Db,
  caseId: string,
): Promise<ClosingFacts> {
  const family = await familyOf(trx, caseId)
  return {
    ...(await readers.closing(trx, family)),
    commitments: await commitmentsOf(trx, family),
    tasks: await tasksOfCases(trx, family),
    handovers: await countWaitingHandovers(trx, family),
  }
}

/** What still stands against closing a case, in the caller's transaction. */
export async function obstaclesOf(
  readers: Pick<CaseReaders, 'closing'>,
  trx: Db,
  caseFile: CaseFile,
): Promise<ClosureObstacle[]> {
  return obstaclesToClosure(caseFile, await closingFacts(readers, trx, caseFile.id))
}

export type Closing =
  | { readonly kind: 'closed' }
  /** Somebody has changed the case since it was seen. */
  | { readonly kind: 'conflict' }
  | { readonly kind: 'blocked'; readonly obstacles: readonly ClosureObstacle[] }

/**
 * Closes a case that is ready to be closed, in the caller's transaction. Every route closes through here: a page, a bulk
 * action, an interface. `version` is that of the case as it was seen.
 */
export async function closeCaseIfReady(
  readers: Pick<CaseReaders, 'closing'>,
  trx: Db,
  caseId: string,
  version: number,
  hand: Hand,
): Promise<Closing> {
  await lockFamily(trx, [caseId])
  const caseFile = await demandCase(trx, caseId)
  const obstacles = await obstaclesOf(readers, trx, caseFile)
  if (caseFile.version !== version) return { kind: 'conflict' }
  if (obstacles.length > 0) return { kind: 'blocked', obstacles }
  return (await closeCase(trx, caseId, version, hand)) ? { kind: 'closed' } : { kind: 'conflict' }
}
