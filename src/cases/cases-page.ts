import type { CaseLine } from './case-view.ts'

export interface CasesPage {
  readonly cases: readonly (CaseLine & {
    readonly customer: { readonly id: string; readonly name: string } | null
  })[]
  /** How many match in all. */
  readonly count: number
  readonly filter: { readonly status: string; readonly owner: string }
  readonly statuses: readonly { readonly value: string; readonly label: string }[]
  readonly owners: readonly { readonly id: string; readonly name: string }[]
  readonly paging: Paging
}
/** Addresses of the neighbouring pages; null at an end. */
export interface Paging {
  readonly page: number
  readonly pages: number
  readonly previousUrl: string | null
  readonly nextUrl: string | null
}
