import type { Request, RequestHandler } from 'express'
import { addressOf, markOf, withOrigin } from '../audit/origin.ts'

/** Everything that is recorded while a request is served tells where it came from. */
export const rememberOrigin =
  (tokenOf: (req: Request) => string | undefined): RequestHandler =>
  (req, _res, next) => {
    const token = tokenOf(req)
    const session = token === undefined ? null : markOf(token)
    withOrigin({ address: addressOf(req.ip), session, recorded: 0 }, next)
  }
