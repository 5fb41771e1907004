import type { Request, Response } from 'express'
import { operatorOf } from '../operators/guard.ts'
import { type GuardedRouter, guardedRouter } from '../operators/guarded-router.ts'
import { findTeam } from '../operators/teams.ts'
import { notFound } from '../web/errors.ts'
import { readForm } from '../web/forms.ts'
import type { Pages } from '../web/pages.ts'
import type { FormDeps, Sent, Taken } from './case-forms.ts'
import { takeMember, takeNewTeam, takeTeamName } from './team-forms.ts'
import type { TeamTyped } from './teams-page.ts'
import { teamsPage } from './teams-view.ts'

/** Who is in which team: for whoever supervises them. */
export function teamRoutes(
  deps: Pick<FormDeps, 'db' | 'clock'> & { readonly pages: Pages },
): GuardedRouter {
  const router = guardedRouter()
  const { db, pages } = deps

  const show = async (res: Response, typed: TeamTyped | null = null, status = 200) => {
    const t = pages.words(res)
    const view = await teamsPage(db, t, typed)
    const locals = { page: 'teams', title: t.teams.title, current: 'cases', view }
    pages.render(res, 'cases/teams', locals, status)
  }
  const sentWith = (req: Request, res: Response): Sent => ({
    form: readForm(req),
    operator: operatorOf(res),
    t: pages.words(res),
  })
  const answer = (res: Response, { form, t }: Sent, taken: Taken, of: string) => {
    if (taken.kind === 'taken') return res.redirect(303, '/teams')
    const error = taken.kind === 'refused' ? taken.error : t.errors.conflict
    const typed = { form: of, name: form.text('name').trim(), queue: form.text('queue'), error }
    return show(res, typed, taken.kind === 'refused' ? 422 : 409)
  }

  router.get('/teams', 'manage_teams', (_req, res) => show(res))

  router.post('/teams', 'manage_teams', async (req, res) => {
    const sent = sentWith(req, res)
    await answer(res, sent, await takeNewTeam(deps, sent), 'new')
  })
  router.post('/teams/members', 'manage_teams', async (req, res) => {
    const sent = sentWith(req, res)
    const taken = await takeMember(deps, sent)
    if (taken === null) throw notFound()
    await answer(res, sent, taken, sent.form.text('operator'))
  })
  router.post('/teams/:id/name', 'manage_teams', async (req, res) => {
    const team = await findTeam(db, String(req.params.id))
    if (team === null) throw notFound()
    const sent = sentWith(req, res)
    await answer(res, sent, await takeTeamName(deps, team, sent), team.id)
  })

  return router
}
