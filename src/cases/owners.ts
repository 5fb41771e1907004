import type { Db } from '../db.ts'

/** The team of whoever has a case, to be written beside the owner: lists of a team look for it. */
export const teamOf = (trx: Db, ownerId: string | null) =>
  ownerId === null ? null : trx('operators').where({ id: ownerId }).select('team_id')
