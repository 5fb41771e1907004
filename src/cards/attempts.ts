import { v7 as uuid } from 'uuid'
import type { Db } from '../db.ts'
import { type ActionRow, toAction } from './action-rows.ts'
import type { CardAction } from './card-action.ts'
import { type Lease, leasedUntil } from './lease.ts'

/** What is tried: to send an action, or to ask after it by its key. */
export type AttemptKind = 'send' | 'ask'

/** An action that is being worked on, under a lease. */
export interface Attempt {
  /** Null when nothing was tried. */
  readonly id: string | null
  readonly lease: Lease
  /** As it is now: `sent` when it is being sent. */
  readonly action: CardAction
}
export interface AttemptRecord {
  readonly kind: AttemptKind
  readonly at: string
  readonly endedAt: string | null
  readonly answer: string | null
}

interface Taking {
  readonly lease: Lease
  readonly at: Date
  /** Takes one as well that is still left to the request that wrote it. */
  readonly fresh?: boolean
}

/** Takes an action that nobody is at; null when somebody is, or when it has ended. The same lease may go on. */
export async function takeAction(
  db: Db,
  id: string,
  { lease, at, fresh = false }: Taking,
  change: Readonly<Record<string, unknown>> = {},
): Promise<CardAction | null> {
  const [row] = await db<ActionRow>('card_actions')
    .where({ id })
    .whereIn('state', ['pending', 'sent', 'unknown'])
    .where((free) => {
      void free.whereNull('lease_until').orWhere('lease_until', '<=', at.toISOString())
      void free.orWhere({ lease_owner: lease })
      if (fresh)
        void free.orWhere((own) => own.whereNull('lease_owner').where({ state: 'pending' }))
    })
    .update({ lease_owner: lease, lease_until: leasedUntil(at), ...change })
    .returning('*')
  return row ? toAction(row) : null
}

/** Lets an action go as it was. */
export async function freeAction(db: Db, id: string, lease: Lease): Promise<void> {
  await db('card_actions')
    .where({ id, lease_owner: lease })
    .update({ lease_owner: null, lease_until: null })
}

/** Takes an action and writes down, before it is done, what will be tried; null when it cannot be taken. */
export async function beginAttempt(
  db: Db,
  id: string,
  kind: AttemptKind,
  taking: Taking,
): Promise<Attempt | null> {
  const at = taking.at.toISOString()
  const sending = { state: 'sent', sent_at: at, attempts: db.raw('attempts + 1') }
  return await db.transaction(async (trx) => {
    const action = await takeAction(trx, id, taking, kind === 'send' ? sending : {})
    if (!action) return null
    const attempt = uuid()
    await trx('card_action_attempts').insert({ id: attempt, action_id: id, kind, at })
    return { id: attempt, lease: taking.lease, action }
  })
}

/** What the card system said to an attempt: `done`, `running`, `unknown`, or the code of its error. */
export async function endAttempt(
  trx: Db,
  { id }: Pick<Attempt, 'id'>,
  answer: string,
  at: Date,
): Promise<void> {
  if (id === null) return
  await trx('card_action_attempts').where({ id }).update({ ended_at: at.toISOString(), answer })
}

interface Row {
  action_id: string
  kind: AttemptKind
  at: string
  ended_at: string | null
  answer: string | null
}
/** Every attempt of these actions, oldest first. */
export async function attemptsOf(
  db: Db,
  actionIds: readonly string[],
): Promise<Map<string, AttemptRecord[]>> {
  const found = new Map<string, AttemptRecord[]>(actionIds.map((id) => [id, []]))
  if (actionIds.length === 0) return found
  const rows = await db<Row>('card_action_attempts').whereIn('action_id', actionIds).orderBy('id')
  for (const { action_id: id, kind, at, ended_at: endedAt, answer } of rows)
    found.get(id)?.push({ kind, at, endedAt, answer })
  return found
}
