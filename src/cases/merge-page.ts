import type { Mark } from './case-view.ts'

/** Two cases side by side, before one of them goes on in the other. */
export interface MergePage {
  readonly from: MergeSide
  readonly into: MergeSide
  /** Why they cannot be merged this way round; null when they can. */
  readonly obstacle: string | null
  readonly typed: { readonly reason: string; readonly error: string } | null
}
export interface MergeSide {
  readonly id: string
  readonly number: string
  readonly version: number
  readonly customer: string
  readonly reason: string
  readonly statusLabel: string
  readonly mark: Mark
  readonly owner: string
  readonly openedAt: string
  readonly updatedAt: string
  readonly card: string
  readonly wanted: readonly string[]
  readonly promises: readonly string[]
}
