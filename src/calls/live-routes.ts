import { type Request, type Response, Router } from 'express'
import { findCase } from '../cases/cases.ts'
import { operatorOf, requires, sessionOf } from '../operators/guard.ts'
import type { Operator } from '../operators/operator.ts'
import { may, type Permission } from '../operators/permissions.ts'
import type { Cookies } from '../web/cookies.ts'
import { forbidden, notFound } from '../web/errors.ts'
import type { Live } from '../web/live.ts'
import type { Pages } from '../web/pages.ts'
import { wordings } from '../web/wordings.ts'
import { findCall } from './calls.ts'
import type { CallDeps } from './context.ts'
import { guardedCall, guardedCase } from './guarded-view.ts'
import { callTopic, caseTopic } from './revisions.ts'

type Wording = Parameters<typeof guardedCall>[3]
/** Whether a page may be seen by this operator now; null when there is no such page. */
type MaySee = (id: string, operator: Operator, wording: Wording) => Promise<boolean | null>

/** The streams beside the pages of calls and cases, and the mark on each page of what it was drawn from. */
export function liveRoutes(
  deps: CallDeps & { readonly pages: Pages; readonly cookies: Cookies; readonly live: Live },
): Router {
  const router = Router()
  const { db, live, cookies } = deps
  const wordingOf = wordings(deps.pages, deps.timeZone)

  const maySeeCall: MaySee = async (id, operator, wording) => {
    const call = await findCall(db, id)
    return call && (await guardedCall(deps, call, operator, wording)) === null
  }
  const maySeeCase: MaySee = async (id, operator, wording) => {
    const caseFile = await findCase(db, id)
    return caseFile && (await guardedCase(deps, caseFile, operator, wording)) === null
  }

  const watched = (
    path: string,
    topicOf: (id: string) => string,
    permission: Permission,
    maySee: MaySee,
  ) => {
    router.use(`/${path}/:id`, async (req, res, next) => {
      if (!isUnder(req)) res.locals.live = await markOf(req, topicOf(String(req.params.id)))
      next()
    })
    router.get(`/${path}/:id/live`, requires(permission), async (req, res) => {
      const id = String(req.params.id)
      const seen = await maySee(id, operatorOf(res), wordingOf(res))
      if (seen === null) throw notFound()
      if (!seen) throw forbidden()
      const session = sessionOf(db, cookies, req)
      const mayGoOn = async () => {
        const operator = await session.operator()
        if (operator === null || !may(operator.role, permission)) return false
        return (await maySee(id, operator, wordingOf(res))) === true
      }
      await live.open(req, res, { topic: topicOf(id), session: session.key, mayGoOn })
    })
  }

  /** A page that answers a form stands under the form's address; it may be older than what it would be told. */
  const isUnder = (req: Request) => req.method === 'GET' && req.path !== '/'
  const markOf = async (
    req: Request,
    topic: string,
  ): Promise<NonNullable<Response['locals']['live']>> => ({
    live: req.baseUrl,
    ...(req.method === 'GET'
      ? { revision: await live.revision(topic) }
      : { revision: '', kept: '' }),
  })
  watched('calls', callTopic, 'take_calls', maySeeCall)
  watched('cases', caseTopic, 'read_cases', maySeeCase)
  return router
}
