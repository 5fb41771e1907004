import type { SummaryPage } from './summary-page.ts'

/** Lines of a part, as many as there is room for; the rest is counted. */
export interface Clipped {
  readonly lines: readonly string[]
  readonly more: number
}

/** A case on one page: who, what, what was found and done, what is open, promised and to be done next. */
export type ShortPage = Pick<
  SummaryPage,
  | 'id'
  | 'number'
  | 'headline'
  | 'statusLabel'
  | 'owner'
  | 'printedAt'
  | 'printedBy'
  | 'printNumber'
  | 'customer'
  | 'identity'
  | 'card'
  | 'newCard'
  | 'reason'
  | 'cause'
  | 'isCauseByHand'
  | 'disposition'
  | 'openedAt'
  | 'closedAt'
  | 'scripts'
  | 'proof'
> & {
  readonly callCount: number
  readonly lastCall: { readonly at: string; readonly operator: string } | null
  readonly parts: readonly {
    readonly name: 'wanted' | 'found' | 'done' | 'open' | 'promises' | 'next'
    readonly clipped: Clipped
  }[]
}
