import type { Request, RequestHandler, Response } from 'express'
import { findSecret } from '../cards/secrets.ts'
import { secretAsked } from '../web/asked.ts'
import type { Cookies } from '../web/cookies.ts'
import { HttpError } from '../web/errors.ts'
import { isRefresh } from '../web/live.ts'
import type { Operator } from './operator.ts'
import type { Session, Stage } from './session.ts'
import { findSession, operatorOfSession, type SessionDeps, touchSession } from './sessions.ts'

export const SESSION_COOKIE = 'annai_session'
/** The page that was asked for before signing in; in no address, for what was searched or who rang may stand in it. */
export const BACK_COOKIE = 'annai_back'
const BACK_SECONDS = 600
/** A browser drops a cookie over 4096 characters, and each of these may take three. */
const LONGEST_PATH = 1000

declare global {
  namespace Express {
    interface Locals {
      operator?: Operator
      session?: Session & { key: string; operatorNow: () => Promise<Operator | null> }
    }
  }
}

/** What is shown instead of a page while the screen is locked. */
export type ShowLocked = (req: Request, res: Response, session: Session) => Promise<void> | void

/** Where somebody is led whose sign-in waits for more. */
export const STAGE_PATHS: Readonly<Record<Exclude<Stage, 'done'>, string>> = {
  code: '/sign-in/code',
  password: '/sign-in/password',
  enrol: '/sign-in/second-factor',
}

/** Finds out who asks; anybody who is not signed in is sent to the sign-in page, and a locked screen stays covered. */
export function requireOperator(
  deps: SessionDeps & { readonly cookies: Cookies },
  showLocked: ShowLocked,
): RequestHandler {
  const { cookies } = deps
  return async (req, res, next) => {
    const token = cookies.read(req, SESSION_COOKIE)
    const session = token === undefined ? null : await findSession(deps, token)
    if (session?.stage === 'done') {
      if (session.isLocked) return showLocked(req, res, session)
      if (isByPerson(req)) await touchSession(deps, session)
      res.locals.operator = session.operator
      res.locals.session = {
        ...session,
        key: session.id,
        operatorNow: () => operatorOfSession(deps, token ?? ''),
      }
      return next()
    }
    if (req.is('json') || req.method !== 'GET') return next(new HttpError(401, 'signedOut'))
    if (isPage(req)) cookies.write(res, BACK_COOKIE, pathOf(req), BACK_SECONDS)
    res.redirect(303, session === null ? '/sign-in' : STAGE_PATHS[session.stage])
  }
}

/** What a page asks for by itself (streams, pages drawn anew, texts saved while they are typed) keeps no session open. */
function isByPerson(req: Request): boolean {
  if (isRefresh(req) || req.is('json')) return false
  if (![undefined, 'document'].includes(req.get('sec-fetch-dest'))) return false
  return !/^(application\/json|text\/event-stream)/.test(req.get('accept') ?? '')
}

/** A name for the session of a request that never leaves the program, and whether the session still lasts, unlocked. */
export function sessionOf(res: Response): {
  key: string
  operator: () => Promise<Operator | null>
} {
  const { session } = res.locals
  if (!session) throw new HttpError(401, 'signedOut')
  return { key: session.key, operator: session.operatorNow }
}

/** Who asks; only behind `requireOperator`. */
export function operatorOf(res: Response): Operator {
  const operator: unknown = res.locals.operator
  if (!operator) throw new HttpError(401, 'signedOut')
  return operator as Operator // put there by requireOperator alone
}

/** A path of our own to go back to; anything else leads to the desk. */
export const safePath = (text: string): string =>
  text.length <= LONGEST_PATH && /^(?!.*\/\/)\/[^\\\p{Cc}]*$/u.test(text) ? text : '/'

/** Where somebody who is signed in now wanted to go; asked once. */
export function takeBackPath(req: Request, res: Response, cookies: Cookies): string {
  const path = cookies.read(req, BACK_COOKIE)
  cookies.clear(res, BACK_COOKIE)
  return safePath(path ?? '/')
}

/** Kept in the browser for a while, so it holds nothing that is kept nowhere. */
const pathOf = (req: Request): string =>
  secretAsked(req, findSecret) === null ? safePath(req.originalUrl) : '/'

/** Not a picture or a script's request: nobody wants to come back to those. */
const isPage = (req: Request): boolean =>
  req.accepts('html') === 'html' && ['document', undefined].includes(req.get('sec-fetch-dest'))
