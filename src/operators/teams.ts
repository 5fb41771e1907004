import { v7 as uuid } from 'uuid'
import { type Db, read } from '../db.ts'

/** People who share a queue: whoever is free takes the next case from it. */
export interface Team {
  readonly id: string
  readonly name: string
  readonly queue: string
}

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
