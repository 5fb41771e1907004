import type { CallLine } from '../cases/desk-page.ts'

/** The operator's own calls: going on, paused, handed over, and those that ended lately. */
export interface CallsPage {
  readonly live: readonly CallLine[]
  readonly paused: readonly CallLine[]
  readonly handed: readonly CallLine[]
  readonly recent: readonly CallLine[]
}
