import { clean } from './forms.ts'

/** What somebody typed into a search box; `secret` is not searched for, shown again or kept. */
export type Asked = { readonly text: string } | { readonly secret: string }

/** The guard before every search: tells what kind of secret a text holds. */
export type FindSecret = (text: string) => { readonly kind: string } | null

/** Reads `?q=` in any shape that a query can have. */
export function readAsked(query: unknown, findSecret: FindSecret): Asked {
  const text = clean(typeof query === 'string' || Array.isArray(query) ? query : '').trim()
  const secret = findSecret(text)
  return secret === null ? { text } : { secret: secret.kind }
}
