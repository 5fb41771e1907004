import type { CaseLine } from '../cases/case-view.ts'
import type { CustomerLine } from '../customers/customer-page.ts'
import type { Piece } from './snippet.ts'

/** One search over people, cases with all that is written in them, error codes and accepted cards. */
export interface SearchPage {
  readonly text: string
  readonly count: number
  /** There are more than were counted. */
  readonly countMore: boolean
  /** A case number whose check digit is wrong, or that does not exist: told apart. */
  readonly problem: 'mistyped' | 'unknown_case' | null
  readonly people: readonly CustomerLine[]
  readonly cases: readonly CaseHit[]
  readonly codes: readonly {
    readonly code: string
    readonly owner: string
    readonly words: string
    /** What may be said about it. */
    readonly guidance: string
    readonly source: string
  }[]
  /** How many were left off. */
  readonly more: number
  /** Where the next cases are. */
  readonly nextUrl: string | null
  /** The operator's caller is not verified: what is written in cases was not looked through. */
  readonly guarded: boolean
  readonly filters: readonly Filter[]
}

/** A case, and the passages for which it was found. */
export interface CaseHit extends CaseLine {
  readonly customerId: string | null
  readonly customer: string
  /** Which numbers it goes on for, where it was found by them. */
  readonly merged: readonly string[]
  readonly passages: readonly {
    readonly place: string
    /** The case that was merged into it in which the passage stands; empty where it is its own. */
    readonly from: string
    readonly operator: string
    /** Null where it says nothing: a number, a card. */
    readonly at: string | null
    readonly pieces: readonly Piece[]
  }[]
}

export interface Filter {
  readonly name: string
  readonly label: string
  readonly value: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
}
