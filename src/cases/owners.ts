import type { Db } from '../db.ts'
import { OPEN_CASE } from './case-conditions.ts'

/** The team of whoever has a case, to be written beside the owner: lists of a team look for it. */
export const teamOf = (trx: Db, ownerId: string | null) =>
  ownerId === null ? null : trx('operators').where({ id: ownerId }).select('team_id')

/** Somebody comes to a team, with the open cases that they have. */
export async function joinTeam(trx: Db, operatorId: string, teamId: string | null): Promise<void> {
  await trx('operators').where({ id: operatorId }).update({ team_id: teamId })
  await trx('cases').where({ owner_id: operatorId }).whereRaw(OPEN_CASE).update({ team_id: teamId })
}
