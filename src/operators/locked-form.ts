import { isPassword } from '../web/forms.ts'
import type { Seals } from './seals.ts'

/** Carries it through the company's sign-in and back. */
export const KEPT_COOKIE = 'annai_kept'

/** What a locked screen was asked for: a page, or a form with what was typed into it. */
export interface Kept {
  readonly path: string
  /** Null: a page was asked for. */
  readonly fields: Readonly<Record<string, string | readonly string[]>> | null
}

const purpose = (operatorId: string) => `kept for ${operatorId}`
/** A form that is longer than this could not be sent twice. */
const LONGEST = 500_000

/** Seals it for one operator: nobody else at the same screen can read it, and nothing of it is stored. */
export function keepFor(seals: Seals, operatorId: string, path: string, body: unknown): string {
  const fields =
    typeof body === 'object' && body !== null
      ? Object.fromEntries(Object.entries(body).filter(([name]) => !isPassword(name)))
      : null
  const kept = JSON.stringify({ path, fields })
  const short = kept.length > LONGEST ? JSON.stringify({ path: '/', fields: null }) : kept
  return seals.seal(short, purpose(operatorId))
}

/** What was kept for this operator; the desk when it is none of theirs. */
export function takeKept(seals: Seals, operatorId: string, sealed: string): Kept {
  const opened = seals.open(sealed, purpose(operatorId))
  return opened === null ? { path: '/', fields: null } : JSON.parse(opened)
}
