import type { Request } from 'express'
import { showGuarded } from '../cases/guarded-page.ts'
import { operatorOf } from '../operators/guard.ts'
import { type GuardedRouter, guardedRouter } from '../operators/guarded-router.ts'
import { HttpError, notFound } from '../web/errors.ts'
import { LONGEST_TEXT, readForm } from '../web/forms.ts'
import type { Pages } from '../web/pages.ts'
import { wordings } from '../web/wordings.ts'
import { type CallContext, type CallDeps, isMine, loadContext } from './context.ts'
import { CallConflict } from './entries.ts'
import { guardedCall } from './guarded-view.ts'
import { takeOverCall } from './turns.ts'

/** A supervisor takes a running call out of somebody else's hands, and says why. */
export function takeoverRoutes(deps: CallDeps & { readonly pages: Pages }): GuardedRouter {
  const router = guardedRouter()
  const wordingOf = wordings(deps.pages, deps.timeZone)
  const demand = async (req: Request): Promise<CallContext> => {
    const context = await loadContext(deps, String(req.params.id))
    if (!context) throw notFound()
    return context
  }

  router.post('/calls/:id/takeover', 'take_over_calls', async (req, res) => {
    const { call } = await demand(req)
    const operator = operatorOf(res)
    const toCall = () => res.redirect(303, `/calls/${call.id}`)
    // The form pressed twice has done its work already, or does it just now: then this caller is the operator's own.
    const isTaken = async () => isMine((await demand(req)).call, operator)
    if (isMine(call, operator)) return toCall()
    const guarded = await guardedCall(deps, call, operator, wordingOf(res))
    if (guarded && (await isTaken())) return toCall()
    if (guarded) return showGuarded(deps.pages, res, guarded, 403)
    const form = readForm(req)
    const reason = form.text('reason').trim()
    if (reason === '') throw new HttpError(422, 'noReason')
    if (reason.length > LONGEST_TEXT) throw new HttpError(422, 'tooLarge')
    const take = async () => {
      const context = await demand(req)
      if (isMine(context.call, operator)) return
      // Somebody else's hands than those that were seen: it is another decision.
      if (context.call.state === 'ended' || context.call.operatorId !== form.text('from'))
        throw new HttpError(409, 'conflict')
      await takeOverCall(deps, context, operator, reason)
    }
    await takenAtLast(take)
    toCall()
  })
  return router
}

const MOST_TIMES = 5

/** Whoever has the call goes on writing to it; one of the next moments is free. */
async function takenAtLast(take: () => Promise<void>, times = 1): Promise<void> {
  try {
    await take()
  } catch (error) {
    if (!(error instanceof CallConflict)) throw error
    if (times === MOST_TIMES) throw new HttpError(409, 'conflict')
    await takenAtLast(take, times + 1)
  }
}
