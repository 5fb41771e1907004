import type { Request, RequestHandler } from 'express'
import { HttpError } from './errors.ts'

/**
 * Refuses changes that another site's page asks for: Sec-Fetch-Site says so in every current browser; older ones send
 * Origin, which must be our own. A request with neither does not come from a web page. Of what is read, another site's
 * page may only lead to a page of ours, as the telephone system's does; it gets no stream, no data and no frame.
 */
export function sameOrigin(publicUrl: string | null): RequestHandler {
  const ours = publicUrl === null ? null : new URL(publicUrl).origin
  return (req, _res, next) => {
    const site = req.get('sec-fetch-site')
    const isRead = req.method === 'GET' || req.method === 'HEAD'
    const allowed =
      site === undefined
        ? isRead || isOwnOrigin(req.get('origin'), ours, req.get('host'))
        : site === 'same-origin' || site === 'none' || (isRead && leadsIn(req))
    next(allowed ? undefined : new HttpError(403, 'crossSite'))
  }
}

/** The page of another scheme is another page: whoever is on the line may have written it. */
function isOwnOrigin(origin: string | undefined, ours: string | null, host = ''): boolean {
  if (origin === undefined) return true
  return ours === null ? URL.canParse(origin) && new URL(origin).host === host : origin === ours
}

/** A link to one of our pages, opened as such. */
const leadsIn = (req: Request): boolean =>
  req.get('sec-fetch-mode') === 'navigate' && req.get('sec-fetch-dest') === 'document'
