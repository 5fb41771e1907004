import type { RequestHandler, Response } from 'express'
import { HttpError } from './errors.ts'
import { clean, withoutIds } from './forms.ts'

/** The guard before every text: tells what kind of secret it holds. */
export type FindSecret = (text: string) => { readonly kind: string } | null

/** What was typed into a search box, in any shape that a query can have. */
export const readAsked = (query: unknown): string =>
  clean(typeof query === 'string' || Array.isArray(query) ? query : '').trim()

/**
 * Stands before every page: what an address asks for is not searched for, shown again or kept if it holds a secret.
 * `onRefused` is told of which kind, and never the text.
 */
export function refuseAsked(guard: {
  readonly findSecret: FindSecret
  onRefused(res: Response, kind: string): Promise<void>
}): RequestHandler {
  return async (req, res, next) => {
    for (const [name, value] of Object.entries(req.query)) {
      const secret = guard.findSecret(withoutIds(`${name}\n${clean(value)}`))
      if (secret === null) continue
      await guard.onRefused(res, secret.kind)
      return next(new HttpError(422, 'secret'))
    }
    next()
  }
}
