import { validate as isUuid, v7 as uuid } from 'uuid'
import { type Db, read } from '../db.ts'

/** People who share a queue: whoever is free takes the next case from it. */
export interface Team {
  readonly id: string
  readonly name: string
  readonly queue: string
}

export const LONGEST_TEAM = 60

/** All teams, by name. */
export const readTeams = (db: Db): Promise<Team[]> =>
  read<Team>(db, { sql: 'select id, name, queue from teams order by name, id', bindings: [] })

/** A team of this name; the one that is there already, or a new one. Gives its id. */
export async function addTeam(trx: Db, team: Omit<Team, 'id'>): Promise<string> {
  const known = await trx('teams').where({ name: team.name }).first('id')
  if (known) return known.id
  const id = uuid()
  await trx('teams').insert({ id, ...team })
  return id
}

export async function findTeam(db: Db, id: string): Promise<Team | null> {
  if (!isUuid(id)) return null
  return (await db<Team>('teams').where({ id: id.toLowerCase() }).first()) ?? null
}

/** Makes a team; false when it has been made already. A name that another one has is an error. */
export async function makeTeam(trx: Db, team: Team): Promise<boolean> {
  return (await trx('teams').insert(team).onConflict('id').ignore().returning('id')).length > 0
}

/** Names a team anew, and the queue that it takes from; false when it is not as it was seen any more. */
export async function changeTeam(
  trx: Db,
  id: string,
  seen: Omit<Team, 'id'>,
  named: Omit<Team, 'id'>,
): Promise<boolean> {
  return (
    (await trx('teams')
      .where({ id, ...seen })
      .update(named)) > 0
  )
}
