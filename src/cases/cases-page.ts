import type { CaseQuery, Column } from './case-query.ts'
import type { CaseLine, Mark } from './case-view.ts'

/** The list of cases: a view of it, what it is narrowed by, and what may be done to the ones that are ticked. */
export interface CasesPage {
  readonly title: string
  /** Every view that may be opened, with how many cases are in it. */
  readonly tabs: readonly ViewTab[]
  readonly cases: readonly CaseRowView[]
  readonly columns: readonly Column[]
  readonly count: Count
  readonly query: CaseQuery
  /** All that is asked for, as words of an address: to be kept as a view. */
  readonly written: string
  /** The words of the page's own address, for forms that come back to it. */
  readonly address: string
  /** Where the heads of the columns lead that can be sorted by. */
  readonly sortedBy: string
  readonly isDown: boolean
  readonly sortUrls: Readonly<Record<string, string>>
  readonly choices: ListChoices
  /** Addresses of the neighbouring pages; null at an end. */
  readonly previousUrl: string | null
  readonly nextUrl: string | null
  /** Beside a caller who is not verified nothing is shown that tells how a case stands. */
  readonly isGuarded: boolean
  /** It is no view by its name: what it is narrowed by is shown open. */
  readonly isFiltered: boolean
  /** The kept view that is shown, or that the filter began with. */
  readonly kept: KeptView | null
  /** Null for those who may only read. */
  readonly bulk: BulkBar | null
  /** Whether there is something to take for somebody who is free; null for those who take none. */
  readonly waiting: Count | null
  /** Said above the list, such as that there is no next case. */
  readonly news: string
  /** Why a form of the page was not taken: `bulk`, or `keep` for a view. */
  readonly error: { readonly form: string; readonly words: string } | null
  /** Cases that were ticked in a form that was not taken, and what was typed into it. */
  readonly ticked: readonly string[]
  readonly typed: Readonly<Record<string, string>>
  /** Ids for the forms of the page: each makes what is sent twice one. */
  readonly submission: string
}

/** `isMore`: it was counted no further. */
export interface Count {
  readonly number: number
  readonly isMore: boolean
}
export interface ViewTab {
  readonly id: string
  readonly name: string
  readonly url: string
  readonly count: Count | null
  readonly isCurrent: boolean
  readonly isShared: boolean
}
export interface KeptView {
  readonly id: string
  readonly name: string
  readonly isShared: boolean
  readonly mayChange: boolean
  readonly mayRemove: boolean
}
export interface CaseRowView extends CaseLine {
  readonly version: number
  readonly customer: { readonly id: string; readonly name: string } | null
  readonly dueAt: string | null
  readonly isLate: boolean
  readonly priority: number
  readonly priorityLabel: string
  readonly priorityMark: Mark
  readonly queue: string
  readonly cause: string
  readonly card: string
  readonly network: string
  readonly tags: readonly string[]
  readonly openedAt: string
}
export interface Choice {
  readonly value: string
  readonly label: string
}
export interface ListChoices {
  readonly statuses: readonly Choice[]
  readonly reasons: readonly Choice[]
  readonly causes: readonly Choice[]
  readonly owners: readonly Choice[]
  readonly queues: readonly Choice[]
  readonly networks: readonly Choice[]
  readonly labels: readonly string[]
  readonly tags: readonly string[]
  readonly dues: readonly Choice[]
  readonly sorts: readonly Choice[]
  readonly columns: readonly Choice[]
}
/** What may be done to many cases at once. */
export interface BulkBar {
  readonly owners: readonly Choice[]
  readonly statuses: readonly Choice[]
  readonly queues: readonly Choice[]
  readonly promises: readonly Choice[]
  readonly tags: readonly string[]
}
