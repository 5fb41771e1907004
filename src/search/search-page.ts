import type { CaseLine } from '../cases/case-view.ts'
import type { CustomerLine } from '../customers/customer-page.ts'

/** One search over people, cases, error codes and accepted cards. */
export interface SearchPage {
  readonly text: string
  readonly count: number
  /** A case number whose check digit is wrong, or that does not exist: told apart. */
  readonly problem: 'mistyped' | 'unknown_case' | null
  readonly people: readonly CustomerLine[]
  readonly cases: readonly (CaseLine & { readonly customer: string })[]
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
}
