import type { RequestHandler } from 'express'
import { HttpError } from './errors.ts'

/**
 * Refuses changes that another site's page asks for: Sec-Fetch-Site says so in every current browser; older ones send
 * Origin, which must be our own. A request with neither does not come from a web page.
 */
export function sameOrigin(publicUrl: string | null): RequestHandler {
  const ours = publicUrl === null ? null : new URL(publicUrl).host
  return (req, _res, next) => {
    if (req.method === 'GET' || req.method === 'HEAD') return next()
    const site = req.get('sec-fetch-site')
    const allowed =
      site === undefined
        ? isOwnOrigin(req.get('origin'), ours ?? req.get('host') ?? '')
        : site === 'same-origin' || site === 'none'
    next(allowed ? undefined : new HttpError(403, 'crossSite'))
  }
}

function isOwnOrigin(origin: string | undefined, host: string): boolean {
  if (origin === undefined) return true
  return URL.canParse(origin) && new URL(origin).host === host
}
