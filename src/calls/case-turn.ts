import type { Call, CallEntry } from './call.ts'
import type { Wording } from './wording.ts'

const KINDS = ['case_moved', 'case_left', 'case_kept', 'linked'] as const

/** What became of a matter's case when the caller or the case was corrected. */
export interface CaseTurn {
  readonly kind: (typeof KINDS)[number]
  readonly caseId: string
}
/** The case that a matter goes on with. */
export interface Whose {
  readonly caseId: string | null
  readonly turn: CaseTurn | null
  /** The case that the matter left for that one, where it went back to one that it had left before. */
  readonly leaves?: string
}

/** The newest turn of a matter's case. */
export const lastTurn = (call: Pick<Call, 'entries'>, matter: number): CallEntry | undefined =>
  call.entries.findLast(
    (each) => each.matter === matter && KINDS.some((kind) => kind === each.kind),
  )

/** What the page says of the newest turn while the call goes on; null where the case is the one that was picked. */
export function caseTurnWords(
  call: Pick<Call, 'entries' | 'state'>,
  matter: number,
  caseNumber: string,
  { t }: Wording,
): string | null {
  const kind = call.state === 'ended' ? undefined : lastTurn(call, matter)?.kind
  if (kind === 'case_moved') return t.call.caseMoved
  if (kind === 'case_left') return t.call.caseLeft
  return kind === 'case_kept' ? t.call.caseKept(caseNumber) : null
}
