import type { Request, Response } from 'express'
import { recordSearch as record } from '../audit/searches.ts'
import { operatorOf } from '../operators/guard.ts'
import { type GuardedRouter, guardedRouter } from '../operators/guarded-router.ts'
import type { Operator } from '../operators/operator.ts'
import { HttpError } from '../web/errors.ts'
import { readForm, submissionOf } from '../web/forms.ts'
import { wordings } from '../web/wordings.ts'
import { type Asked, type Place, readPlace, writeQuery } from './case-query.ts'
import type { CasesPage } from './cases-page.ts'
import { casesPage } from './cases-view.ts'
import type { ListDeps } from './list-deps.ts'
import { askedView } from './list-views.ts'
import { takeNext } from './next-cases.ts'
import { viewsFor } from './saved-views.ts'

/** Which view somebody looked at last; the cookie says whose it is, for browsers are shared. */
const LAST_VIEW = 'annai_view'
const YEAR_SECONDS = 365 * 24 * 3600

/** Draws a list of cases; `more` is what a form that was not taken adds to it. */
export type ShowList = (
  res: Response,
  asked: Asked,
  more?: Partial<CasesPage>,
  status?: number,
) => Promise<void>

export function listShower(deps: ListDeps): ShowList {
  const { db, clock, pages, readers, cookies } = deps
  return async (res, asked, more = {}, status = 200) => {
    const operator = operatorOf(res)
    const last = /^([^ ]+) ([a-z0-9-]+)$/.exec(cookies.read(res.req, LAST_VIEW) ?? '')
    const views = await viewsFor(db, operator.id)
    const shown = askedView(asked, views, last?.[1] === operator.id ? (last[2] ?? null) : null)
    demandPlain(deps, writeQuery(shown.query).toString())
    if (shown.name !== '')
      cookies.write(res, LAST_VIEW, `${operator.id} ${shown.name}`, YEAR_SECONDS)
    const mayTell = await readers.mayTellStatus(operator)
    const scene = { db, operator, now: clock.now(), mayTell, views, casesWith: deps.casesWith }
    const place: Place = readPlace(asked)
    const view = { ...(await casesPage(scene, shown, place, pages.words(res))), ...more }
    const title = `${view.title} – ${pages.words(res).cases.listTitle}`
    if (view.query.text !== '') await recordSearch(deps, operator, view)
    pages.render(res, 'cases/index', { page: 'cases', title, current: 'cases', view }, status)
  }
}

/** The words of an address are written in a way of their own: the guard before the forms does not see through it. */
export function demandPlain({ findSecret }: Pick<ListDeps, 'findSecret'>, words: string): string {
  for (const word of new URLSearchParams(words).values())
    if (findSecret(word) !== null) throw new HttpError(422, 'secret')
  return words
}

const recordSearch = ({ db, clock }: ListDeps, { id }: Operator, { count, cases }: CasesPage) =>
  record(db, {
    at: clock.now(),
    operatorId: id,
    route: '/cases',
    found: { cases: count.number },
    shown: cases.map((each) => ({ caseId: each.id, customerId: each.customer?.id ?? null })),
  })

/** What an address asks for, or the words of one that a form brought back. */
export const askedIn = (req: Request): Asked => {
  const [, words = ''] = req.originalUrl.split('?')
  return askedOf(words)
}
export const askedOf = (words: string): Asked => {
  const params = new URLSearchParams(words)
  return (name) => params.getAll(name)
}

/** The list of cases, and the next case for whoever is free. */
export function listRoutes(deps: ListDeps): GuardedRouter {
  const router = guardedRouter()
  const { db, clock, pages, readers } = deps
  const show = listShower(deps)
  const wordingOf = wordings(pages, deps.timeZone)

  router.get('/cases', 'read_cases', (req, res) => show(res, askedIn(req)))

  router.post('/next-case', 'change_cases', async (req, res) => {
    const operator = operatorOf(res)
    const { next } = wordingOf(res).t.queues
    const form = readForm(req)
    const list = askedOf(form.text('list'))
    if (!(await readers.mayTellStatus(operator))) return show(res, list, { news: next.busy }, 409)
    const hand = { operatorId: operator.id, at: clock.now() }
    const id = await takeNext(db, operator, submissionOf(form), hand)
    if (id === null) return show(res, list, { news: next.none })
    res.redirect(303, `/cases/${id}`)
  })

  return router
}
