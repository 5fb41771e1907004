import { codeBesideWord } from './secrets/beside-words.ts'
import { holdsCardNumber } from './secrets/card-number.ts'
import { decoded } from './secrets/encoded.ts'
import { holdsPassword } from './secrets/password.ts'
import { fold, withDigits } from './secrets/reading.ts'
import { isToldInGroups } from './secrets/told-in-groups.ts'

export interface Secret {
  readonly kind: 'card_number' | 'pin' | 'cvv' | 'password' | 'one_time_code'
}

/**
 * The guard before every free text: what in it must not be kept, or null. It tells the kind only, never the place or the
 * text, so that a refusal can be shown and logged.
 */
export function findSecret(text: string): Secret | null {
  const shown = decoded(text)
  return secretIn(text) ?? (shown === text ? null : secretIn(shown))
}

function secretIn(text: string): Secret | null {
  const folded = fold(text)
  if (holdsCardNumber(folded) || isToldInGroups(folded)) return { kind: 'card_number' }
  const read = withDigits(folded)
  const code = codeBesideWord(read)
  if (code !== null) return { kind: code }
  return holdsPassword(read) ? { kind: 'password' } : null
}
