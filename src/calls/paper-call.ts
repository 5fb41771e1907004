import type { Customer, CustomerCard } from '../customers/customer.ts'
import type { Operator } from '../operators/operator.ts'
import type { Booklet } from '../scripts/booklet.ts'
import type { ScriptVersion } from '../scripts/library.ts'
import type { Level } from '../scripts/script.ts'
import type { SlipProblem } from '../scripts/slip-path.ts'
import type { Answer } from '../scripts/walk.ts'
import type { SlipField } from './paper-slip.ts'

/** A call that was taken on paper, read from its slip and ready to be recorded. */
export interface PaperCall {
  readonly startedAt: Date
  readonly endedAt: Date
  readonly takenBy: string
  readonly fromNumber: string | null
  readonly version: ScriptVersion
  readonly customerId: string | null
  /** The open case that goes on; null for a new one. */
  readonly caseId: string | null
  /** As they stand on the slip, whether the cards are known or not. */
  readonly last4: readonly string[]
  /** Those of the customer that the call is about. */
  readonly cards: readonly CustomerCard[]
  readonly answers: readonly Answer[]
  readonly reason: string
  readonly cause: string
  readonly wanted: string
  readonly promises: readonly { readonly kind: string; readonly dueAt: Date }[]
  readonly stop: PaperStop | null
  readonly note: string
}
export interface PaperStop {
  readonly ref: string
  readonly by: string
  /** `YYYY-MM-DDTHH:mm` */
  readonly at: string
  readonly last4: readonly string[]
}

/** A call from another slip, entered for a time at which the same operator took the call of this one. */
export interface OverlappingCall {
  readonly id: string
  readonly takenBy: string
  readonly startedAt: string
  readonly endedAt: string
  readonly enteredBy: string
  readonly enteredAt: string
}

/** What a slip is checked against. */
export interface SlipFacts {
  readonly operators: readonly Operator[]
  readonly versions: readonly ScriptVersion[]
  readonly customer: Customer | null
  /** Open cases that may go on: those of the customer. */
  readonly caseIds: ReadonlySet<string>
  /** Those that were entered last come first. */
  readonly overlapping: readonly OverlappingCall[]
  readonly now: Date
}

/** Why a slip cannot be recorded. Codes; the catalogue has the sentences. */
export type SlipError =
  | { readonly kind: 'required' | 'time' | 'tooLong'; readonly field: SlipField }
  | { readonly kind: PlainError; readonly field: SlipField }
  | {
      readonly kind: 'noSuchCard' | 'sameLast4'
      readonly field: SlipField
      readonly last4: string
    }
  | {
      readonly kind: 'promiseKind' | 'due' | 'dueBeforeCall' | 'samePromise'
      readonly field: SlipField
      readonly line: number
    }
  | { readonly kind: 'stopNotOnPath'; readonly field: SlipField; readonly booklet: Booklet }
  | {
      readonly kind: 'identity'
      readonly field: SlipField
      readonly written: Level
      readonly path: Level
    }
  | {
      readonly kind: 'path'
      readonly field: SlipField
      readonly booklet: Booklet
      readonly problem: SlipProblem
    }
type PlainError =
  | 'day'
  | 'future'
  | 'long'
  | 'operator'
  | 'fromNumber'
  | 'version'
  | 'customer'
  | 'caseFile'
  | 'last4'
  | 'stopCard'
  | 'overlap'
  | 'reason'
  | 'cause'
  | 'stopIncomplete'
  | 'stopFuture'
  | 'stopMissing'
  | 'stopNeedsCard'
