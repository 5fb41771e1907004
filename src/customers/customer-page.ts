import type { CaseLine, CommitmentView, Mark } from '../cases/case-view.ts'
import type { PersonTyped, PersonView } from './person-page.ts'

/** The page of a customer. Registered details are there only within a call whose caller was verified. */
export interface CustomerPage {
  readonly customer: { readonly id: string; readonly name: string; readonly kana: string }
  readonly details: CustomerDetails | null
  /** The operator talks to somebody who is not verified yet: promises and what was before are left out. */
  readonly restricted: boolean
  readonly flags: readonly string[]
  readonly openCases: readonly CaseLine[]
  readonly closedCases: readonly CaseLine[]
  readonly commitments: readonly CommitmentView[]
  readonly calls: readonly {
    readonly id: string
    readonly at: string
    readonly operator: string
    readonly reason: string
    readonly caseNumber: string | null
  }[]
  readonly preferredOperator: string | null
  readonly mayCall: boolean
  /** Other records of the same person. */
  readonly person: PersonView
  readonly typed: PersonTyped | null
}
export interface CustomerDetails {
  /** ISO date; `birthEra` is the same in the Japanese calendar, empty in English. */
  readonly birthDate: string
  readonly birthEra: string
  readonly memberNo: string
  readonly phones: readonly { readonly kindLabel: string; readonly number: string }[]
  /** False while the card system does not answer: then only what Annai knows itself is shown. */
  readonly isNow: boolean
  readonly address: string | null
  readonly bank: string | null
  readonly cards: readonly CustomerCardView[]
}
export interface CustomerCardView {
  readonly label: string
  readonly last4: string
  readonly network: string
  readonly status: { readonly words: string; readonly mark: Mark } | null
  readonly facts: readonly {
    readonly term: string
    readonly words: string
    readonly mark: Mark
  }[]
}

/** Looking for a customer outside a call. */
export interface CustomersPage {
  readonly text: string
  readonly count: number
  readonly tooMany: boolean
  /** Several people with the same reading are among them. */
  readonly sameKana: boolean
  readonly customers: readonly CustomerLine[]
}
export interface CustomerLine {
  readonly id: string
  readonly name: string
  readonly kana: string
  readonly birthDate: string | null
  readonly openCases: readonly {
    readonly number: string
    readonly reason: string
    readonly owner: string
  }[]
}
