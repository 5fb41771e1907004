import { recordEvent } from '../audit/events.ts'
import type { Db } from '../db.ts'
import { type ActionRow, toAction } from './action-rows.ts'
import { demandAction } from './actions.ts'
import type { CardAction } from './card-action.ts'
import { BY_HAND } from './endings.ts'
import { type Lease, leasedUntil, nextTryAt } from './lease.ts'

const UNSETTLED = ['pending', 'sent', 'unknown'] as const

/**
 * Actions whose end is not known, that nobody is at and whose pause is over: those that a call waits for come first,
 * then the oldest. `evenPaused`: those whose pause is not over as well.
 */
export async function dueActions(db: Db, now: Date, evenPaused = false): Promise<CardAction[]> {
  const at = now.toISOString()
  const rows = await db<ActionRow>('card_actions')
    .whereIn('state', UNSETTLED)
    .where((free) => free.whereNull('lease_until').orWhere('lease_until', '<=', at))
    .where((due) => {
      if (!evenPaused) void due.whereNull('next_try_at').orWhere('next_try_at', '<=', at)
    })
    .orderByRaw("case state when 'unknown' then 1 else 0 end, id")
    .limit(100)
  return rows.map(toAction)
}

export interface Ending {
  readonly state: 'done' | 'refused' | 'unknown'
  readonly outcome: string
  readonly receipt: string | null
  readonly error: string | null
  readonly result: unknown
}
/** When it ended, under which lease it was found out, and who said so if it was a person. */
export interface Finding {
  readonly at: Date
  readonly lease?: Lease
  readonly operatorId?: string
}

/**
 * Writes down how an action ended; what was certainly not done makes room for another try. That something was done is
 * true whoever finds it out; anything else counts only from whoever has the action, for another one may have sent it
 * since, and a person's word only while nobody is at it. Null when it does not count.
 */
export async function endAction(
  trx: Db,
  id: string,
  ending: Ending,
  { at, lease, operatorId }: Finding,
): Promise<CardAction | null> {
  const isMine = ending.state === 'done' || lease === undefined ? {} : { lease_owner: lease }
  const isOver = ending.state !== 'unknown'
  const changed = await trx('card_actions')
    .where({ id, ...isMine })
    .where((open) => {
      void open.whereIn('state', UNSETTLED)
      // Whoever said so could not see that it was still being sent.
      if (ending.state === 'done' && lease !== undefined)
        void open.orWhere({ state: 'refused', error: BY_HAND })
    })
    .where((free) => {
      if (operatorId !== undefined)
        void free.whereNull('lease_until').orWhere('lease_until', '<=', at.toISOString())
    })
    .update({
      state: ending.state,
      outcome: ending.outcome,
      receipt: ending.receipt,
      error: ending.error,
      result: ending.result === undefined ? null : JSON.stringify(ending.result),
      ...(isOver ? { ended_at: at.toISOString(), lease_owner: null, lease_until: null } : {}),
      ...(ending.state === 'refused' ? { once_key: null } : {}),
    })
  if (changed === 0) return null
  const action = await demandAction(trx, { id })
  await recordEvent(trx, {
    name: `action_${ending.state}`,
    at,
    operatorId: operatorId ?? null,
    caseId: action.caseId,
    callId: action.callId,
    detail: { action: action.action, target: action.targetRef, outcome: ending.outcome, id },
  })
  return action
}

/** Lets an action go whose end is still not known; it is tried again, each time after a longer pause. */
export async function putOff(trx: Db, action: CardAction, lease: Lease, at: Date): Promise<void> {
  await trx('card_actions')
    .where({ id: action.id, lease_owner: lease })
    .whereIn('state', UNSETTLED)
    .update({
      ...(action.outcome === 'unknown' ? { state: 'unknown' } : {}),
      lease_owner: null,
      lease_until: null,
      tries: action.tries + 1,
      next_try_at: nextTryAt(at, action.tries),
    })
}

/**
 * Actions whose end has not been found out since `before`, and that no person has been asked about; one that had to be
 * approved first counts from then on.
 */
export async function hopelessActions(db: Db, before: Date): Promise<CardAction[]> {
  const rows = await db<ActionRow>('card_actions')
    .whereIn('state', UNSETTLED)
    .whereNull('given_up_at')
    .where('confirmed_at', '<=', before.toISOString())
    .whereNotExists(
      db('approvals')
        .whereRaw('approvals.action_id = card_actions.id')
        .where('decided_at', '>', before.toISOString()),
    )
    .orderBy('id')
    .limit(100)
  return rows.map(toAction)
}

/** Marks that a person is asked to find out how it ended; false when one has been already, or it has ended. */
export async function giveUp(trx: Db, id: string, at: Date): Promise<boolean> {
  const given = await trx('card_actions')
    .where({ id })
    .whereNull('given_up_at')
    .whereIn('state', UNSETTLED)
    .update({ given_up_at: at.toISOString() })
  return given === 1
}

/** Lets an action that waited for approval be sent, or ends it unsent. */
export async function releaseAction(
  trx: Db,
  id: string,
  approved: boolean,
  at: Date,
): Promise<void> {
  await trx('card_actions')
    .where({ id, state: 'waiting' })
    .update(
      approved
        ? { state: 'pending', lease_until: leasedUntil(at) }
        : {
            state: 'refused',
            outcome: 'refused',
            error: 'not_approved',
            once_key: null,
            ended_at: at.toISOString(),
          },
    )
}
