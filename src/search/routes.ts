import { recordSearch } from '../audit/searches.ts'
import type { CallDeps } from '../calls/context.ts'
import { operatorOf } from '../operators/guard.ts'
import { type GuardedRouter, guardedRouter } from '../operators/guarded-router.ts'
import { readAsked } from '../web/asked.ts'
import type { Pages } from '../web/pages.ts'
import { wordings } from '../web/wordings.ts'
import { readQuestion } from './question.ts'
import { searchPage } from './search-view.ts'

/** The one search box of every page. The log keeps who searched and how much was found, never what was typed. */
export function searchRoutes(deps: CallDeps & { readonly pages: Pages }): GuardedRouter {
  const router = guardedRouter()
  const { db, clock, pages } = deps
  const wordingOf = wordings(pages, deps.timeZone)

  router.get('/search', 'search', async (req, res) => {
    const { id } = operatorOf(res)
    const text = readAsked(req.query.q)
    const question = readQuestion(text, req.query, pages.words(res).terms.reason)
    const view = await searchPage(deps, question, operatorOf(res), wordingOf(res))
    const { people, cases, codes } = view
    const found = { people: people.length, cases: cases.length, codes: codes.length }
    const shown = [
      ...people.map((each) => ({ customerId: each.id })),
      ...cases.map((each) => ({ caseId: each.id, customerId: each.customerId })),
    ]
    const by = { at: clock.now(), operatorId: id, route: '/search' }
    if (text !== '') await recordSearch(db, { ...by, found, shown })
    const title = pages.words(res).search.title
    pages.render(res, 'search/index', { page: 'search', title, view, searchText: text })
  })

  return router
}
