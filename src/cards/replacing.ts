import type { Db } from '../db.ts'
import { replaceApprovals } from './approvals.ts'
import type { CardAction } from './card-action.ts'
import { REPLACED } from './endings.ts'

/**
 * What was asked for before of the same target holds no longer once something newer is asked for: what still waits for
 * approval is not sent, and what turns out never to have arrived is not sent anew.
 */
export async function replaceEarlier(
  trx: Db,
  { id, operation, targetRef }: CardAction,
  at: Date,
): Promise<void> {
  const earlier = () =>
    trx('card_actions')
      .where({ operation, target_ref: targetRef })
      .whereNot({ id })
      .whereNull('replaced_at')
  const { outcome, error } = REPLACED
  const ended = await earlier()
    .where({ state: 'waiting' })
    .update({ state: 'refused', outcome, error, ended_at: at.toISOString() })
    .returning('id')
  await earlier().update({ replaced_at: at.toISOString(), once_key: null })
  await replaceApprovals(
    trx,
    ended.map((row) => String(row.id)),
    at,
  )
}
