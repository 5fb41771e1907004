import { randomUUID } from 'node:crypto'
import type { Db } from '../db.ts'
import type { Catalogue } from '../i18n/index.ts'
import type { Operator } from '../operators/operator.ts'
import { readStaff } from '../operators/operators.ts'
import { may } from '../operators/permissions.ts'
import { readTeams } from '../operators/teams.ts'
import { choicesOf } from './list-choices.ts'
import type { MemberView, TeamsPage, TeamTyped } from './teams-page.ts'
import { QUEUES } from './urgency.ts'

/** All teams with their people; only who may have a case is in one. */
export async function teamsPage(db: Db, t: Catalogue, typed: TeamTyped | null): Promise<TeamsPage> {
  const [teams, { operators }] = await Promise.all([readTeams(db), readStaff(db)])
  const people = operators
    .filter(({ role }) => may(role, 'change_cases'))
    .map((each) => memberView(each, t))
  const names: Readonly<Record<string, string>> = t.queues.queueNames
  const known = new Set(teams.map(({ id }) => id))
  return {
    teams: teams.map(({ id, name, queue }) => ({
      ...{ id, name, queue, queueName: names[queue] ?? queue },
      members: people.filter(({ teamId }) => teamId === id),
    })),
    others: people.filter(({ teamId }) => !known.has(teamId)),
    queues: choicesOf(QUEUES, t.queues.queueNames),
    choices: teams.map(({ id, name }) => ({ value: id, label: name })),
    typed,
    submission: randomUUID(),
  }
}

const memberView = ({ id, name, role, teamId }: Operator, t: Catalogue): MemberView => ({
  id,
  name,
  role: t.terms.role[role] ?? role,
  teamId: teamId ?? '',
})
