import { findSecret } from '../cards/secrets.ts'
import { clean } from '../web/forms.ts'

/** What somebody typed into a search box; `secret` is not searched for, shown again or kept. */
export type Asked = { readonly text: string } | { readonly secret: string }

/** Reads `?q=` in any shape that a query can have. */
export function readAsked(query: unknown): Asked {
  const text = clean(typeof query === 'string' || Array.isArray(query) ? query : '').trim()
  const secret = findSecret(text)
  return secret === null ? { text } : { secret: secret.kind }
}
