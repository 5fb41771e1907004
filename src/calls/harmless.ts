import type { IsHarmless } from '../cases/trouble-views.ts'
import type { References } from '../scripts/reference.ts'

/** Codes that the top-up service shows for conditions of its own: nothing is wrong with a card. */
export const harmlessIn = ({ references }: { readonly references: References }): IsHarmless => {
  const codes = new Set(
    references.topupErrors.filter(({ owner }) => owner === 'service').map(({ code }) => code),
  )
  return (code) => codes.has(code)
}
