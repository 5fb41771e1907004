import type { Request, RequestHandler, Response } from 'express'
import { HttpError } from './errors.ts'
import { clean, withoutIds } from './forms.ts'

/** The guard before every text: tells what kind of secret it holds. */
export type FindSecret = (text: string) => { readonly kind: string } | null

/** What was typed into a search box, in any shape that a query can have. */
export const readAsked = (query: unknown): string =>
  clean(typeof query === 'string' || Array.isArray(query) ? query : '').trim()

/** What people type; the others are codes of ours, which may look like words about passwords. */
const TYPED = ['q', 'from', 'text']

/** The kind of secret that an address asks with, in its path or behind it; null when there is none. */
export function secretAsked(
  { path, query }: Pick<Request, 'path' | 'query'>,
  findSecret: FindSecret,
): string | null {
  if (findSecret(withoutIds(path))?.kind === 'card_number') return 'card_number'
  for (const [name, value] of Object.entries(query)) {
    const secret = findSecret(withoutIds(`${name}\n${clean(value)}`))
    if (secret && (TYPED.includes(name) || secret.kind === 'card_number')) return secret.kind
  }
  return null
}

/**
 * Stands before every page: what an address asks for is not searched for, shown again or kept if it holds a secret.
 * `onRefused` is told of which kind, and never the text.
 */
export function refuseAsked(guard: {
  readonly findSecret: FindSecret
  onRefused(res: Response, kind: string): Promise<void>
}): RequestHandler {
  return async (req, res, next) => {
    const kind = secretAsked(req, guard.findSecret)
    if (kind === null) return next()
    await guard.onRefused(res, kind)
    next(new HttpError(422, 'secret'))
  }
}
