import { randomUUID } from 'node:crypto'
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express'
import { recordSearch } from '../audit/searches.ts'
import { operatorOf } from '../operators/guard.ts'
import { type GuardedRouter, guardedRouter } from '../operators/guarded-router.ts'
import { may } from '../operators/permissions.ts'
import { HttpError } from '../web/errors.ts'
import { readForm } from '../web/forms.ts'
import type { Pages } from '../web/pages.ts'
import { wordings } from '../web/wordings.ts'
import type { CallDeps } from './context.ts'
import { enterPaperCall } from './paper-calls.ts'
import { checkSlip } from './paper-check.ts'
import { callOfForm, type FormCall, slipForm } from './paper-form.ts'
import { readTyped, type SlipTyped } from './paper-slip.ts'
import { emptySlip, findForSlip, paperPage, slipFacts } from './paper-view.ts'

type Deps = CallDeps & { readonly pages: Pages }

/** Calls that were taken on paper while the program was down: the page on which their slips are entered. */
export function paperRoutes(deps: Deps): GuardedRouter {
  const router = guardedRouter()
  const { db } = deps
  const show = shower(deps)

  router.get('/paper-calls', 'take_calls', async (_req, res) => {
    const typed = emptySlip(deps, operatorOf(res))
    await show(res, { submission: randomUUID(), typed })
  })

  /** Looks for the customer and gives the page back with all that was typed; nothing is recorded but that somebody looked. */
  router.post('/paper-calls/customer', 'take_calls', async (req, res) => {
    const { submission, typed } = sent(req)
    await show(res, {
      submission,
      typed,
      found: await findForSlip(deps, typed.search, operatorOf(res)),
    })
  })

  router.post('/paper-calls', 'take_calls', async (req, res) => {
    const { submission, typed } = sent(req)
    const form = slipForm(submission, typed)
    const known = await callOfForm(db, form)
    if (known !== null) return lead(res, typed, known)
    const check = checkSlip(typed, await slipFacts(deps, typed, submission))
    if ('call' in check)
      return lead(res, typed, await enterPaperCall(deps, check.call, operatorOf(res), form))
    const found = await foundAgain(res, typed)
    await show(res, { submission, typed, errors: check.errors, found }, 422)
  })

  /** To the call that the form has made; another slip comes back in a form of its own, and is not recorded by itself. */
  async function lead(res: Response, typed: SlipTyped, { callId, isSameSlip }: FormCall) {
    if (isSameSlip) return res.redirect(303, `/calls/${callId}`)
    const found = await foundAgain(res, typed)
    await show(res, { submission: randomUUID(), typed, found, recordedAs: callId }, 409)
  }
  const foundAgain = async (res: Response, { search }: SlipTyped) =>
    search === '' ? null : findForSlip(deps, search, operatorOf(res))

  return router
}

/**
 * A secret among the words of a slip, which the guard has refused before anybody was asked who they are: the words come
 * back, blacked out, in the form where they were typed.
 */
export function giveSlipBack(
  deps: Deps & { readonly signedIn: RequestHandler },
): ErrorRequestHandler {
  const show = shower(deps)
  return (error: unknown, req, res, next) => {
    if (!(error instanceof HttpError) || error.sentence !== 'secret') return next(error)
    const answer = async () => {
      if (!may(operatorOf(res).role, 'take_calls')) return next(error)
      await show(res, { ...sent(req), alert: deps.pages.words(res).errors.secret }, 422)
    }
    return deps.signedIn(req, res, (failed?: unknown) =>
      failed ? next(failed) : answer().catch(next),
    )
  }
}

/** Shows the page; whom it names was looked for, and that is on the record. */
function shower({ pages, ...deps }: Deps) {
  const wordingOf = wordings(pages, deps.timeZone)
  return async (res: Response, given: Parameters<typeof paperPage>[1], status = 200) => {
    const view = await paperPage(deps, given, wordingOf(res))
    if (view.search) {
      const { people } = view.search
      const by = { at: deps.clock.now(), operatorId: operatorOf(res).id, route: '/paper-calls' }
      const shown = people.map(({ id }) => ({ customerId: id }))
      await recordSearch(deps.db, { ...by, found: { people: people.length }, shown })
    }
    const { title } = pages.words(res).paper
    pages.render(res, 'calls/paper', { page: 'paper', title, current: 'calls', view }, status)
  }
}

function sent(req: Request) {
  const form = readForm(req)
  const submission = form.text('submission').slice(0, 60) || randomUUID()
  return { submission, typed: readTyped(form.text) }
}
