/** A call script on paper: every step numbered, every way on told as the number of the next step. */
export interface BookletPage {
  /** The script version. */
  readonly id: string
  readonly title: string
  readonly version: number
  readonly published: string
  readonly printedAt: string
  readonly printedBy: string
  readonly printNumber: string
  readonly steps: number
  readonly interrupts: readonly BookletInterrupt[]
  readonly notes: readonly { readonly name: string; readonly values: readonly string[] }[]
  readonly chapters: readonly BookletChapter[]
}
export interface BookletChapter {
  readonly title: string
  readonly first: number
  readonly last: number
  readonly steps: readonly BookletStep[]
}
/** Where a way leads; null: back to the step where an interrupt was pressed. */
export type GoTo = number | null

export interface BookletInterrupt {
  readonly key: string
  readonly label: string
  readonly goTo: GoTo
  readonly below: { readonly level: string; readonly goTo: GoTo } | null
  readonly notes: readonly string[]
}
/** A piece of what is read aloud: words, or a blank with the name of what belongs there. */
export type Piece = { readonly words: string } | { readonly blank: string }

export interface BookletStep {
  readonly number: number
  readonly kind: string
  readonly kindLabel: string
  readonly title: string
  /** Who may come here, in words. */
  readonly only: string | null
  readonly say: readonly Piece[]
  readonly hint: readonly Piece[]
  readonly never: readonly string[]
  readonly fields: readonly { readonly label: string; readonly options: readonly string[] }[]
  readonly bound: { readonly visits: number; readonly perCall: boolean; readonly goTo: GoTo } | null
  /** What the kind of step means on paper. */
  readonly lead: readonly string[]
  readonly choices: readonly BookletChoice[]
  readonly end: string | null
}
export interface BookletChoice {
  /** Empty for a route: nothing is written down there. */
  readonly key: string
  readonly label: string
  readonly goTo: GoTo
  readonly only: readonly string[]
  readonly notes: readonly string[]
  readonly say: readonly Piece[]
  /** The way on when nothing can be looked up or done. */
  readonly isFallback: boolean
  readonly isForPaper: boolean
}
