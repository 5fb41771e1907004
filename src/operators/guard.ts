import type { Request, RequestHandler, Response } from 'express'
import type { Db } from '../db.ts'
import type { Cookies } from '../web/cookies.ts'
import { forbidden, HttpError } from '../web/errors.ts'
import type { Operator } from './operator.ts'
import { may, type Permission } from './permissions.ts'
import { operatorOfSession } from './sessions.ts'

export const SESSION_COOKIE = 'annai_session'

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
    res.redirect(303, `/sign-in?back=${encodeURIComponent(req.originalUrl)}`)
  }
}

export function requires(permission: Permission): RequestHandler {
  return (_req, res, next) => next(may(operatorOf(res).role, permission) ? undefined : forbidden())
}

/** Who asks; only behind `requireOperator`. */
export function operatorOf(res: Response): Operator {
  const operator: unknown = res.locals.operator
  if (!operator) throw new HttpError(401, 'signedOut')
  return operator as Operator // put there by requireOperator alone
}

/** A path of our own to go back to; anything else leads to the desk. */
export const safePath = (text: string): string =>
  /^\/(?![/\\])[^\\\p{Cc}]*$/u.test(text) ? text : '/'

export const backPath = (req: Request): string =>
  typeof req.query.back === 'string' ? safePath(req.query.back) : '/'
