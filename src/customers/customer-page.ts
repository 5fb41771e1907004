import type { CaseLine, CommitmentView, Mark } from '../cases/case-view.ts'
import type { Keeping } from '../cases/keeping.ts'
import type { PersonTyped, PersonView } from './person-page.ts'

/** The page of a customer. Registered details are there only within a call whose caller was verified. */
export interface CustomerPage {
  readonly customer: { readonly id: string; readonly name: string; readonly kana: string }
  readonly details: CustomerDetails | null
  /** The operator talks to somebody who is not verified yet: promises and what was before are left out. */
  readonly restricted: boolean
  /** What to mind now; before the caller is verified no more than the watch for impostors. */
  readonly flags: readonly FlagView[]
  /** Those that are over or were removed; for supervisors. */
  readonly flagsBefore: readonly FlagView[]
  readonly preferences: PreferencesView | null
  readonly timeline: TimelineView | null
  readonly openCases: readonly CaseLine[]
  readonly closedCases: readonly CaseLine[]
  readonly commitments: readonly CommitmentView[]
  readonly preferredOperator: string | null
  readonly mayCall: boolean
  /** Other records of the same person. */
  readonly person: PersonView
  readonly personTyped: PersonTyped | null
  readonly mayChange: boolean
  readonly mayExport: boolean
  readonly mayErase: boolean
  readonly keeping: Keeping | null
  readonly operators: readonly { readonly id: string; readonly name: string }[]
  /** Makes a flag that is set twice one flag. */
  readonly submission: string
  /** The first and the last day that a flag may hold until, as ISO dates. */
  readonly expiry: { readonly from: string; readonly to: string }
  /** What was typed into a form that was not taken. */
  readonly typed: CareTyped | null
}
export interface FlagView {
  /** Null where the card system tells it: it is changed there. */
  readonly id: string | null
  readonly kind: string
  readonly mark: Mark
  readonly reason: string
  readonly set: string
  readonly until: string | null
  readonly removed: string
}
export interface PreferencesView {
  readonly version: number
  readonly language: 'ja' | 'en' | ''
  readonly relayService: boolean
  readonly preferredOperatorId: string
  readonly bestTime: string
  readonly changed: string
  /** What the card system tells besides; it is changed there. */
  readonly told: readonly string[]
}
export interface CareTyped {
  readonly form: 'flag' | 'removal' | 'preferences'
  readonly fields: Readonly<Record<string, string>>
  readonly error: string
}
export interface TimelineView {
  readonly filter: string
  readonly moments: readonly {
    readonly at: string
    readonly kind: string
    readonly mark: Mark
    readonly title: string
    readonly words: string
    readonly by: string
    readonly caseNumber: string | null
    readonly url: string | null
  }[]
  readonly olderUrl: string | null
}
export interface CustomerDetails {
  /** ISO date; `birthEra` is the same in the Japanese calendar, empty in English. */
  readonly birthDate: string
  readonly birthEra: string
  readonly memberNo: string
  readonly phones: readonly {
    readonly kindLabel: string
    readonly number: string
    readonly primary: boolean
  }[]
  /** When the card system told all this. */
  readonly asOf: string | null
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
  /** No caller of the operator's own is unverified: people are found by whatever is known of them. */
  readonly mayTell: boolean
  /** The operator's caller is not verified, and what was typed is what callers prove themselves with. */
  readonly guarded: boolean
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
