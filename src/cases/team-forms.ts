import { recordEvent } from '../audit/events.ts'
import { isAlreadyTaken } from '../db.ts'
import { operatorById } from '../operators/operators.ts'
import { may } from '../operators/permissions.ts'
import { changeTeam, findTeam, LONGEST_TEAM, makeTeam, type Team } from '../operators/teams.ts'
import { submissionOf } from '../web/forms.ts'
import {
  CONFLICT,
  type FormDeps,
  handOf,
  refused,
  type Sent,
  TAKEN,
  type Taken,
} from './case-forms.ts'
import { joinTeam } from './owners.ts'
import { QUEUES } from './urgency.ts'

type TeamDeps = Pick<FormDeps, 'db' | 'clock'>

/** Makes a team; the same form sent twice makes one. */
export async function takeNewTeam(deps: TeamDeps, sent: Sent): Promise<Taken> {
  const named = namedIn(sent)
  if ('kind' in named) return named
  const team = { id: submissionOf(sent.form), ...named }
  return await unlessNamed(sent, async () => {
    await deps.db.transaction(async (trx) => {
      if (!(await makeTeam(trx, team))) return
      const detail = { team: team.id, queue: team.queue }
      await recordEvent(trx, { ...handOf(deps, sent), name: 'team_made', detail })
    })
    return TAKEN
  })
}

/** Gives a team another name or another queue, if it still is as it was seen. */
export async function takeTeamName(deps: TeamDeps, team: Team, sent: Sent): Promise<Taken> {
  const named = namedIn(sent)
  if ('kind' in named) return named
  if (named.name === team.name && named.queue === team.queue) return TAKEN
  const seen = { name: sent.form.text('seenName'), queue: sent.form.text('seenQueue') }
  return await unlessNamed(sent, () =>
    deps.db.transaction(async (trx) => {
      if (!(await changeTeam(trx, team.id, seen, named))) return CONFLICT
      const detail = { team: team.id, queue: named.queue }
      await recordEvent(trx, { ...handOf(deps, sent), name: 'team_changed', detail })
      return TAKEN
    }),
  )
}

/** Moves somebody to a team, or out of all of them, with the open cases that they have. Null: there is nobody such. */
export async function takeMember(deps: TeamDeps, sent: Sent): Promise<Taken | null> {
  const { form, t } = sent
  const operator = await operatorById(deps.db, form.text('operator'))
  if (!operator || !may(operator.role, 'change_cases')) return null
  const to = form.text('team') === '' ? null : await findTeam(deps.db, form.text('team'))
  if (to === null && form.text('team') !== '') return refused(t.errors.chooseOne)
  const teamId = to?.id ?? null
  return await deps.db.transaction(async (trx) => {
    const from = await joinTeam(trx, operator.id, teamId, form.text('seen') || null)
    if (from === 'moved') return CONFLICT
    if (from === teamId) return TAKEN
    const detail = { operator: operator.id, from, to: teamId }
    await recordEvent(trx, { ...handOf(deps, sent), name: 'team_joined', detail })
    return TAKEN
  })
}

function namedIn({ form, t }: Sent): Omit<Team, 'id'> | ReturnType<typeof refused> {
  const name = form.text('name').replace(/\s+/g, ' ').trim()
  const queue = QUEUES.find((each) => each === form.text('queue'))
  const { required, tooLong } = t.errors.field
  if (name === '') return refused(required(t.teams.name))
  if (name.length > LONGEST_TEAM) return refused(tooLong(t.teams.name, LONGEST_TEAM))
  return queue ? { name, queue } : refused(t.errors.chooseOne)
}

/** No two teams have one name: whoever reads it has to know which one is meant. */
async function unlessNamed({ t }: Sent, work: () => Promise<Taken>): Promise<Taken> {
  try {
    return await work()
  } catch (error) {
    if (isAlreadyTaken(error)) return refused(t.teams.taken)
    throw error
  }
}
