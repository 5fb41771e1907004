import type { Request, Response } from 'express'
import type { Db } from '../db.ts'
import { operatorOf } from '../operators/guard.ts'
import { type GuardedRouter, guardedRouter } from '../operators/guarded-router.ts'
import type { Operator } from '../operators/operator.ts'
import { may } from '../operators/permissions.ts'
import { forbidden, notFound } from '../web/errors.ts'
import { type Form, readForm, submissionOf } from '../web/forms.ts'
import { queryFrom, writeQuery } from './case-query.ts'
import type { Hand } from './cases.ts'
import type { ListDeps } from './list-deps.ts'
import { askedOf, demandPlain, listShower } from './list-routes.ts'
import {
  LONGEST_NAME,
  mayChangeView,
  mayRemoveView,
  maySeeView,
  type SavedView,
} from './saved-view.ts'
import { changeView, countOwn, findView, keepView, MOST_OWN, removeView } from './saved-views.ts'

/** Views of the list that are kept by name: kept, changed, replaced and taken away by whoever keeps them. */
export function viewRoutes(deps: ListDeps): GuardedRouter {
  const router = guardedRouter()
  const { db, clock, pages } = deps
  const show = listShower(deps)

  const handOf = (res: Response): Hand => ({ operatorId: operatorOf(res).id, at: clock.now() })
  const demand = async (req: Request, res: Response): Promise<SavedView> => {
    const view = await findView(db, String(req.params.id))
    if (!view || !maySeeView(view, operatorOf(res).id)) throw notFound()
    return view
  }
  const own = async (req: Request, res: Response): Promise<SavedView> => {
    const view = await demand(req, res)
    if (!mayChangeView(view, operatorOf(res).id)) throw forbidden()
    return view
  }
  const write = (
    res: Response,
    view: SavedView,
    how: (trx: Db, view: SavedView, hand: Hand) => Promise<void>,
  ) => db.transaction((trx) => how(trx, view, handOf(res)))
  /** Only what a list understands is kept. */
  const queryIn = (form: Form): string =>
    demandPlain(deps, writeQuery(queryFrom(form.text('query'))).toString())
  const open = (res: Response, id: string) => res.redirect(303, `/cases?view=${id}`)
  const again = (res: Response, form: Form, words: string) => {
    const typed = { name: form.text('name').trim(), shared: form.text('shared') }
    return show(res, askedOf(form.text('query')), { error: { form: 'keep', words }, typed }, 422)
  }
  const problemOf = (res: Response, name: string): string | null => {
    const { queues, errors } = pages.words(res)
    if (name === '') return queues.keep.noName
    return name.length > LONGEST_NAME ? errors.field.tooLong(queues.keep.name, LONGEST_NAME) : null
  }

  router.post('/case-views', 'keep_views', async (req, res) => {
    const form = readForm(req)
    const named = namedIn(form, operatorOf(res))
    const view = { id: submissionOf(form), ownerId: operatorOf(res).id, ...named }
    const isMore = async () =>
      (await findView(db, view.id)) === null && (await countOwn(db, view.ownerId)) >= MOST_OWN
    const problem =
      problemOf(res, named.name) ??
      ((await isMore()) ? pages.words(res).queues.keep.tooMany(MOST_OWN) : null)
    if (problem !== null) return again(res, form, problem)
    await write(res, { ...view, query: queryIn(form) }, keepView)
    open(res, view.id)
  })
  router.post('/case-views/:id/name', 'keep_views', async (req, res) => {
    const view = await own(req, res)
    const form = readForm(req)
    const named = namedIn(form, operatorOf(res))
    const problem = problemOf(res, named.name)
    if (problem !== null) return again(res, form, problem)
    await write(res, { ...view, ...named }, changeView)
    open(res, view.id)
  })
  router.post('/case-views/:id/query', 'keep_views', async (req, res) => {
    const view = await own(req, res)
    await write(res, { ...view, query: queryIn(readForm(req)) }, changeView)
    open(res, view.id)
  })
  router.post('/case-views/:id/removal', 'keep_views', async (req, res) => {
    const view = await demand(req, res)
    const { id, role } = operatorOf(res)
    if (!mayRemoveView(view, id, may(role, 'approve'))) throw forbidden()
    await write(res, view, removeView)
    res.redirect(303, '/cases?view=all')
  })

  return router
}

/** Who may change nothing of others keeps lists for themselves alone. */
const namedIn = (form: Form, { role }: Operator) => ({
  name: form.text('name').replace(/\s+/g, ' ').trim(),
  isShared: form.text('shared') === 'yes' && may(role, 'change_cases'),
})
