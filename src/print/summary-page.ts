import type { WaitingView } from '../cases/case-view.ts'

/** The printed case: everything that a colleague needs, last 4 digits only. */
export interface SummaryPage {
  readonly id: string
  readonly number: string
  /** One line: what it came to. */
  readonly headline: string
  readonly statusLabel: string
  readonly owner: string
  readonly printedAt: string
  readonly printedBy: string
  /** The running number of this sheet, as it stands on it. */
  readonly printNumber: string
  readonly customer: {
    readonly name: string
    readonly kana: string
    readonly memberNo: string
  } | null
  /** That its words are gone, and since when. */
  readonly erased: string | null
  readonly identity: string
  readonly card: string | null
  readonly newCard: string | null
  readonly reason: string
  readonly cause: string | null
  readonly isCauseByHand: boolean
  readonly disposition: string | null
  /** In the customer's own words. */
  readonly wanted: string
  readonly openedAt: string
  readonly closedAt: string | null
  readonly calls: readonly {
    readonly nth: number
    readonly startedAt: string
    readonly talkSeconds: number
    readonly operator: string
    /** That it was entered from a paper slip, by whom and when. */
    readonly paper: string | null
    readonly found: readonly string[]
    readonly done: readonly string[]
    readonly result: string
  }[]
  readonly actions: readonly {
    readonly label: string
    readonly target: string
    readonly at: string
    readonly stateLabel: string
    readonly receipt: string | null
  }[]
  readonly waiting: readonly WaitingView[]
  /** What was told to the customer. */
  readonly told: readonly string[]
  readonly commitments: readonly {
    /** In words: the end of a day is that day, not midnight of the next. */
    readonly due: string
    readonly wording: string
    readonly madeBy: string
    readonly stateLabel: string
  }[]
  readonly next: readonly string[]
  readonly notes: readonly {
    readonly at: string
    readonly operator: string
    readonly body: string
  }[]
  /** The call scripts, each with the version that its calls were taken with. */
  readonly scripts: readonly string[]
  readonly history: number
  /** A check value of the record at the time of printing, in groups. */
  readonly proof: string
}
