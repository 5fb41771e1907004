import type { Request, RequestHandler, Response } from 'express'
import type { Db } from '../db.ts'
import type { Cookies } from '../web/cookies.ts'
import { HttpError } from '../web/errors.ts'
import type { Operator } from './operator.ts'
import { operatorOfSession } from './sessions.ts'

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
    }
  }
}

/** Finds out who asks; anybody who is not signed in is sent to the sign-in page. */
export function requireOperator(db: Db, cookies: Cookies): RequestHandler {
  return async (req, res, next) => {
    const token = cookies.read(req, SESSION_COOKIE)
    const operator = token === undefined ? null : await operatorOfSession(db, token)
    if (operator) {
      res.locals.operator = operator
      return next()
    }
    if (req.is('json') || req.method !== 'GET') return next(new HttpError(401, 'signedOut'))
    if (isPage(req)) cookies.write(res, BACK_COOKIE, pathOf(req), BACK_SECONDS)
    res.redirect(303, '/sign-in')
  }
}

/** A name for the session of a request that never leaves the program, and whether the session still lasts. */
export function sessionOf(db: Db, cookies: Cookies, req: Request) {
  const token = cookies.read(req, SESSION_COOKIE) ?? ''
  return { key: token, operator: () => operatorOfSession(db, token) }
}

/** Who asks; only behind `requireOperator`. */
export function operatorOf(res: Response): Operator {
  const operator: unknown = res.locals.operator
  if (!operator) throw new HttpError(401, 'signedOut')
  return operator as Operator // put there by requireOperator alone
}

/** A path of our own to go back to; anything else leads to the desk. */
export const safePath = (text: string): string =>
  /^(?!.*\/\/)\/[^\\\p{Cc}]*$/u.test(text) ? text : '/'

/** Where somebody who is signed in now wanted to go; asked once. */
export function takeBackPath(req: Request, res: Response, cookies: Cookies): string {
  const path = cookies.read(req, BACK_COOKIE)
  cookies.clear(res, BACK_COOKIE)
  return safePath(path ?? '/')
}

const pathOf = ({ originalUrl }: Request): string =>
  originalUrl.length > LONGEST_PATH ? '/' : safePath(originalUrl)

/** Not a picture or a script's request: nobody wants to come back to those. */
const isPage = (req: Request): boolean =>
  req.accepts('html') === 'html' && ['document', undefined].includes(req.get('sec-fetch-dest'))
