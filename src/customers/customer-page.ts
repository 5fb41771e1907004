import type { CaseLine, CommitmentView } from '../cases/case-view.ts'

/** The page of a customer. Registered details are there only within a call whose caller was verified. */
export interface CustomerPage {
  readonly customer: { readonly id: string; readonly name: string; readonly kana: string }
  readonly details: CustomerDetails | null
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
}
export interface CustomerDetails {
  /** ISO date; `birthEra` is the same in the Japanese calendar, empty in English. */
  readonly birthDate: string
  readonly birthEra: string
  readonly memberNo: string
  readonly phones: readonly { readonly kindLabel: string; readonly number: string }[]
  readonly address: string
  readonly bank: string | null
  readonly cards: readonly {
    readonly label: string
    readonly last4: string
    readonly network: string
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
