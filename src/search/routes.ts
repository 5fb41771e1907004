import { Router } from 'express'
import { recordEvent } from '../audit/events.ts'
import type { CallDeps } from '../calls/context.ts'
import { findSecret } from '../cards/secrets.ts'
import { operatorOf } from '../operators/guard.ts'
import { readAsked } from '../web/asked.ts'
import { HttpError } from '../web/errors.ts'
import type { Pages } from '../web/pages.ts'
import { wordings } from '../web/wordings.ts'
import { readQuestion } from './question.ts'
import { searchPage } from './search-view.ts'

/** The one search box of every page. The log keeps who searched and how much was found, never what was typed. */
export function searchRoutes(deps: CallDeps & { readonly pages: Pages }): Router {
  const router = Router()
  const { db, clock, pages } = deps
  const wordingOf = wordings(pages, deps.timeZone)

  router.get('/search', async (req, res) => {
    const { id } = operatorOf(res)
    const by = { at: clock.now(), operatorId: id }
    const asked = readAsked(req.query.q, findSecret)
    if ('secret' in asked) {
      await recordEvent(db, {
        ...by,
        name: 'search_refused',
        refused: true,
        detail: { kind: asked.secret },
      })
      throw new HttpError(422, 'secret')
    }
    const question = readQuestion(asked.text, req.query, pages.words(res).terms.reason)
    const view = await searchPage(deps, question, operatorOf(res), wordingOf(res))
    const { people, cases, codes } = view
    const detail = { people: people.length, cases: cases.length, codes: codes.length }
    if (asked.text !== '') await recordEvent(db, { ...by, name: 'searched', detail })
    const title = pages.words(res).search.title
    pages.render(res, 'search/index', { page: 'search', title, view, searchText: asked.text })
  })

  return router
}
