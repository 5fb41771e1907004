import type { Request, Response } from 'express'
import { operatorOf } from '../operators/guard.ts'
import { type GuardedRouter, guardedRouter } from '../operators/guarded-router.ts'
import { may } from '../operators/permissions.ts'
import { forbidden, notFound } from '../web/errors.ts'
import { readForm, submissionOf } from '../web/forms.ts'
import { BULK_FIELDS, BULK_KINDS, MOST_AT_ONCE, readTicks } from './bulk-change.ts'
import { beginChange, findChange, runChange } from './bulk-changes.ts'
import { problemOfBulk } from './bulk-problem.ts'
import { bulkResult } from './bulk-view.ts'
import { casesByIds } from './cases.ts'
import type { ListDeps } from './list-deps.ts'
import { askedOf, demandPlain, listShower } from './list-routes.ts'

/** An address of a list of ours is shorter. */
const LONGEST_LIST = 4000

/** Changes to many cases at once, and what became of each. */
export function bulkRoutes(deps: ListDeps): GuardedRouter {
  const router = guardedRouter()
  const { db, clock, pages, readers } = deps
  const show = listShower(deps)

  router.post('/bulk-changes', 'change_cases', async (req, res) => {
    const operator = operatorOf(res)
    const sent = { form: readForm(req), operator, t: pages.words(res) }
    const { form, t } = sent
    const list = demandPlain(deps, form.text('list').slice(0, LONGEST_LIST))
    const ticked = readTicks(form.text('case'))
    const typed = Object.fromEntries(BULK_FIELDS.map((name) => [name, form.text(name)]))
    const kind = BULK_KINDS.find((each) => each === form.text('kind'))
    const again = (words: string, status: number) => {
      const more = { error: { form: 'bulk', words }, ticked: ticked.map(({ caseId }) => caseId) }
      const tried = { ...typed, kind: kind ?? '' }
      return show(res, askedOf(list), { ...more, typed: tried }, status)
    }
    if (!(await readers.mayTellStatus(operator))) return again(t.queues.bulk.hidden, 403)
    const known = await casesByIds(
      db,
      ticked.slice(0, MOST_AT_ONCE).map(({ caseId }) => caseId),
    )
    const there = ticked.filter(({ caseId }) => known.has(caseId))
    const problem = problemOfBulk(form, ticked.length > MOST_AT_ONCE ? ticked : there, deps, t)
    if (problem !== null || kind === undefined) return again(problem ?? t.queues.bulk.noKind, 422)
    const id = submissionOf(form)
    const change = { id, operatorId: operator.id, kind, list, typed }
    if (await beginChange(db, change, there, { operatorId: operator.id, at: clock.now() }))
      await runChange(deps, change, there, sent)
    res.redirect(303, `/bulk-changes/${id}`)
  })

  const demand = async (req: Request, res: Response) => {
    const change = await findChange(db, String(req.params.id))
    if (!change) throw notFound()
    const { id, role } = operatorOf(res)
    if (change.operatorId !== id && !may(role, 'approve')) throw forbidden()
    return change
  }
  router.get('/bulk-changes/:id', 'change_cases', async (req, res) => {
    const change = await demand(req, res)
    const t = pages.words(res)
    if (!(await readers.mayTellStatus(operatorOf(res))))
      return show(res, askedOf(change.list), { news: t.queues.bulk.hidden }, 403)
    const view = await bulkResult(db, change, clock.now(), t)
    const title = t.queues.bulk.resultTitle
    pages.render(res, 'cases/bulk-result', { page: 'bulk-change', title, current: 'cases', view })
  })

  return router
}
