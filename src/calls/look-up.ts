import type { CustomerSummary } from '../cards/card.ts'
import type { CardSystem } from '../cards/card-system.ts'
import type { Allowed, TryResult } from '../customers/verification-tries.ts'
import type { Level } from '../scripts/script.ts'

/** What a look-up knows when it is carried out. It reads, it never changes anything. */
export interface LookUpContext {
  readonly cardSystem: CardSystem
  readonly now: Date
  readonly customerRef: string | null
  /** The chosen card first. */
  readonly cardRefs: readonly string[]
  /** What the operator typed for a search or a verification; never stored. */
  readonly said: Readonly<Record<string, string>>
  /** References gathered earlier in the matter (`lock`, `hold`, `attempt`, `reissue`, `shipment` …). */
  readonly refs: Readonly<Record<string, readonly string[]>>
  /** When the call began, and when the newest look-up of this kind on this matter was made. */
  readonly startedAt: string
  readonly answers: Readonly<Record<string, string>>
  /** Open cases of the caller, found by Annai itself. */
  readonly openCases: readonly Candidate[]
  readonly fromNumber: string | null
  /** How much of what the caller says may be compared now; everything where nothing is said. */
  readonly allowed?: Allowed
}

/** A fact as a code and its parameters; the catalogue puts it into words (`terms.facts[code]`). */
export interface Fact {
  readonly code: string
  readonly params: Readonly<Record<string, string | number>>
  readonly mark: 'ok' | 'warn' | 'bad' | 'plain'
  /** The card it speaks of. */
  readonly cardRef?: string
}

/** A value to be read aloud; the screen formats it for the operator's language. */
export type Value =
  | { readonly type: 'text'; readonly ja: string; readonly en: string; readonly reading?: string }
  | { readonly type: 'instant' | 'date'; readonly iso: string }
  | { readonly type: 'yen' | 'count' | 'digits'; readonly value: string }

/** Something to pick one of (or several): a card, a case. Each becomes the answer `outcome:ref`. */
export interface Candidate {
  readonly ref: string
  readonly outcome: string
  readonly label: { readonly ja: string; readonly en: string }
  readonly detail: { readonly ja: string; readonly en: string }
  readonly usual: boolean
  /** A card's network, put into the state with it. */
  readonly network?: string
}

/** What was seen. Kept word by word with the call (as erasable content), so that the call replays as it was. */
export interface Seen {
  /** The outcome that the facts propose; null when only the operator can tell. */
  readonly proposed: string | null
  readonly facts: readonly Fact[]
  /** For `{{placeholders}}`. */
  readonly values: Readonly<Record<string, Value>>
  readonly refs: Readonly<Record<string, readonly string[]>>
  readonly candidates: readonly Candidate[]
  readonly gives: {
    readonly identity?: Level
    readonly customer?: CustomerSummary
    /** Several who may be meant: what the card system calls those whose names are shown. */
    readonly shown?: readonly string[]
    /** What a comparison is counted with. */
    readonly tried?: TryResult
  }
  /** The card system did not answer: every outcome is offered, and the log says "by hand". */
  readonly away: boolean
}

export type LookUp = (context: LookUpContext) => Promise<Seen>
