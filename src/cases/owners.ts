import type { Db } from '../db.ts'
import { OPEN_CASE } from './case-conditions.ts'

/**
 * The team of whoever has a case, to be written beside the owner: lists of a team look for it. Whoever comes to another
 * team meanwhile waits, and takes this case along.
 */
export const teamOf = (trx: Db, ownerId: string | null) =>
  ownerId === null ? null : trx('operators').where({ id: ownerId }).select('team_id').forShare()

/**
 * Somebody comes to a team, with the open cases that they have. Gives the team before; `moved` when that is neither the
 * one that was `seen` nor the new one.
 */
export async function joinTeam(
  trx: Db,
  operatorId: string,
  teamId: string | null,
  seen: string | null = null,
): Promise<string | null> {
  const theirs = () => trx('cases').where({ owner_id: operatorId }).whereRaw(OPEN_CASE)
  await theirs().orderBy('id').forNoKeyUpdate().select('id')
  const { team_id: from } = await trx('operators')
    .where({ id: operatorId })
    .forUpdate()
    .first('team_id')
  if (from === teamId) return from
  if (from !== seen) return 'moved'
  await trx('operators').where({ id: operatorId }).update({ team_id: teamId })
  await theirs().update({ team_id: teamId })
  return from
}
